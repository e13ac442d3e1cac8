"""Encryption at rest: what the database holds can be read only with SECRET_KEY, and only in its own row."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class DecryptionError(Exception):
    """The ciphertext is of another secret, of another row, or damaged."""


class Cipher:
    """Encrypts under the first secret, decrypts under any of them: rotating SECRET_KEY is one setting."""

    def __init__(self, secrets: Sequence[str]) -> None:
        keys = [base64.urlsafe_b64encode(derive_key(secret, "sessions")) for secret in secrets]
        self._fernet = MultiFernet([Fernet(key) for key in keys])
        self._pseudonym_keys = [derive_key(secret, "owners") for secret in secrets]

    def encrypt(self, plain: bytes, row: bytes) -> bytes:
        """Encrypt for the row with this key. Copied into another row, it decrypts to nothing."""
        return self._fernet.encrypt(row + plain)

    def decrypt(self, encrypted: bytes, row: bytes) -> bytes:
        """Raises DecryptionError."""
        try:
            plain = self._fernet.decrypt(bytes(encrypted))
        except InvalidToken:
            raise DecryptionError from None
        if not plain.startswith(row):
            raise DecryptionError
        return plain[len(row) :]

    def pseudonyms(self, owner: str) -> list[bytes]:
        """HMACs that stand for a person in the database: one for each secret, that of the current one first."""
        return [hmac.digest(key, owner.encode(), "sha256") for key in self._pseudonym_keys]


def derive_key(secret: str, purpose: str) -> bytes:
    """A key of 32 bytes for this purpose alone."""
    return HKDF(SHA256(), length=32, salt=None, info=f"vow-portal {purpose}".encode()).derive(secret.encode())
