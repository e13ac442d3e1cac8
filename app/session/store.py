"""Which sessions are over, by the database's clock: on a machine whose own is wrong nobody's session ends.

The sessions table: every statement on it stands here, but for those on the tokens of a row, in `grants`.

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

from app.database import Database, now, sessions, tallies
from app.session.crypto import Cipher, DecryptionError
from app.session.tokens import EncryptedTokens, Tokens, TokenStore, encrypted_tokens

TOUCH_SECONDS = 300.0
"""Seconds: a mere read moves the idle limit at most this often."""


def live_rows() -> sa.Select[Any]:
    """The rows whose time is not over, and whether a visit is to move their idle limit (`stale`)."""
    stale = (sessions.c.seen_at < now() - TOUCH_SECONDS).label("stale")
    return sa.select(sessions, stale).where(sessions.c.expires_at > now())


def delete_expired(connection: sa.Connection) -> int:
    """How many sessions; what the limits have counted goes with them.

    Whenever somebody signs in, so nothing has to run by itself for it.
    """
    at = sa.select(now()).scalar_subquery()  # read once: by a clock that runs, PostgreSQL looks at every row
    connection.execute(tallies.delete().where(tallies.c.ends_at <= at))
    return connection.execute(sessions.delete().where(sessions.c.expires_at <= at)).rowcount


Data = dict[str, Any]
Role = Literal["consumer", "agent", "key"]

IDLE_SECONDS = 24 * 3600.0
"""Seconds without a visit after which a session ends."""
ABSOLUTE_SECONDS = 30 * 24 * 3600.0
"""Seconds after which a session ends however it is used."""
PENDING_SECONDS = 1800.0
"""Seconds that somebody has to sign in at Spark."""
NEVER_EXPIRES = 4_102_444_800.0
"""The year 2100, for the one row of a single-session key."""


class SessionEnded(Exception):
    """The signed-in session that a new sign-in was to replace has ended meanwhile."""


@dataclass(frozen=True)
class SessionRow:
    """A row as it was read: its data in the clear, its tokens still sealed (None before sign-in).

    `role` says whose tokens they are: a consumer's, an agent's, or those of a single-session key. Times are in seconds
    since 1970, by the database's clock; `stale` is one that was last seen some minutes ago.
    """

    key: bytes
    data: Data
    tokens: EncryptedTokens | None
    role: Role | None
    owner: bytes | None
    created_at: float
    seen_at: float
    stale: bool = False


class SessionStore:
    def __init__(self, database: Database, seal: Cipher) -> None:
        self._database, self._cipher = database, seal
        self.tokens = TokenStore(database, seal)

    def read(self, key: bytes) -> SessionRow | None:
        """The live row: one SELECT. A row that cannot be read is dropped."""
        row = self._database.one(live_rows().where(sessions.c.id == key))
        stored = self._decrypt_row(row) if row else None
        if row and not stored:
            self.delete(key)
        return stored

    def by_owner(self, owner: str | bytes) -> list[SessionRow]:
        """The live sessions of one consumer, by their id or by the mark in one of their rows; the newest first."""
        mine = sessions.c.owner.in_(self._cipher.pseudonyms(owner) if isinstance(owner, str) else [owner])
        rows = self._database.all(live_rows().where(mine).order_by(sessions.c.created_at.desc()))
        return [stored for row in rows if (stored := self._decrypt_row(row))]

    def set_owner(self, stored: SessionRow, owner: str) -> None:
        """Note whose session this is, by a mark that says nothing to who has only the database."""
        mark = self._cipher.pseudonyms(owner)[0]
        if stored.owner != mark:
            with self._database.write() as connection:
                connection.execute(sessions.update().where(sessions.c.id == stored.key).values(owner=mark))

    def count_by_kind(self) -> dict[str, int]:
        """How many rows of each kind there are: by role, `attempt` (nobody signed in yet) and `expired`."""
        over, role = sessions.c.expires_at <= now(), sa.func.coalesce(sessions.c.role, "attempt")
        kind = sa.case((over, "expired"), else_=role)
        rows = self._database.all(sa.select(kind, sa.func.count()).group_by(kind))
        return {row[0]: row[1] for row in map(tuple, rows)}

    def insert_pending(self, key: bytes, data: Data) -> None:
        """Insert the short-lived row of somebody who starts to sign in; expired rows go on this occasion."""
        with self._database.write() as connection:
            delete_expired(connection)
            connection.execute(sessions.insert().values(self._values(key, data, PENDING_SECONDS)))

    def sign_in(
        self, old: SessionRow | None, key: bytes, data: Data, tokens: Tokens, role: Role = "consumer"
    ) -> SessionRow:
        """Replace the row by one with a new key and the tokens, in one transaction.

        Raises SessionEnded if `old` was signed in and is no more. The row of an attempt may be gone: another tab of
        the same browser came back first.
        """
        self.delete_expired()  # where all sign in by password, nobody begins an attempt
        row = self._values(key, data, IDLE_SECONDS) | {"role": role, **self.tokens.columns(tokens, key)}
        with self._database.write() as connection:
            gone = old and not connection.execute(sessions.delete().where(sessions.c.id == old.key)).rowcount
            if old and gone and old.tokens:
                raise SessionEnded
            new = sessions.insert().values(row).returning(sessions.c.created_at, sessions.c.seen_at)
            created, seen = connection.execute(new).one()
        return SessionRow(key, data, encrypted_tokens(row), role, None, created, seen)

    def ensure_shared(self, key: bytes, data: Data, tokens: Tokens) -> None:
        """See that the one row of a single-session key is there, with what it has become since it was first given.

        One that an earlier SECRET_KEY has sealed is dropped as it is read, and begins anew.
        """
        self.read(key)
        row = self._values(key, data, 0.0) | self.tokens.columns(tokens, key)
        self.delete_shared(but=key)
        with suppress(sa.exc.IntegrityError), self._database.write() as connection:  # another process was first
            known = connection.execute(sa.select(sessions.c.id).where(sessions.c.id == key)).first()
            if not known:
                connection.execute(sessions.insert().values(row | {"role": "key", "expires_at": NEVER_EXPIRES}))

    def delete_shared(self, but: bytes = b"") -> None:
        """Remove the rows of single-session keys that are not in use any more."""
        with self._database.write() as connection:
            connection.execute(sessions.delete().where(sessions.c.role == "key", sessions.c.id != but))

    def update(self, key: bytes, change: Callable[[Data], Data]) -> None:
        """Apply a request's changes to what the row holds by now, under its lock. An ended session stays ended.

        Before sign-in each change is a step of an attempt, which then has its whole time again.
        """
        mine = sessions.c.id == key
        until = sa.case((sessions.c.access_token.is_(None), now() + PENDING_SECONDS), else_=sessions.c.expires_at)
        with suppress(DecryptionError), self._database.write() as connection:  # the next visit drops such a row
            closed = connection.execute(sa.select(sessions.c.data).where(mine).with_for_update()).scalar()
            if closed is not None:
                data = self._cipher.encrypt(_pack(change(self._decrypt_data(closed, key))), key)
                connection.execute(sessions.update().where(mine).values(data=data, expires_at=until))

    def consume(self, key: bytes, name: str) -> bool:
        """Use up a value of the row: True for exactly one of all who try at the same time."""
        taken: list[object] = []

        def without(data: Data) -> Data:
            taken.append(data.pop(name, None))
            return data

        self.update(key, without)
        return taken not in ([], [None])

    def touch(self, key: bytes) -> None:
        """Move the idle limit of a signed-in session, up to the absolute one."""
        limit, idle = sessions.c.created_at + ABSOLUTE_SECONDS, now() + IDLE_SECONDS
        seen = {"seen_at": now(), "expires_at": sa.case((limit < idle, limit), else_=idle)}
        with self._database.write() as connection:
            connection.execute(sessions.update().where(sessions.c.id == key).values(seen))

    def delete(self, key: bytes) -> str | None:
        """End a session; its last access token, so that it can be deleted at Spark too."""
        mine = sessions.c.id == key
        with self._database.write() as connection:
            row = connection.execute(sa.select(sessions).where(mine).with_for_update()).first()
            connection.execute(sessions.delete().where(mine))
        grant = encrypted_tokens(row._asdict()) if row else None
        return self.tokens.access_token(grant) if grant else None

    def delete_expired(self) -> int:
        """Remove the sessions whose time is over; how many."""
        with self._database.write() as connection:
            return delete_expired(connection)

    def _values(self, key: bytes, data: Mapping[str, Any], life: float) -> Data:
        closed = self._cipher.encrypt(_pack(data), key)
        return {"id": key, "data": closed, "created_at": now(), "seen_at": now(), "expires_at": now() + life}

    def _decrypt_row(self, row: sa.Row[Any]) -> SessionRow | None:
        try:
            data = self._decrypt_data(row.data, row.id)
        except DecryptionError:
            return None
        return SessionRow(
            row.id, data, encrypted_tokens(row._asdict()), row.role, row.owner, row.created_at, row.seen_at, row.stale
        )

    def _decrypt_data(self, closed: bytes, key: bytes) -> Data:
        try:
            return msgspec.msgpack.decode(self._cipher.decrypt(closed, key), type=Data)
        except msgspec.DecodeError:
            raise DecryptionError from None


def _pack(data: Mapping[str, Any]) -> bytes:
    return msgspec.msgpack.encode(dict(data))
