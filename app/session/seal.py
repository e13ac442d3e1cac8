"""Encryption at rest: what lies in the database opens only with SECRET_KEY, and only in its own row."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unreadable(Exception):
    """Not ours: another secret, another row, or damage."""


class Seal:
    """Closes under the first secret, opens under any of them: rotating SECRET_KEY is one setting."""

    def __init__(self, secrets: Sequence[str]) -> None:
        keys = [base64.urlsafe_b64encode(derived(secret, "sessions")) for secret in secrets]
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._owners = [derived(secret, "owners") for secret in secrets]

    def close(self, plain: bytes, row: bytes) -> bytes:
        """Encrypt for the row with this key; copied into another row it opens nothing."""
        return self._fernet.encrypt(row + plain)

    def open(self, sealed: bytes, row: bytes) -> bytes:
        """Raises Unreadable."""
        try:
            plain = self._fernet.decrypt(bytes(sealed))
        except InvalidToken:
            raise Unreadable from None
        if not plain.startswith(row):
            raise Unreadable
        return plain[len(row) :]

    def marks(self, owner: str) -> list[bytes]:
        """What stands for a person in the database: one mark for each secret, the present one first."""
        return [hmac.digest(key, owner.encode(), "sha256") for key in self._owners]


def derived(secret: str, purpose: str) -> bytes:
    """A key of 32 bytes, for this purpose alone."""
    return HKDF(SHA256(), length=32, salt=None, info=f"vow-portal {purpose}".encode()).derive(secret.encode())
