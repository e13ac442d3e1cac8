"""Random lives of sessions against a simple model: requests that hold what they read long ago, crashes, renewals that
overlap, sign-out and expiry at any moment. Tokens never go backwards, an ended session never returns, no page's write
is lost, and nobody is signed out whose refresh token is still good.
"""

from __future__ import annotations

import time
from functools import partial
from itertools import product
from typing import get_args

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, rule, run_state_machine_as_test

from app.auth import refresh
from app.db import Database
from app.session import SessionEnded, SessionRow, SqlSession
from tests.refresh.fake_provider import Reuse, Way
from tests.refresh.state_machine import SessionMachine

MEANWHILE = ["nothing", "a write", "sign-out", "expiry", "another waits", "another takes over", "another is late"]
WAYS: tuple[Way, ...] = get_args(Way)
REUSE: tuple[Reuse, ...] = get_args(Reuse)
HAPPENS = st.sampled_from(
    [
        "a process is killed",
        "the lease is over",
        "tokens are half as old as they get",
        "tokens are too old",
        "Spark ends the grant",
        "sign-out",
        "expiry",
    ]
)


class Lives(SessionMachine):
    requests: Bundle[SessionRow] = Bundle("requests")

    @initialize(target=requests, reuse=st.sampled_from(REUSE))
    def first_sign_in(self, reuse: Reuse) -> SessionRow:
        self.provider.reuse = reuse
        return self.signed_in(None)

    @rule(target=requests, request=requests)
    def another_request(self, request: SessionRow) -> SessionRow:
        return self.now(request)

    @rule(target=requests, request=requests)
    def sign_in_again(self, request: SessionRow) -> SessionRow:
        """In the same browser, perhaps on a page from long before; if that does not work, in another."""
        if request.key not in self.live:
            with pytest.raises(SessionEnded):
                self.signed_in(request)
            return self.signed_in(None)
        new = self.signed_in(request)
        self.forget(request)
        return new

    @rule(request=requests, name=st.sampled_from("ab"), value=st.integers(0, 9))
    def a_page_keeps_something(self, request: SessionRow, name: str, value: int) -> None:
        self.store.touch(request.key)
        page = SqlSession("a browser", request)
        if page.get(name) != value:
            page[name] = value
            self.store.update(request.key, page.changes)
            self.data(request)[name] = value

    @rule(request=requests, name=st.sampled_from("ab"))
    def a_page_uses_something_up(self, request: SessionRow, name: str) -> None:
        assert self.store.consume(request.key, name) == (self.data(request).pop(name, None) is not None)

    @rule(request=requests, what=HAPPENS)
    def something_happens(self, request: SessionRow, what: str) -> None:
        if what == "a process is killed" and request.tokens:
            self.store.tokens.lease(request.tokens)
        elif what == "the lease is over":
            self.set(request, lease_until=0)
        elif what == "tokens are half as old as they get":
            self.set(request, renew_at=time.time() - 1)
        elif what == "Spark ends the grant" and request.key in self.live:
            self.provider.end(self.live[request.key].tokens[-1])
        else:
            self.meanwhile(what, request)

    @rule(request=requests, way=st.sampled_from(WAYS))
    def a_page_asks_spark(self, request: SessionRow, way: Way) -> None:
        """With the token it has, or else with a new one."""
        self.ask(request, way, nothing, nothing)

    @rule(
        request=requests,
        way=st.sampled_from(WAYS),
        before=st.sampled_from(MEANWHILE),
        after=st.sampled_from(MEANWHILE),
    )
    def while_tokens_are_renewed(self, request: SessionRow, way: Way, before: str, after: str) -> None:
        """Before or after Spark has carried it out, something else happens to the session."""
        request = self.now(request)
        self.provider.expire()
        self.set(request, lease_until=0)
        self.ask(request, way, partial(self.meanwhile, before, request), partial(self.meanwhile, after, request))

    def now(self, request: SessionRow) -> SessionRow:
        """A request that begins now."""
        return self.store.read(request.key) or request

    def meanwhile(self, what: str, request: SessionRow) -> None:
        if what == "a write":
            self.a_page_keeps_something(request, "c", len(self.ended))
        elif what == "sign-out":
            self.end(request)
        elif what == "expiry":
            self.expire(request)
        elif what == "tokens are too old":
            self.provider.expire()
        elif what == "another waits":
            self.set(request, renew_at=0)
            self.wait(request)
        elif what == "another takes over":
            self.set(request, lease_until=0)
            self.ask(self.now(request), "well", nothing, nothing)

        elif what == "another is late":
            self.come_too_late(request)

    def come_too_late(self, request: SessionRow) -> None:
        """Somebody whose lease is over, and now another's, gets an answer: an outage, or a refusal."""
        assert request.tokens
        self.store.tokens.release(request.tokens, 1.0, None)
        assert not self.store.tokens.delete(request.tokens, 1.0)
        self.wait(request)

    def wait(self, request: SessionRow) -> None:
        """Another request does not renew, as long as the first one has neither renewed nor been overtaken."""
        assert request.tokens
        other = self.now(request)
        overtaken = other.tokens and other.tokens.version != request.tokens.version
        act = nothing if overtaken else forbidden
        self.ask(other, "well", act, act)

    def expire(self, request: SessionRow) -> None:
        self.set(request, expires_at=time.time() - 1)
        assert self.store.read(request.key) is None
        self.store.delete_expired()
        self.forget(request)


def nothing() -> None: ...


def forbidden() -> None:
    raise AssertionError("a second request renews while the first one has the lease")


class Clock:
    """For those who wait for another's lease: their time passes by sleeping."""

    def __init__(self) -> None:
        self.passed, self.time = 0.0, time.time

    def monotonic(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.passed += 100 * seconds


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


@pytest.fixture(autouse=True)
def _lives_on(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refresh, "time", Clock())
    monkeypatch.setattr(Lives, "database", database, raising=False)


def test_sessions_and_tokens_are_as_a_simple_model_says(database: Database) -> None:
    examples = 60 if database.engine.dialect.name == "sqlite" else 15
    often = settings(max_examples=examples, stateful_step_count=30, deadline=None, derandomize=True, database=None)
    run_state_machine_as_test(Lives, settings=often)


@pytest.mark.parametrize("reuse", REUSE)
def test_whatever_happens_while_tokens_are_renewed(reuse: Reuse, database: Database) -> None:
    """Every pair of interruptions, and on SQLite every way in which Spark answers."""
    ways = WAYS if database.engine.dialect.name == "sqlite" else WAYS[:1]
    for way, before, after in product(ways, MEANWHILE, MEANWHILE):
        lives = Lives()
        request = lives.first_sign_in(reuse)
        lives.while_tokens_are_renewed(request, way, before, after)
        lives.live_sessions_are_as_the_model_says()
        lives.ended_sessions_stay_ended()
