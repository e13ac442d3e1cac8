"""Signed-in sessions in the portal's table, written as sign-in writes them."""

from __future__ import annotations

import hashlib

from app import migrate
from app.db import Database, sessions
from app.session import Cipher, SessionStore
from app.spark.oauth_client import TokenPair
from tests.conftest import SECRET


class Sessions:
    def __init__(self, url: str, access_token: str) -> None:
        self._database, self._tokens = Database(url), TokenPair(access_token)
        migrate.upgrade(self._database)
        self._store = SessionStore(self._database, Cipher((SECRET,)))

    def exactly(self, live: int) -> list[str]:
        """Replace all sessions with this many live ones, and return their cookies."""
        names = [f"visitor-{number}" for number in range(live)]
        with self._database.write() as connection:
            connection.execute(sessions.delete())
        for name in names:
            self._store.sign_in(None, hashlib.sha256(name.encode()).digest(), {}, self._tokens)
        return [f"__Host-session={name}" for name in names]
