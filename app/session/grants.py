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

from .seal import Seal, Unreadable

LEASE = 20.0
"""Seconds that one request has to renew; more than the HTTP timeouts of a grant take together."""


@dataclass(frozen=True)
class Tokens:
    """A grant in the clear; from `renew_at` on (seconds since 1970) it is to be renewed."""

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    renew_at: float | None = None


@dataclass(frozen=True)
class Sealed:
    """The tokens of a row as they were read."""

    key: bytes
    access: bytes = field(repr=False)
    refresh: bytes | None = field(repr=False)
    renew_at: float | None
    version: int
    free: bool = True
    """Whether nobody had the lease."""


class GrantStore:
    def __init__(self, database: Database, seal: Seal) -> None:
        self._database, self._seal = database, seal

    def read(self, key: bytes) -> Sealed | None:
        """The tokens that the row holds by now; None if it is gone, or has none."""
        free = (sessions.c.lease_until < now()).label("free")
        row = self._database.one(sa.select(sessions, free).where(sessions.c.id == key))
        return sealed(row._asdict()) if row else None

    def access_token(self, grant: Sealed) -> str | None:
        """In the clear; None if it cannot be read."""
        return self._opened(grant.access, grant.key)

    def refresh_token(self, grant: Sealed) -> str | None:
        """In the clear; None if Spark gave none, or it cannot be read."""
        return self._opened(grant.refresh, grant.key)

    def lease(self, grant: Sealed, seconds: float = LEASE) -> float | None:
        """Take on to renew these tokens: a lease for one of all who ask, None for the others."""
        free = sa.and_(_seen(grant), sessions.c.lease_until < now())
        with self._database.write() as connection:
            taken = connection.execute(sessions.update().where(free).values(lease_until=now() + seconds)).rowcount
            lease = sa.select(sessions.c.lease_until).where(sessions.c.id == grant.key)
            return float(connection.execute(lease).scalar_one()) if taken else None

    def release(self, grant: Sealed, lease: float, renew_at: float | None) -> None:
        """Let others try; from `renew_at` on, if nothing is refused before."""
        self._update(sa.and_(_seen(grant), sessions.c.lease_until == lease), lease_until=0.0, renew_at=renew_at)

    def renew(self, grant: Sealed, tokens: Tokens) -> bool:
        """Replace the tokens, all in one statement; False if the row is gone or has been renewed by somebody else."""
        new = self.columns(tokens, grant.key)
        if tokens.refresh is None:  # the one we have stays good
            del new["refresh_token"]
        return self._update(_seen(grant), **new, version=grant.version + 1, lease_until=0.0)

    def end(self, grant: Sealed, lease: float) -> bool:
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
            "access_token": self._seal.close(tokens.access.encode(), key),
            "refresh_token": self._seal.close(tokens.refresh.encode(), key) if tokens.refresh else None,
            "renew_at": tokens.renew_at,
        }

    def _update(self, where: sa.ColumnElement[bool], **values: object) -> bool:
        with self._database.write() as connection:
            return connection.execute(sessions.update().where(where).values(values)).rowcount == 1

    def _opened(self, token: bytes | None, key: bytes) -> str | None:
        try:
            return self._seal.open(token, key).decode() if token else None
        except Unreadable:
            return None


def sealed(columns: Mapping[str, Any]) -> Sealed | None:
    """The tokens in a row of the table."""
    if columns["access_token"] is None:
        return None
    return Sealed(
        columns["id"],
        columns["access_token"],
        columns["refresh_token"],
        columns["renew_at"],
        columns.get("version", 0),
        bool(columns.get("free", True)),
    )


def _seen(grant: Sealed) -> sa.ColumnElement[bool]:
    return sa.and_(sessions.c.id == grant.key, sessions.c.version == grant.version)
