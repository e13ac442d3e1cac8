"""The tokens of a session: sealed columns of its row, renewed by one request at a time.

A lease is a compare-and-set on the row, so that nothing is locked while Spark is asked. Its clock is the database's.
Every write says which version of the tokens it has seen: a late answer changes nothing that is newer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.database import Database, now, sessions
from app.session.crypto import Cipher, DecryptionError

LEASE_SECONDS = 20.0
"""Seconds that one request has to renew; more than the HTTP timeouts of a grant take together."""


@dataclass(frozen=True)
class Tokens:
    """A grant in the clear; from `renew_at` on (seconds since 1970) it is to be renewed."""

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    renew_at: float | None = None


@dataclass(frozen=True)
class EncryptedTokens:
    """The tokens of a row as they were read."""

    key: bytes
    access_token: bytes = field(repr=False)
    refresh_token: bytes | None = field(repr=False)
    renew_at: float | None
    version: int
    lease_free: bool = True
    """Whether nobody had the lease."""


class TokenStore:
    def __init__(self, database: Database, seal: Cipher) -> None:
        self._database, self._seal = database, seal

    def read(self, key: bytes) -> EncryptedTokens | None:
        """The tokens that the row holds by now; None if it is gone, or has none."""
        free = (sessions.c.lease_until < now()).label("free")
        row = self._database.one(sa.select(sessions, free).where(sessions.c.id == key))
        return encrypted_tokens(row._asdict()) if row else None

    def access_token(self, grant: EncryptedTokens) -> str | None:
        """In the clear; None if it cannot be read."""
        return self._opened(grant.access_token, grant.key)

    def refresh_token(self, grant: EncryptedTokens) -> str | None:
        """In the clear; None if Spark gave none, or it cannot be read."""
        return self._opened(grant.refresh_token, grant.key)

    def lease(self, grant: EncryptedTokens, seconds: float = LEASE_SECONDS) -> float | None:
        """Take on to renew these tokens: a lease for one of all who ask, None for the others."""
        free = sa.and_(_seen(grant), sessions.c.lease_until < now())
        with self._database.write() as connection:
            taken = connection.execute(sessions.update().where(free).values(lease_until=now() + seconds)).rowcount
            lease = sa.select(sessions.c.lease_until).where(sessions.c.id == grant.key)
            return float(connection.execute(lease).scalar_one()) if taken else None

    def release(self, grant: EncryptedTokens, lease: float, renew_at: float | None) -> None:
        """Let others try; from `renew_at` on, if nothing is refused before."""
        self._update(sa.and_(_seen(grant), sessions.c.lease_until == lease), lease_until=0.0, renew_at=renew_at)

    def replace(self, grant: EncryptedTokens, tokens: Tokens) -> bool:
        """Replace the tokens, all in one statement; False if the row is gone or has been renewed by somebody else."""
        new = self.columns(tokens, grant.key)
        if tokens.refresh is None:  # the one we have stays good
            del new["refresh_token"]
        return self._update(_seen(grant), **new, version=grant.version + 1, lease_until=0.0)

    def delete(self, grant: EncryptedTokens, lease: float) -> bool:
        """Spark has ended the grant: the session goes, unless somebody else has taken over the lease meanwhile.

        The row of a single-session key stays without tokens, so that the same dead key is not tried again.
        """
        mine = sa.and_(_seen(grant), sessions.c.lease_until == lease)
        with self._database.write() as connection:
            gone = connection.execute(sessions.delete().where(mine, sessions.c.role != "key")).rowcount
            emptied = sessions.update().where(mine).values(access_token=None, refresh_token=None)
            return bool(gone or connection.execute(emptied).rowcount)

    def columns(self, tokens: Tokens, key: bytes) -> dict[str, Any]:
        return {
            "access_token": self._seal.encrypt(tokens.access.encode(), key),
            "refresh_token": self._seal.encrypt(tokens.refresh.encode(), key) if tokens.refresh else None,
            "renew_at": tokens.renew_at,
        }

    def _update(self, where: sa.ColumnElement[bool], **values: object) -> bool:
        with self._database.write() as connection:
            return connection.execute(sessions.update().where(where).values(values)).rowcount == 1

    def _opened(self, token: bytes | None, key: bytes) -> str | None:
        try:
            return self._seal.decrypt(token, key).decode() if token else None
        except DecryptionError:
            return None


def encrypted_tokens(columns: Mapping[str, Any]) -> EncryptedTokens | None:
    """The tokens in a row of the table."""
    if columns["access_token"] is None:
        return None
    return EncryptedTokens(
        columns["id"],
        columns["access_token"],
        columns["refresh_token"],
        columns["renew_at"],
        columns.get("version", 0),
        bool(columns.get("free", True)),
    )


def _seen(grant: EncryptedTokens) -> sa.ColumnElement[bool]:
    return sa.and_(sessions.c.id == grant.key, sessions.c.version == grant.version)
