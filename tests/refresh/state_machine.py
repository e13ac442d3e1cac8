"""A reference model of sessions and tokens in a few dicts, and a request's effects on both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from app.auth.refresh import TokenRefresher
from app.db import Database, sessions
from app.session import Cipher, SessionRow, SessionStore
from app.spark.errors import SignInRequired, Unavailable
from app.spark.oauth_client import TokenPair
from tests.conftest import SECRET
from tests.refresh.fake_provider import Crash, Provider, Way

Act = Callable[[], None]


@dataclass
class Session:
    """A live session: its data, and every version and refresh token that its row has held."""

    data: dict[str, Any]
    versions: list[int] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)


class SessionMachine(RuleBasedStateMachine):
    """A request is the session row that it read. It acts on the row at once, much later, or never."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.store, self.provider = SessionStore(self.database, Cipher([SECRET])), Provider()
        self.live: dict[bytes, Session] = {}
        self.ended: set[bytes] = set()
        with self.database.write() as connection:
            connection.execute(sessions.delete())

    @invariant()
    def live_sessions_are_as_the_model_says(self) -> None:
        for key, session in self.live.items():
            stored = self.store.read(key)
            assert stored, "the session is gone, but nobody ended it"
            assert stored.data == session.data
            self.note_tokens(key)

    @invariant()
    def ended_sessions_stay_ended(self) -> None:
        assert all(self.store.read(key) is None for key in self.ended)
        assert sum(self.store.count_by_kind().values()) == len(self.live)

    def signed_in(self, old: SessionRow | None) -> SessionRow:
        tokens, data = self.provider.sign_in(), {"portal": "danalee"}
        key = hashlib.sha256(tokens.access_token.encode()).digest()
        stored = self.store.sign_in(old, key, data, tokens)
        self.live[key] = Session(dict(data))
        self.note_tokens(key)
        return stored

    def data(self, request: SessionRow) -> dict[str, Any]:
        """The session's data in the model. Empty after the session has ended."""
        return self.live[request.key].data if request.key in self.live else {}

    def end(self, request: SessionRow) -> None:
        self.store.delete(request.key)
        self.forget(request)

    def forget(self, request: SessionRow) -> None:
        self.live.pop(request.key, None)
        self.ended.add(request.key)

    def ask(self, request: SessionRow, way: Way, before: Act, after: Act) -> None:
        """Act as a page does: sign out if Spark accepts no token, which must mean that no refresh token is left."""
        refresh = partial(self.provider.refresh, way=way, before=before, after=after)
        try:
            if not self.takes_a_token(request, refresh):
                assert self.may_end(request) or self.slept(request)
                self.end(request)
        except SignInRequired:
            assert self.may_end(request)
            self.end(request)
        except (Unavailable, Crash):
            pass
        self.note_tokens(request.key)

    def takes_a_token(self, request: SessionRow, refresh: Callable[[str], TokenPair]) -> bool:
        """Whether Spark accepts a token of this request, tried in the order of the API client."""
        assert request.tokens
        grant = TokenRefresher(self.store.tokens, request.tokens, refresh, self.provider.revoke)
        token = grant.access_token()
        return self.provider.takes(token) or self.provider.takes(grant.refresh(token))

    def may_end(self, request: SessionRow) -> bool:
        """Whether the session has ended, or the refresh token in its row no longer works."""
        return request.key in self.ended or self.provider.is_over(self.live[request.key].tokens[-1])

    def slept(self, request: SessionRow) -> bool:
        """The one exception: the request was so slow that its tokens and the next ones have both expired."""
        return bool(request.tokens and request.tokens.version < self.live[request.key].versions[-1])

    def note_tokens(self, key: bytes) -> None:
        """Record the row, which must never go back to older tokens."""
        if session := self.live.get(key):
            held = self.store.tokens.read(key)
            assert held
            session.versions.append(held.version)
            session.tokens.append(self.store.tokens.refresh_token(held) or "")
            assert session.versions == sorted(session.versions)
            assert session.tokens == sorted(session.tokens)
            assert session.tokens[-1] not in self.provider.answered

    def set(self, request: SessionRow, **values: object) -> None:
        with self.database.write() as connection:
            connection.execute(sessions.update().where(sessions.c.id == request.key).values(**values))
