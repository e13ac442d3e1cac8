"""Flask's `session` on the sessions table: Flask-Session's interface, made safe for requests that overlap.

The cookie carries a random id and nothing else. The table is keyed by the id's hash, so a copy of the table opens no
session. A request writes back only the keys it changed, and never a row that is gone.
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
from app.session.tokens import Tokens

log = logging.getLogger(__name__)


class SqlSession(ServerSideSession):  # type: ignore[misc]  # Flask-Session has no types
    """What pages keep for one browser. Keep values flat: a change inside a nested value is not seen.

    The tokens are not in here: `stored` has them sealed, and only sign-in and sign-out write them.
    """

    def __init__(self, sid: str, stored: SessionRow | None = None) -> None:
        super().__init__()
        self.new_cookie = stored is None
        self.load(sid, stored)

    def load(self, sid: str, stored: SessionRow | None) -> None:
        """Be the session of this row, with nothing changed yet."""
        self.sid, self.row = sid, stored
        self.original: Data = dict(stored.data) if stored else {}
        dict.clear(self)
        dict.update(self, self.original)
        self.modified = False

    def __bool__(self) -> bool:
        """Whether there is something to save: a row that became empty is kept, as other tabs may be writing to it."""
        return self.row is not None or bool(super().__bool__())

    @property
    def role(self) -> Role | None:
        """Whose tokens this session has; None if nobody is signed in."""
        self.accessed = True
        return self.row.role if self.row and self.row.tokens else None

    @property
    def signed_in(self) -> bool:
        return self.role is not None

    def changes(self, current: Data) -> Data:
        """What the row holds by now, with the keys that this request changed."""
        for key in self.original.keys() | self.keys():
            if key not in self.keys():
                current.pop(key, None)
            elif self.original.get(key) != dict.get(self, key):
                current[key] = dict.get(self, key)
        return current


class UnavailableSession(NullSession):
    """The database does not answer: nothing can be read or kept."""


class SqlSessionInterface(ServerSideSessionInterface):  # type: ignore[misc]  # Flask-Session has no types
    ttl = False  # rows do not vanish by themselves: `flask sessions` and each new sign-in delete expired ones

    def __init__(
        self, app: Flask, store: SessionStore, sessionless: tuple[str, ...], shared_key: bytes | None = None
    ) -> None:
        """Requests under the `sessionless` paths read no row and cannot start one. With a single-session key all
        visitors share the row `everyones`, whatever their cookies say."""
        super().__init__(app, permanent=False)
        self.store, self._sessionless, self._shared_key = store, sessionless, shared_key

    def open_session(self, app: Flask, request: Request) -> SqlSession | NullSession | None:
        if request.path.startswith(self._sessionless):
            return None
        sid = request.cookies.get(self.get_cookie_name(app), "")
        key = self._shared_key or (self._get_store_id(sid) if sid else None)
        try:
            stored = self.store.read(key) if key else None
        except SQLAlchemyError as error:
            log.error("the sessions table does not answer: %s", type(error).__name__)
            return UnavailableSession()
        return SqlSession(sid if stored else self._generate_sid(32), stored)

    def consume(self, session: SqlSession, name: str) -> bool:
        """Use up a value of the session at once: True for exactly one of the requests that try at the same time."""
        return session.row is not None and self.store.consume(session.row.key, name)

    def sign_in(self, session: SqlSession, data: Data, tokens: Tokens, role: Role = "consumer") -> None:
        """Begin a signed-in session at once, under a new id; of what was kept before, only `data` stays."""
        old, sid = session.row, self._generate_sid(32)
        stored = self.store.sign_in(old, self._get_store_id(sid), data, tokens, role)
        session.load(sid, stored)
        session.new_cookie = True

    def sign_out(self, session: SqlSession) -> str | None:
        """End the session at once; what other requests still have under way changes nothing any more.

        Gives its last access token, to be deleted at Spark.
        """
        last = self.store.delete(session.row.key) if session.row else None
        session.load(self._generate_sid(32), None)
        session.new_cookie = True
        return last

    def clear_cookie(self, response: Response) -> None:
        """Take the cookie from the browser, with the flags that a `__Host-` name demands."""
        name, secure = self.get_cookie_name(self.app), self.get_cookie_secure(self.app)
        response.delete_cookie(name, path="/", secure=secure, httponly=True, samesite="Lax")

    def save_session(self, app: Flask, session: SqlSession, response: Response) -> None:
        """What could not be kept is not tried again with the page that says so; a mere read is no reason for one."""
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
    stored = session.row
    return stored is not None and stored.stale and session.role not in {None, "key"}
