"""The tokens of a session: encrypted columns of its row, refreshed by one request at a time.

A lease is a compare-and-set on the row, so no lock is held while Spark is asked. Its clock is the database's.
Every write names the version of the tokens that it has seen: a late answer cannot overwrite newer tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.db import Database, now, sessions
from app.session.crypto import Cipher, DecryptionError
from app.spark.oauth_client import TokenPair

LEASE_SECONDS = 20.0
"""How long one request may take to refresh. Longer than all HTTP timeouts of a grant together."""


@dataclass(frozen=True)
class EncryptedTokens:
    """The token columns of a row, as they were read."""

    key: bytes
    access_token: bytes = field(repr=False)
    refresh_token: bytes | None = field(repr=False)
    renew_at: float | None
    version: int
    lease_free: bool = True
    """Whether no request held the lease."""


class TokenStore:
    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database, self._cipher = database, cipher

    def read(self, key: bytes) -> EncryptedTokens | None:
        """The tokens that the row holds now. None if the row is gone, or has no tokens."""
        free = (sessions.c.lease_until < now()).label("lease_free")
        row = self._database.one(sa.select(sessions, free).where(sessions.c.id == key))
        return encrypted_tokens(row._asdict()) if row else None

    def access_token(self, tokens: EncryptedTokens) -> str | None:
        """None if it cannot be decrypted."""
        return self._decrypt(tokens.access_token, tokens.key)

    def refresh_token(self, tokens: EncryptedTokens) -> str | None:
        """None if Spark gave none, or if it cannot be decrypted."""
        return self._decrypt(tokens.refresh_token, tokens.key)

    def lease(self, tokens: EncryptedTokens, seconds: float = LEASE_SECONDS) -> float | None:
        """The lease on refreshing these tokens, for one of all requests that ask. None for the others."""
        free = sa.and_(_same_version(tokens), sessions.c.lease_until < now())
        with self._database.write() as connection:
            taken = connection.execute(sessions.update().where(free).values(lease_until=now() + seconds)).rowcount
            lease = sa.select(sessions.c.lease_until).where(sessions.c.id == tokens.key)
            return float(connection.execute(lease).scalar_one()) if taken else None

    def release(self, tokens: EncryptedTokens, lease: float, renew_at: float | None) -> None:
        """Give the lease back. The next refresh ahead of time is due at `renew_at`."""
        mine = sa.and_(_same_version(tokens), sessions.c.lease_until == lease)
        self._update(mine, lease_until=0.0, renew_at=renew_at)

    def replace(self, tokens: EncryptedTokens, new: TokenPair) -> bool:
        """Write the new tokens in one statement. False if the row is gone, or another request has refreshed it."""
        columns = self.columns(new, tokens.key)
        if new.refresh_token is None:  # the one we have stays valid
            del columns["refresh_token"]
        return self._update(_same_version(tokens), **columns, version=tokens.version + 1, lease_until=0.0)

    def delete(self, tokens: EncryptedTokens, lease: float) -> bool:
        """Spark has ended the grant: delete the session, unless another request has taken over the lease.

        The shared row of a single-session key stays without tokens, so that the same dead key is not tried again.
        """
        mine = sa.and_(_same_version(tokens), sessions.c.lease_until == lease)
        with self._database.write() as connection:
            gone = connection.execute(sessions.delete().where(mine, sessions.c.role != "key")).rowcount
            emptied = sessions.update().where(mine).values(access_token=None, refresh_token=None)
            return bool(gone or connection.execute(emptied).rowcount)

    def columns(self, tokens: TokenPair, key: bytes) -> dict[str, Any]:
        refresh_token = tokens.refresh_token
        return {
            "access_token": self._cipher.encrypt(tokens.access_token.encode(), key),
            "refresh_token": self._cipher.encrypt(refresh_token.encode(), key) if refresh_token else None,
            "renew_at": tokens.renew_at,
        }

    def _update(self, where: sa.ColumnElement[bool], **values: object) -> bool:
        with self._database.write() as connection:
            return connection.execute(sessions.update().where(where).values(values)).rowcount == 1

    def _decrypt(self, token: bytes | None, key: bytes) -> str | None:
        try:
            return self._cipher.decrypt(token, key).decode() if token else None
        except DecryptionError:
            return None


def encrypted_tokens(columns: Mapping[str, Any]) -> EncryptedTokens | None:
    """The tokens in a row of the sessions table."""
    if columns["access_token"] is None:
        return None
    return EncryptedTokens(
        columns["id"],
        columns["access_token"],
        columns["refresh_token"],
        columns["renew_at"],
        columns.get("version", 0),
        bool(columns.get("lease_free", True)),
    )


def _same_version(tokens: EncryptedTokens) -> sa.ColumnElement[bool]:
    return sa.and_(sessions.c.id == tokens.key, sessions.c.version == tokens.version)
