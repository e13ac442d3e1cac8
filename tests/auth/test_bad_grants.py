"""Grants that go wrong, and those that are just enough."""

from __future__ import annotations

import pytest
import requests

from app.spark import transport
from tests.auth.assertions import assert_sign_in_failed
from tests.auth.conftest import Misbehave
from tests.conftest import Start
from tests.servers import Server, Visitor


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("refuse", 400, "The sign-in code was already used"),
        ("500", 502, "flexmls is not answering."),
        ("503", 502, "flexmls is not answering."),
        ("429", 503, "flexmls is busy"),
        ("html", 502, "flexmls is not answering."),
        ("list", 502, "flexmls is not answering."),
        ("empty", 502, "flexmls is not answering."),
        ("no_access_token", 502, "flexmls is not answering."),
        ("reset", 502, "flexmls is not answering."),
    ],
)
def test_a_grant_that_goes_wrong(what: str, status: int, words: str, visitor: Visitor, misbehave: Misbehave) -> None:
    back = visitor.come_back()
    misbehave("grant", what)
    visitor.get(back)
    assert_sign_in_failed(visitor, status, words)


def test_a_slow_grant(visitor: Visitor, misbehave: Misbehave, monkeypatch: pytest.MonkeyPatch) -> None:
    back = visitor.come_back()
    misbehave("grant", "slow", seconds=0.6)
    monkeypatch.setattr(transport, "TIMEOUT", (0.2, 0.2))
    visitor.get(back)
    assert_sign_in_failed(visitor, 504, "flexmls took too long to answer.")


def test_a_bare_grant_is_enough(visitor: Visitor, misbehave: Misbehave) -> None:
    back = visitor.come_back()
    misbehave("grant", "bare")
    visitor.get(back)
    assert visitor.path == "/home"


def test_spark_unreachable(start_portal: Start, sandbox: Server) -> None:
    visitor = Visitor(start_portal(spark_api_url="http://127.0.0.1:9").url)
    visitor.get(visitor.come_back())
    assert_sign_in_failed(visitor, 502, "flexmls is not answering.")


def test_a_wrong_client_secret(start_portal: Start) -> None:
    visitor = Visitor(start_portal(spark_client_secret="wrong").url)
    visitor.get(visitor.come_back())
    assert_sign_in_failed(visitor, 400, "This site is not set up correctly")


@pytest.mark.parametrize("what", ["429", "503"])
def test_over_the_rate_limit_all_sign_ins_wait(
    what: str, visitor: Visitor, portal: Server, misbehave: Misbehave, sandbox: Server
) -> None:
    other = Visitor(portal.url)
    backs = visitor.come_back(), other.come_back()
    misbehave("grant", what, seconds=20, times=None)
    for who, back in zip((visitor, other), backs, strict=True):
        who.get(back)
        assert_sign_in_failed(who, 503, "flexmls is busy")
    seen = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
    assert sum(call["path"] == "/v1/oauth2/grant" for call in seen) == 1
