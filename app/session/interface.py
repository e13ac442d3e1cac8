"""Flask's `session` on the sessions table: Flask-Session's interface, made safe for concurrent requests.

The cookie holds a random id and nothing else. The table is keyed by the SHA-256 of the id, so a stolen table opens no
session. A request writes back only the keys it changed, and never re-creates a row that is gone.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import Any

from flask import Flask, Request
from flask.sessions import NullSession
from flask_session.base import ServerSideSession, ServerSideSessionInterface
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response

from app.session.store import Data, Role, SessionRow, SessionStore
from app.spark.oauth_client import TokenPair

log = logging.getLogger(__name__)


class SqlSession(ServerSideSession):  # type: ignore[misc]  # Flask-Session has no types
    """What pages store for one browser. Keep values flat: a change inside a nested value goes unnoticed.

    The tokens are not in here. `row` holds them encrypted; only sign-in, refresh and sign-out write them.
    """

    def __init__(self, sid: str, row: SessionRow | None = None) -> None:
        super().__init__()
        self.new_cookie = row is None
        self.load(sid, row)

    def load(self, sid: str, row: SessionRow | None) -> None:
        """Become the session of this row, with nothing changed yet."""
        self.sid, self.row = sid, row
        self.original: Data = dict(row.data) if row else {}
        dict.clear(self)
        dict.update(self, self.original)
        self.modified = False

    def __bool__(self) -> bool:
        """True if there is something to save. A row that became empty stays: other tabs may write to it."""
        return self.row is not None or bool(super().__bool__())

    @property
    def role(self) -> Role | None:
        """Whose tokens this session holds. None if nobody is signed in."""
        self.accessed = True
        return self.row.role if self.row and self.row.tokens else None

    @property
    def signed_in(self) -> bool:
        return self.role is not None

    def changes(self, current: Data) -> Data:
        """Merge the keys that this request changed into what the row holds now."""
        for key in self.original.keys() | self.keys():
            if key not in self.keys():
                current.pop(key, None)
            elif self.original.get(key) != dict.get(self, key):
                current[key] = dict.get(self, key)
        return current


class UnavailableSession(NullSession):
    """The database does not answer, so nothing can be read or saved."""


class SqlSessionInterface(ServerSideSessionInterface):  # type: ignore[misc]  # Flask-Session has no types
    ttl = False  # each new sign-in and `flask sessions` delete expired rows

    def __init__(
        self, app: Flask, store: SessionStore, sessionless: tuple[str, ...], shared_key: bytes | None = None
    ) -> None:
        """Requests under the `sessionless` paths read no row and cannot start a session.

        If `shared_key` is set, all visitors share that row, whatever their cookies say.
        """
        super().__init__(app, permanent=False)
        self.store, self.shared_key, self._sessionless = store, shared_key, sessionless

    def open_session(self, app: Flask, request: Request) -> SqlSession | NullSession | None:
        if request.path.startswith(self._sessionless):
            return None
        sid = request.cookies.get(self.get_cookie_name(app), "")
        key = self.shared_key or (self._get_store_id(sid) if sid else None)
        try:
            row = self.store.read(key) if key else None
        except SQLAlchemyError as error:
            log.error("the sessions table does not answer: %s", type(error).__name__)
            return UnavailableSession()
        return SqlSession(sid if row else self._generate_sid(32), row)

    def consume(self, session: SqlSession, name: str) -> bool:
        """Remove a value at once. True for exactly one of all requests that try at the same time."""
        return session.row is not None and self.store.consume(session.row.key, name)

    def sign_in(self, session: SqlSession, data: Data, tokens: TokenPair, role: Role = "consumer") -> None:
        """Start a signed-in session at once, under a new id. Of the old session only `data` stays."""
        old, sid = session.row, self._generate_sid(32)
        session.load(sid, self.store.sign_in(old, self._get_store_id(sid), data, tokens, role))
        session.new_cookie = True

    def sign_out(self, session: SqlSession) -> str | None:
        """End the session at once: requests still running cannot bring it back.

        Returns its last access token, which the caller deletes at Spark.
        """
        last = self.store.delete(session.row.key) if session.row else None
        session.load(self._generate_sid(32), None)
        session.new_cookie = True
        return last

    def clear_cookie(self, response: Response) -> None:
        """Delete the cookie, with the flags that a `__Host-` name requires."""
        name, secure = self.get_cookie_name(self.app), self.get_cookie_secure(self.app)
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")

    def save_session(self, app: Flask, session: SqlSession, response: Response) -> None:
        """If saving fails, don't retry while rendering the error page. Ignore a failed `seen_at` update."""
        try:
            super().save_session(app, session, response)
        except SQLAlchemyError as error:
            log.error("the sessions table does not answer: %s", type(error).__name__)
            if not (session.modified or session.new_cookie):
                return
            session.load(session.sid, session.row)
            session.new_cookie = False
            raise

    def should_set_storage(self, app: Flask, session: SqlSession) -> bool:
        return bool(session.modified or session.new_cookie or _needs_touch(session))

    def should_set_cookie(self, app: Flask, session: SqlSession) -> bool:
        return session.new_cookie

    def _get_store_id(self, sid: str) -> bytes:
        return hashlib.sha256(sid.encode()).digest()

    def _upsert_session(self, _lifetime: timedelta, session: SqlSession, store_id: bytes) -> None:
        if session.row is None:
            self.store.insert_pending(store_id, dict(session))
        elif session.modified:
            self.store.update(session.row.key, session.changes)
        elif _needs_touch(session):
            self.store.touch(session.row.key)

    def _delete_session(self, store_id: bytes) -> None:
        self.store.delete(store_id)

    def _delete_expired_sessions(self) -> None:
        self.store.delete_expired()

    def _retrieve_session_data(self, store_id: bytes) -> Any:
        return self.store.read(store_id)


def _needs_touch(session: SqlSession) -> bool:
    row = session.row
    return row is not None and row.stale and session.role not in {None, "key"}
