"""Encryption at rest: what lies in the database opens only with SECRET_KEY, and only in its own row."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class DecryptionError(Exception):
    """Not ours: another secret, another row, or damage."""


class Cipher:
    """Closes under the first secret, opens under any of them: rotating SECRET_KEY is one setting."""

    def __init__(self, secrets: Sequence[str]) -> None:
        keys = [base64.urlsafe_b64encode(derive_key(secret, "sessions")) for secret in secrets]
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._owners = [derive_key(secret, "owners") for secret in secrets]

    def encrypt(self, plain: bytes, row: bytes) -> bytes:
        """Encrypt for the row with this key; copied into another row it opens nothing."""
        return self._fernet.encrypt(row + plain)

    def decrypt(self, sealed: bytes, row: bytes) -> bytes:
        """Raises Unreadable."""
        try:
            plain = self._fernet.decrypt(bytes(sealed))
        except InvalidToken:
            raise DecryptionError from None
        if not plain.startswith(row):
            raise DecryptionError
        return plain[len(row) :]

    def pseudonyms(self, owner: str) -> list[bytes]:
        """What stands for a person in the database: one mark for each secret, the present one first."""
        return [hmac.digest(key, owner.encode(), "sha256") for key in self._owners]


def derive_key(secret: str, purpose: str) -> bytes:
    """A key of 32 bytes, for this purpose alone."""
    return HKDF(SHA256(), length=32, salt=None, info=f"vow-portal {purpose}".encode()).derive(secret.encode())
