"""The sessions table: every statement on it stands here, but for those on the tokens of a row, in `grants`.

A row is inserted when a sign-in starts, replaced by one with a new id when it succeeds, and deleted at sign-out.
Everything else only updates a row that exists, so nothing that was under way brings an ended session back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from app.database import Database, now, sessions

from .expired import drop_expired, live
from .grants import GrantStore, Sealed, Tokens, sealed
from .seal import Seal, Unreadable

Data = dict[str, Any]
Role = Literal["consumer", "agent", "key"]

IDLE = 24 * 3600.0
"""Seconds without a visit after which a session ends."""
ABSOLUTE = 30 * 24 * 3600.0
"""Seconds after which a session ends however it is used."""
ATTEMPT = 1800.0
"""Seconds that somebody has to sign in at Spark."""
NEVER = 4_102_444_800.0
"""The year 2100, for the one row of a single-session key."""


class SessionEnded(Exception):
    """The signed-in session that a new sign-in was to replace has ended meanwhile."""


@dataclass(frozen=True)
class Stored:
    """A row as it was read: its data in the clear, its tokens still sealed (None before sign-in).

    `role` says whose tokens they are: a consumer's, an agent's, or those of a single-session key. Times are in seconds
    since 1970, by the database's clock; `stale` is one that was last seen some minutes ago.
    """

    key: bytes
    data: Data
    grant: Sealed | None
    role: Role | None
    owner: bytes | None
    created_at: float
    seen_at: float
    stale: bool = False


class SessionStore:
    def __init__(self, database: Database, seal: Seal) -> None:
        self._database, self._seal = database, seal
        self.grants = GrantStore(database, seal)

    def read(self, key: bytes) -> Stored | None:
        """The live row: one SELECT. A row that cannot be read is dropped."""
        row = self._database.one(live().where(sessions.c.id == key))
        stored = self._stored(row) if row else None
        if row and not stored:
            self.delete(key)
        return stored

    def of_owner(self, owner: str | bytes) -> list[Stored]:
        """The live sessions of one consumer, by their id or by the mark in one of their rows; the newest first."""
        mine = sessions.c.owner.in_(self._seal.marks(owner) if isinstance(owner, str) else [owner])
        rows = self._database.all(live().where(mine).order_by(sessions.c.created_at.desc()))
        return [stored for row in rows if (stored := self._stored(row))]

    def own(self, stored: Stored, owner: str) -> None:
        """Note whose session this is, by a mark that says nothing to who has only the database."""
        mark = self._seal.marks(owner)[0]
        if stored.owner != mark:
            with self._database.write() as connection:
                connection.execute(sessions.update().where(sessions.c.id == stored.key).values(owner=mark))

    def counts(self) -> dict[str, int]:
        """How many rows of each kind there are: by role, `attempt` (nobody signed in yet) and `expired`."""
        over, role = sessions.c.expires_at <= now(), sa.func.coalesce(sessions.c.role, "attempt")
        kind = sa.case((over, "expired"), else_=role)
        rows = self._database.all(sa.select(kind, sa.func.count()).group_by(kind))
        return {row[0]: row[1] for row in map(tuple, rows)}

    def begin(self, key: bytes, data: Data) -> None:
        """Insert the short-lived row of somebody who starts to sign in; expired rows go on this occasion."""
        with self._database.write() as connection:
            drop_expired(connection)
            connection.execute(sessions.insert().values(self._row(key, data, ATTEMPT)))

    def sign_in(self, old: Stored | None, key: bytes, data: Data, tokens: Tokens, role: Role = "consumer") -> Stored:
        """Replace the row by one with a new key and the tokens, in one transaction.

        Raises SessionEnded if `old` was signed in and is no more. The row of an attempt may be gone: another tab of
        the same browser came back first.
        """
        self.delete_expired()  # where all sign in by password, nobody begins an attempt
        row = self._row(key, data, IDLE) | {"role": role, **self.grants.columns(tokens, key)}
        with self._database.write() as connection:
            gone = old and not connection.execute(sessions.delete().where(sessions.c.id == old.key)).rowcount
            if old and gone and old.grant:
                raise SessionEnded
            new = sessions.insert().values(row).returning(sessions.c.created_at, sessions.c.seen_at)
            created, seen = connection.execute(new).one()
        return Stored(key, data, sealed(row), role, None, created, seen)

    def adopt(self, key: bytes, data: Data, tokens: Tokens) -> None:
        """See that the one row of a single-session key is there, with what it has become since it was first given.

        One that an earlier SECRET_KEY has sealed is dropped as it is read, and begins anew.
        """
        self.read(key)
        row = self._row(key, data, 0.0) | self.grants.columns(tokens, key)
        self.drop_keys(but=key)
        with suppress(sa.exc.IntegrityError), self._database.write() as connection:  # another process was first
            known = connection.execute(sa.select(sessions.c.id).where(sessions.c.id == key)).first()
            if not known:
                connection.execute(sessions.insert().values(row | {"role": "key", "expires_at": NEVER}))

    def drop_keys(self, but: bytes = b"") -> None:
        """Remove the rows of single-session keys that are not in use any more."""
        with self._database.write() as connection:
            connection.execute(sessions.delete().where(sessions.c.role == "key", sessions.c.id != but))

    def change(self, key: bytes, change: Callable[[Data], Data]) -> None:
        """Apply a request's changes to what the row holds by now, under its lock. An ended session stays ended.

        Before sign-in each change is a step of an attempt, which then has its whole time again.
        """
        mine = sessions.c.id == key
        until = sa.case((sessions.c.access_token.is_(None), now() + ATTEMPT), else_=sessions.c.expires_at)
        with suppress(Unreadable), self._database.write() as connection:  # the next visit drops such a row
            closed = connection.execute(sa.select(sessions.c.data).where(mine).with_for_update()).scalar()
            if closed is not None:
                data = self._seal.close(_pack(change(self._opened(closed, key))), key)
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
        limit, idle = sessions.c.created_at + ABSOLUTE, now() + IDLE
        seen = {"seen_at": now(), "expires_at": sa.case((limit < idle, limit), else_=idle)}
        with self._database.write() as connection:
            connection.execute(sessions.update().where(sessions.c.id == key).values(seen))

    def delete(self, key: bytes) -> str | None:
        """End a session; its last access token, so that it can be deleted at Spark too."""
        mine = sessions.c.id == key
        with self._database.write() as connection:
            row = connection.execute(sa.select(sessions).where(mine).with_for_update()).first()
            connection.execute(sessions.delete().where(mine))
        grant = sealed(row._asdict()) if row else None
        return self.grants.access_token(grant) if grant else None

    def delete_expired(self) -> int:
        """Remove the sessions whose time is over; how many."""
        with self._database.write() as connection:
            return drop_expired(connection)

    def _row(self, key: bytes, data: Mapping[str, Any], life: float) -> Data:
        closed = self._seal.close(_pack(data), key)
        return {"id": key, "data": closed, "created_at": now(), "seen_at": now(), "expires_at": now() + life}

    def _stored(self, row: sa.Row[Any]) -> Stored | None:
        try:
            data = self._opened(row.data, row.id)
        except Unreadable:
            return None
        return Stored(row.id, data, sealed(row._asdict()), row.role, row.owner, row.created_at, row.seen_at, row.stale)

    def _opened(self, closed: bytes, key: bytes) -> Data:
        try:
            return msgspec.msgpack.decode(self._seal.open(closed, key), type=Data)
        except msgspec.DecodeError:
            raise Unreadable from None


def _pack(data: Mapping[str, Any]) -> bytes:
    return msgspec.msgpack.encode(dict(data))
