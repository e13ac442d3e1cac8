"""The key is over its rate limit: calls are held back, reads are tried once more at most, writes never."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from flask import Flask, Response, request

from app.spark import backoff
from app.spark.backoff import Backoff
from app.spark.client import SparkApi
from app.spark.client import SparkClient as Client
from app.spark.errors import RateLimited, SparkError
from tests.auth.assertions import assert_sign_in_failed
from tests.conftest import Start
from tests.refresh.conftest import Row
from tests.refresh.spark import Spark
from tests.servers import Server, Visitor

LIMITS = pytest.mark.parametrize("limit", ["429", "1550"])


@LIMITS
def test_a_limit_that_is_over_in_a_moment_is_waited_for(limit: str, visitor: Visitor, spark: Spark) -> None:
    spark.misbehave("api", limit, path="/v1/listings", seconds=1)
    began = time.monotonic()
    assert visitor.get("/search").status_code == 200
    assert time.monotonic() - began >= 1
    assert len(spark.calls("/v1/listings")) == 2


def test_a_read_is_tried_once_more_at_most(visitor: Visitor, spark: Spark) -> None:
    spark.misbehave("api", "429", path="/v1/listings", seconds=1, times=None)
    answer = visitor.get("/search")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
    assert len(spark.calls("/v1/listings")) == 2


@LIMITS
def test_a_longer_limit_ends_on_a_calm_page_with_the_time(limit: str, visitor: Visitor, spark: Spark) -> None:
    spark.misbehave("api", limit, path="/v1/listings", seconds=60)
    answer = visitor.get("/search?sort=price")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert visitor.h1 == "It is busy right now"
    assert "Please try again in 60 seconds" in visitor.text("main")
    assert visitor.soup.select_one("main a[href='/search?sort=price']")


@LIMITS
def test_under_a_limit_no_further_call_of_the_process_is_made(
    limit: str, portal: Server, visitor: Visitor, spark: Spark
) -> None:
    stranger = Visitor(portal.url)
    stranger.sign_in("Sam", "marcuswebb")
    spark.misbehave("api", limit, path="/v1/listings", seconds=60)
    visitor.get("/search")
    spark.forget()
    for held_back in (visitor, stranger):
        answer = held_back.get("/search")
        assert (answer.status_code, 50 < int(answer.headers["Retry-After"]) <= 60) == (503, True)
    assert spark.calls() == []


def test_under_a_limit_no_tokens_are_renewed_ahead_of_time(visitor: Visitor, spark: Spark, row: Row) -> None:
    limited(visitor, spark)
    before = row.tokens
    row.set(renew_at=time.time() - 1)
    answer = visitor.get("/search")
    assert (answer.status_code, 50 < int(answer.headers["Retry-After"]) <= 60) == (503, True)
    assert spark.calls() == []
    assert (row.tokens.access_token, row.tokens.refresh_token) == (before.access_token, before.refresh_token)


def test_under_a_limit_no_code_is_exchanged(portal: Server, visitor: Visitor, spark: Spark) -> None:
    stranger = Visitor(portal.url)
    back = stranger.come_back("Sam", "marcuswebb")
    limited(visitor, spark)
    stranger.get(back)
    assert_sign_in_failed(stranger, 503, "flexmls is busy, and asks this site to wait.")
    assert spark.calls() == []


def test_under_a_limit_no_password_is_asked_about(start_portal: Start, sandbox: Server) -> None:
    """Spark would count it as a call too."""
    spark, portal = Spark(sandbox), start_portal(spark_password_grant="true")
    visitor, stranger = Visitor(portal.url), Visitor(portal.url)
    visitor.sign_in()
    stranger.get("/sign-in/password")
    limited(visitor, spark)
    answer = stranger.press("Sign in", name="pat@example.com", password="sandbox")
    assert (answer.status_code, 50 < int(answer.headers["Retry-After"]) <= 60) == (503, True)
    assert "flexmls is busy" in stranger.text("[role=alert]")
    assert spark.calls() == []


def test_a_code_that_meets_the_limit_holds_everybody_back(portal: Server, visitor: Visitor, spark: Spark) -> None:
    stranger = Visitor(portal.url)
    back = stranger.come_back("Sam", "marcuswebb")
    spark.misbehave("grant", "429", seconds=60)
    stranger.get(back)
    assert_sign_in_failed(stranger, 503, "flexmls is busy, and asks this site to wait.")
    spark.forget()
    answer = visitor.get("/search")
    assert (answer.status_code, 50 < int(answer.headers["Retry-After"]) <= 60) == (503, True)
    assert spark.calls() == []


def test_a_renewal_that_meets_the_limit_holds_everybody_back(portal: Server, visitor: Visitor, spark: Spark) -> None:
    stranger = Visitor(portal.url)
    stranger.sign_in("Sam", "marcuswebb")
    spark.expire()
    spark.misbehave("grant", "429", seconds=60)
    assert visitor.get("/search").status_code == 503
    spark.forget()
    answer = stranger.get("/search")
    assert (answer.status_code, 50 < int(answer.headers["Retry-After"]) <= 60) == (503, True)
    assert spark.calls() == []


def limited(visitor: Visitor, spark: Spark) -> None:
    """Spark asks to wait for a minute; what it has seen until then is forgotten."""
    spark.misbehave("api", "429", path="/v1/listings", seconds=60)
    assert visitor.get("/search").status_code == 503
    spark.behave()
    spark.forget()


def test_after_the_limit_calls_are_made_again(visitor: Visitor, spark: Spark, monkeypatch: pytest.MonkeyPatch) -> None:
    spark.misbehave("api", "429", path="/v1/listings", seconds=60)
    assert visitor.get("/search").status_code == 503
    monkeypatch.setattr(backoff, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + 60))
    assert visitor.get("/search").status_code == 200


@dataclass
class Told:
    """A Spark that answers as told (None: it closes the connection), and counts the calls."""

    status: int | None = 200
    headers: dict[str, str] = field(default_factory=dict)
    calls: int = 0


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def client(told: Told) -> Iterator[Client]:
    app = Flask("told")

    @app.post("/v1/notes")
    def answer() -> Response:
        told.calls += 1
        if told.status is None:
            request.environ["werkzeug.socket"].shutdown(2)
        status = 201 if "new" in request.headers["Authorization"] else told.status
        return Response(
            '{"D": {"Success": true, "Results": []}}', status, told.headers, content_type="application/json"
        )

    with Server().serving(app) as server:
        yield Client(SparkApi(server.url), "old", lambda _refused: "new")


@pytest.mark.parametrize("status", [429, 500, 503, 302, 400, 403, None])
@pytest.mark.parametrize("retry_after", ["0", "60"])
def test_a_write_is_never_sent_again_to_be_sure(
    status: int | None, retry_after: str, client: Client, told: Told
) -> None:
    told.status, told.headers = status, {"Retry-After": retry_after}
    with pytest.raises(SparkError):
        client.post("notes", {"Text": "hello"})
    assert told.calls == 1


def test_a_write_refused_for_its_token_was_not_carried_out_and_goes_with_the_next(client: Client, told: Told) -> None:
    told.status = 401
    client.post("notes", {"Text": "hello"})
    assert told.calls == 2


def test_a_write_held_back_is_not_sent(client: Client, told: Told) -> None:
    told.status, told.headers = 429, {"Retry-After": "60"}
    for _ in range(2):
        with pytest.raises(RateLimited):
            client.post("notes", {"Text": "hello"})
    assert told.calls == 1


class Clock:
    """Time that passes when told."""

    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(backoff, "time", clock)
    return clock


def test_the_first_failure_costs_nothing_and_each_further_one_doubles_the_pause(clock: Clock) -> None:
    held, pauses = Backoff(), []
    for _ in range(9):
        held.record_failure()
        pauses.append(held.remaining)
        clock.now += held.remaining
    assert pauses == [0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_a_pause_passes(clock: Clock) -> None:
    held = Backoff()
    held.pause(5)
    clock.now += 3
    assert held.remaining == 2
    clock.now += 3
    assert held.remaining == 0


def test_a_shorter_pause_does_not_cut_a_longer_one(clock: Clock) -> None:
    held = Backoff()
    held.pause(5)
    held.pause(2)
    assert held.remaining == 5


def test_a_success_begins_the_count_anew(clock: Clock) -> None:
    held = Backoff()
    held.record_failure()
    held.record_success()
    held.record_failure()
    assert held.remaining == 0
    held.record_failure()
    assert held.remaining == 1


def test_failures_without_end_do_not_overflow(clock: Clock) -> None:
    held = Backoff()
    for _ in range(5000):
        clock.now += held.remaining
        held.record_failure()
    assert held.remaining == 30
