"""How long calls wait after failures, and whose failures count."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from flask import Flask, Response

from app.spark import backoff
from app.spark.backoff import Backoff, CircuitBreaker
from app.spark.client import SparkApi, SparkClient
from app.spark.errors import BadRequest, RateLimited, Unavailable
from app.spark.oauth_client import OAuthClient
from app.spark.response import retry_after
from tests.servers import Server


@dataclass
class Says:
    body: str = ""
    status: int = 200
    retry_after: str = ""
    calls: int = 0


@pytest.fixture
def says() -> Says:
    return Says()


@pytest.fixture
def spark_api(says: Says) -> Iterator[SparkApi]:
    """A Spark that gives the same answer to every call and counts the calls."""
    app = Flask("spark")

    @app.route("/v1/<path:_path>", methods=["GET", "POST"])
    def answer(_path: str) -> Response:
        says.calls += 1
        headers = {"Retry-After": says.retry_after} if says.retry_after else {}
        return Response(says.body, says.status, headers, content_type="application/json")

    with Server().serving(app) as server:
        yield SparkApi(server.url)


@pytest.fixture
def grants(spark_api: SparkApi) -> OAuthClient:
    return OAuthClient(spark_api, "id", "secret")


def test_the_pause_doubles_after_each_further_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    held, clock = Backoff(), [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    pauses = []
    for _ in range(8):
        held.record_failure()
        pauses.append(held.remaining)
        clock[0] += held.remaining
    assert pauses == [0, 1, 2, 4, 8, 16, 30, 30]


def test_many_calls_that_meet_one_outage_make_one_short_pause() -> None:
    held = Backoff()
    for _ in range(12):
        held.record_failure()
    assert 0 < held.remaining <= 1


def test_calls_that_waited_in_vain_spare_others_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    outage, clock = CircuitBreaker(), [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    for _ in range(3):
        assert outage.allows_call()
        outage.record_failure(10)
    assert [outage.allows_call() for _ in range(3)] == [False, False, False]
    clock[0] = 2.5
    assert [outage.allows_call() for _ in range(3)] == [True, False, False]
    outage.record_success()
    assert [outage.allows_call() for _ in range(3)] == [True, True, True]


def test_calls_that_fail_at_once_hold_nobody_back() -> None:
    outage = CircuitBreaker()
    for _ in range(9):
        outage.record_failure(0.1)
    assert outage.allows_call()


@pytest.mark.parametrize("error", ["invalid_request", "invalid_scope"])
def test_what_spark_refuses_one_visitor_holds_back_nobody_else(error: str, says: Says, grants: OAuthClient) -> None:
    says.body, says.status = json.dumps({"error": error}), 400
    for _ in range(3):
        with pytest.raises(BadRequest):
            grants.password_grant("somebody", "odd")
    says.body, says.status = '{"access_token": "abc"}', 200
    assert grants.refresh_token("def").access_token == "abc"


def test_an_outage_holds_everybody_back(says: Says, grants: OAuthClient) -> None:
    says.body, says.status = '{"error": "server_error"}', 500
    for _ in range(2):
        with pytest.raises(Unavailable):
            grants.refresh_token("def")
    with pytest.raises(Unavailable, match="backing off"):
        grants.password_grant("somebody", "fine")


def fails(says: Says, grants: OAuthClient) -> None:
    """Spark is asked for a grant, and has a fault."""
    says.body, says.status, before = '{"error": "server_error"}', 500, says.calls
    with pytest.raises(Unavailable):
        grants.refresh_token("def")
    assert says.calls == before + 1


def works(says: Says, grants: OAuthClient) -> None:
    says.body, says.status = '{"access_token": "abc"}', 200
    assert grants.refresh_token("def").access_token == "abc"


def test_failed_grants_between_others_that_work_hold_nobody_back(says: Says, grants: OAuthClient) -> None:
    """In the life of a process some grants fail; they must not add up."""
    for _ in range(4):
        fails(says, grants)
        works(says, grants)


def test_a_grant_that_works_after_the_pause_ends_the_outage(
    says: Says, grants: OAuthClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(backoff, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    fails(says, grants)
    fails(says, grants)
    with pytest.raises(Unavailable, match="backing off"):
        grants.refresh_token("def")
    clock[0] += 2
    for _ in range(2):
        works(says, grants)
        fails(says, grants)


def test_a_grant_that_is_told_to_wait_holds_back_grants_and_calls_alike(says: Says, spark_api: SparkApi) -> None:
    grants = OAuthClient(spark_api, "id", "secret")
    says.body, says.status, says.retry_after = "<p>Later", 429, "20"
    with pytest.raises(RateLimited):
        grants.refresh_token("def")
    held_back: tuple[Callable[[], object], ...] = (
        lambda: grants.refresh_token("def"),
        lambda: grants.password_grant("somebody", "fine"),
        lambda: SparkClient(spark_api, "abc").get("listings"),
        lambda: SparkClient(spark_api, "abc").post("notes", {}),
    )
    for call in held_back:
        with pytest.raises(RateLimited, match="backing off") as caught:
            call()
        assert 18 <= caught.value.retry_after <= 20
    assert says.calls == 1


@pytest.mark.parametrize("call", ["refresh", "password"])
def test_no_grant_is_asked_for_while_calls_are_told_to_wait(call: str, says: Says, spark_api: SparkApi) -> None:
    says.body, says.status, says.retry_after = "{}", 429, "20"
    with pytest.raises(RateLimited):
        SparkClient(spark_api, "abc").get("listings")
    says.body, says.status = '{"access_token": "abc"}', 200
    grants = OAuthClient(spark_api, "id", "secret")
    with pytest.raises(RateLimited, match="backing off"):
        grants.refresh_token("def") if call == "refresh" else grants.password_grant("somebody", "fine")
    assert says.calls == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("body", ['{"error": "temporarily_unavailable"}', "<p>Later"])
def test_a_grant_that_is_told_to_wait_waits(status: int, body: str, says: Says, grants: OAuthClient) -> None:
    says.body, says.status, says.retry_after = body, status, "20"
    for _ in range(2):
        with pytest.raises(RateLimited) as caught:
            grants.refresh_token("def")
        assert 18 <= caught.value.retry_after <= 20


@pytest.mark.parametrize("lasts", ["-5", "0", '"-1"'])
def test_tokens_that_were_over_before_they_came_have_no_known_life(lasts: str, says: Says, grants: OAuthClient) -> None:
    says.body = f'{{"access_token": "abc", "refresh_token": "def", "expires_in": {lasts}}}'
    assert grants.refresh_token("def").renew_at is None


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("0", 0), ("7.5", 8), ("-3", 0), ("9999999", 3600), ("", 30), ("soon", 30), ("NaN", 30),
     ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("Fri, 31 Dec 2100 23:59:59 GMT", 3600)],
)  # fmt: skip
def test_retry_after_is_a_number_or_a_date(said: str, seconds: int) -> None:
    assert retry_after({"Retry-After": said}) == seconds
    assert retry_after({}) == 30
