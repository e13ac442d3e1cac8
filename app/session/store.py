"""The sessions table: every statement on it, except those on the tokens of a row (see `app.session.tokens`).

A row is inserted when a sign-in starts, replaced by one with a new id when it succeeds, and deleted at sign-out.
Everything else updates a row that exists, so a late request cannot bring an ended session back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from app.db import Database, now, sessions, tallies
from app.session.crypto import Cipher, DecryptionError
from app.session.tokens import EncryptedTokens, TokenStore, encrypted_tokens
from app.spark.oauth_client import TokenPair

Data = dict[str, Any]
Role = Literal["consumer", "agent", "key"]

IDLE_SECONDS = 24 * 3600.0
"""A session ends after this time without a visit."""
ABSOLUTE_SECONDS = 30 * 24 * 3600.0
"""A session ends after this time, however it is used."""
PENDING_SECONDS = 1800.0
"""How long a visitor may take to sign in at Spark."""
TOUCH_SECONDS = 300.0
"""A mere read moves the idle limit at most this often."""
NEVER_EXPIRES = 4_102_444_800.0
"""The year 2100, for the shared row of a single-session key."""


class SessionEnded(Exception):
    """The signed-in session that a new sign-in should replace has ended meanwhile."""


@dataclass(frozen=True)
class SessionRow:
    """A row as it was read: decrypted data, and tokens that are still encrypted (None before sign-in).

    `role` says whose tokens they are: a consumer's, an agent's, or those of a single-session key. Times are seconds
    since 1970 by the database's clock. `stale` means that `seen_at` is some minutes old.
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
    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database, self._cipher = database, cipher
        self.tokens = TokenStore(database, cipher)

    def read(self, key: bytes) -> SessionRow | None:
        """The live row, by one SELECT. A row that cannot be decrypted is deleted."""
        found = self._database.one(LIVE_ROW, key=key)
        row = self._decrypt_row(found) if found else None
        if found and not row:
            self.delete(key)
        return row

    def by_owner(self, owner: str | bytes) -> list[SessionRow]:
        """The live sessions of one consumer, newest first. `owner` is their id, or the pseudonym in a row."""
        mine = sessions.c.owner.in_(self._cipher.pseudonyms(owner) if isinstance(owner, str) else [owner])
        found = self._database.all(_live_rows().where(mine).order_by(sessions.c.created_at.desc()))
        return [row for each in found if (row := self._decrypt_row(each))]

    def set_owner(self, row: SessionRow, owner: str) -> None:
        """Record whose session this is, by a pseudonym: the database alone names nobody."""
        pseudonym = self._cipher.pseudonyms(owner)[0]
        if row.owner != pseudonym:
            with self._database.write() as connection:
                connection.execute(sessions.update().where(sessions.c.id == row.key).values(owner=pseudonym))

    def count_by_kind(self) -> dict[str, int]:
        """How many rows there are: by role, `attempt` (a sign-in has started) and `expired`."""
        expired, role = sessions.c.expires_at <= now(), sa.func.coalesce(sessions.c.role, "attempt")
        kind = sa.case((expired, "expired"), else_=role)
        rows = self._database.all(sa.select(kind, sa.func.count()).group_by(kind))
        return {row[0]: row[1] for row in map(tuple, rows)}

    def insert_pending(self, key: bytes, data: Data) -> None:
        """Insert the short-lived row of a sign-in that starts. Expired rows are deleted on this occasion."""
        with self._database.write() as connection:
            _delete_expired(connection)
            connection.execute(sessions.insert().values(self._values(key, data, PENDING_SECONDS)))

    def sign_in(
        self, old: SessionRow | None, key: bytes, data: Data, tokens: TokenPair, role: Role = "consumer"
    ) -> SessionRow:
        """Replace the row by one with a new key and the tokens, in one transaction.

        Raises SessionEnded if `old` was signed in and is gone. A pending row may be gone: another tab of the same
        browser came back first.
        """
        self.delete_expired()  # with the password grant nobody inserts a pending row
        values = self._values(key, data, IDLE_SECONDS) | {"role": role, **self.tokens.columns(tokens, key)}
        with self._database.write() as connection:
            gone = old and not connection.execute(sessions.delete().where(sessions.c.id == old.key)).rowcount
            if old and gone and old.tokens:
                raise SessionEnded
            insert = sessions.insert().values(values).returning(sessions.c.created_at, sessions.c.seen_at)
            created, seen = connection.execute(insert).one()
        return SessionRow(key, data, encrypted_tokens(values), role, None, created, seen)

    def ensure_shared(self, key: bytes, data: Data, tokens: TokenPair) -> None:
        """Make sure that the shared row of a single-session key exists. One that exists keeps its refreshed tokens.

        A row that an earlier SECRET_KEY has encrypted is deleted when it is read, and starts again.
        """
        self.read(key)
        values = self._values(key, data, 0.0) | self.tokens.columns(tokens, key)
        self.delete_shared(but=key)
        with suppress(sa.exc.IntegrityError), self._database.write() as connection:  # another process was first
            known = connection.execute(sa.select(sessions.c.id).where(sessions.c.id == key)).first()
            if not known:
                connection.execute(sessions.insert().values(values | {"role": "key", "expires_at": NEVER_EXPIRES}))

    def delete_shared(self, but: bytes = b"") -> None:
        """Delete the rows of single-session keys that are no longer in use."""
        with self._database.write() as connection:
            connection.execute(sessions.delete().where(sessions.c.role == "key", sessions.c.id != but))

    def update(self, key: bytes, change: Callable[[Data], Data]) -> None:
        """Apply a request's changes to what the row holds now, under its lock. An ended session stays ended.

        Before sign-in each change is a step of the attempt, which then has its full time again.
        """
        mine = sessions.c.id == key
        until = sa.case((sessions.c.access_token.is_(None), now() + PENDING_SECONDS), else_=sessions.c.expires_at)
        with suppress(DecryptionError), self._database.write() as connection:  # the next visit deletes such a row
            encrypted = connection.execute(sa.select(sessions.c.data).where(mine).with_for_update()).scalar()
            if encrypted is not None:
                data = self._cipher.encrypt(_pack(change(self._decrypt_data(encrypted, key))), key)
                connection.execute(sessions.update().where(mine).values(data=data, expires_at=until))

    def consume(self, key: bytes, name: str) -> bool:
        """Remove a value from the row. True for exactly one of all requests that try at the same time."""
        removed: list[object] = []

        def remove(data: Data) -> Data:
            removed.append(data.pop(name, None))
            return data

        self.update(key, remove)
        return removed not in ([], [None])

    def touch(self, key: bytes) -> None:
        """Move the idle limit of a signed-in session, up to the absolute one."""
        limit, idle = sessions.c.created_at + ABSOLUTE_SECONDS, now() + IDLE_SECONDS
        seen = {"seen_at": now(), "expires_at": sa.case((limit < idle, limit), else_=idle)}
        with self._database.write() as connection:
            connection.execute(sessions.update().where(sessions.c.id == key).values(seen))

    def delete(self, key: bytes) -> str | None:
        """End a session. Returns its last access token, which the caller deletes at Spark."""
        mine = sessions.c.id == key
        with self._database.write() as connection:
            row = connection.execute(sa.select(sessions).where(mine).with_for_update()).first()
            connection.execute(sessions.delete().where(mine))
        tokens = encrypted_tokens(row._asdict()) if row else None
        return self.tokens.access_token(tokens) if tokens else None

    def delete_expired(self) -> int:
        """Delete expired sessions. Returns how many."""
        with self._database.write() as connection:
            return _delete_expired(connection)

    def _values(self, key: bytes, data: Mapping[str, Any], seconds: float) -> Data:
        encrypted = self._cipher.encrypt(_pack(data), key)
        return {"id": key, "data": encrypted, "created_at": now(), "seen_at": now(), "expires_at": now() + seconds}

    def _decrypt_row(self, row: sa.Row[Any]) -> SessionRow | None:
        try:
            data = self._decrypt_data(row.data, row.id)
        except DecryptionError:
            return None
        tokens = encrypted_tokens(row._asdict())
        return SessionRow(row.id, data, tokens, row.role, row.owner, row.created_at, row.seen_at, row.stale)

    def _decrypt_data(self, encrypted: bytes, key: bytes) -> Data:
        try:
            return msgspec.msgpack.decode(self._cipher.decrypt(encrypted, key), type=Data)
        except msgspec.DecodeError:
            raise DecryptionError from None


def _live_rows() -> sa.Select[Any]:
    """Rows that have not expired by the database's clock: a machine with a wrong clock ends nobody's session."""
    stale = (sessions.c.seen_at < now() - TOUCH_SECONDS).label("stale")
    return sa.select(sessions, stale).where(sessions.c.expires_at > now())


LIVE_ROW = _live_rows().where(sessions.c.id == sa.bindparam("key"))
"""Built once: every signed-in request runs it."""


def _delete_expired(connection: sa.Connection) -> int:
    """Delete expired sessions and expired rate limits, at each sign-in, so no cron job is needed."""
    at = sa.select(now()).scalar_subquery()  # read the clock once: else PostgreSQL cannot use the index
    connection.execute(tallies.delete().where(tallies.c.ends_at <= at))
    return connection.execute(sessions.delete().where(sessions.c.expires_at <= at)).rowcount


def _pack(data: Mapping[str, Any]) -> bytes:
    return msgspec.msgpack.encode(dict(data))
