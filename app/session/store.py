"""The sessions table: every statement on it stands here.

A row is inserted when a sign-in starts, replaced by one with a new id when it succeeds, and deleted at sign-out.
Everything else only updates a row that exists, so nothing that was under way brings an ended session back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import msgspec
import sqlalchemy as sa

from app.database import Database, sessions

from .seal import Seal, Unreadable

Data = dict[str, Any]

IDLE = 24 * 3600.0
"""Seconds without a visit after which a session ends."""
ABSOLUTE = 30 * 24 * 3600.0
"""Seconds after which a session ends however it is used."""
ATTEMPT = 1800.0
"""Seconds that somebody has to sign in at Spark."""


class SessionEnded(Exception):
    """The signed-in session that a new sign-in was to replace has ended meanwhile."""


@dataclass(frozen=True)
class Tokens:
    """A grant in the clear; `expires_at` is in seconds since 1970."""

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    expires_at: float | None = None


@dataclass(frozen=True)
class Stored:
    """A row as it was read: its data in the clear, its tokens still sealed."""

    key: bytes
    data: Data
    access_token: bytes | None = field(repr=False)
    seen_at: float


class SessionStore:
    def __init__(self, database: Database, seal: Seal) -> None:
        self._database, self._seal = database, seal

    def read(self, key: bytes) -> Stored | None:
        """The live row: one SELECT. A row that cannot be read is dropped."""
        row = self._database.one(sa.select(sessions).where(sessions.c.id == key, sessions.c.expires_at > time.time()))
        if row is None:
            return None
        try:
            return Stored(key, self._opened(row.data, key), row.access_token, row.seen_at)
        except Unreadable:
            self.delete(key)
            return None

    def access_token(self, stored: Stored) -> str | None:
        """The access token in the clear; None before sign-in, or if it cannot be read."""
        try:
            return self._seal.open(stored.access_token, stored.key).decode() if stored.access_token else None
        except Unreadable:
            return None

    def begin(self, key: bytes, data: Data) -> None:
        """Insert the short-lived row of somebody who starts to sign in; expired rows go on this occasion."""
        now = time.time()
        with self._database.write() as connection:
            connection.execute(sessions.delete().where(sessions.c.expires_at <= now))
            connection.execute(sessions.insert().values(self._row(key, data, now, ATTEMPT)))

    def sign_in(self, old: Stored | None, key: bytes, data: Data, tokens: Tokens) -> Stored:
        """Replace the row by one with a new key and the tokens, in one transaction.

        Raises SessionEnded if `old` was signed in and is no more. The row of an attempt may be gone: another tab of
        the same browser came back first.
        """
        sealed = {
            "access_token": self._seal.close(tokens.access.encode(), key),
            "refresh_token": self._seal.close(tokens.refresh.encode(), key) if tokens.refresh else None,
            "token_expires_at": tokens.expires_at,
        }
        row = self._row(key, data, time.time(), IDLE) | sealed
        with self._database.write() as connection:
            gone = old and not connection.execute(sessions.delete().where(sessions.c.id == old.key)).rowcount
            if old and gone and old.access_token is not None:
                raise SessionEnded
            connection.execute(sessions.insert().values(row))
        return Stored(key, data, row["access_token"], row["seen_at"])

    def change(self, key: bytes, change: Callable[[Data], Data]) -> None:
        """Apply a request's changes to what the row holds by now, under its lock. An ended session stays ended.

        Before sign-in each change is a step of an attempt, which then has its whole time again.
        """
        mine = sessions.c.id == key
        until = sa.case((sessions.c.access_token.is_(None), time.time() + ATTEMPT), else_=sessions.c.expires_at)
        with suppress(Unreadable), self._database.write() as connection:  # the next visit drops such a row
            sealed = connection.execute(sa.select(sessions.c.data).where(mine).with_for_update()).scalar()
            if sealed is not None:
                data = self._seal.close(_pack(change(self._opened(sealed, key))), key)
                connection.execute(sessions.update().where(mine).values(data=data, expires_at=until))

    def take(self, key: bytes, name: str) -> bool:
        """Use up a value of the row: True for exactly one of all who try at the same time."""
        taken: list[object] = []

        def without(data: Data) -> Data:
            taken.append(data.pop(name, None))
            return data

        self.change(key, without)
        return taken not in ([], [None])

    def touch(self, key: bytes) -> None:
        """Move the idle limit of a signed-in session, up to the absolute one."""
        now = time.time()
        limit = sessions.c.created_at + ABSOLUTE
        until = sa.case((limit < now + IDLE, limit), else_=now + IDLE)
        with self._database.write() as connection:
            connection.execute(sessions.update().where(sessions.c.id == key).values(seen_at=now, expires_at=until))

    def delete(self, key: bytes) -> None:
        with self._database.write() as connection:
            connection.execute(sessions.delete().where(sessions.c.id == key))

    def delete_expired(self) -> None:
        with self._database.write() as connection:
            connection.execute(sessions.delete().where(sessions.c.expires_at <= time.time()))

    def _row(self, key: bytes, data: Mapping[str, Any], now: float, life: float) -> Data:
        sealed = self._seal.close(_pack(data), key)
        return {"id": key, "data": sealed, "created_at": now, "seen_at": now, "expires_at": now + life}

    def _opened(self, sealed: bytes, key: bytes) -> Data:
        try:
            return msgspec.msgpack.decode(self._seal.open(sealed, key), type=Data)
        except msgspec.DecodeError:
            raise Unreadable from None


def _pack(data: Mapping[str, Any]) -> bytes:
    return msgspec.msgpack.encode(dict(data))
