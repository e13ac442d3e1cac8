"""How long calls wait after failures, and whose failures count."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask, Response

from app.spark.answer import retry_after
from app.spark.client import Api
from app.spark.errors import Busy, Misasked, Unavailable
from app.spark.grant import Grants
from app.spark.hold import Hold, Outage
from tests.live import Server


@dataclass
class Says:
    body: str = ""
    status: int = 200
    retry_after: str = ""


@pytest.fixture
def says() -> Says:
    return Says()


@pytest.fixture
def grants(says: Says) -> Iterator[Grants]:
    app = Flask("grants")

    @app.post("/v1/oauth2/grant")
    def answer() -> Response:
        headers = {"Retry-After": says.retry_after} if says.retry_after else {}
        return Response(says.body, says.status, headers, content_type="application/json")

    with Server().serving(app) as server:
        yield Grants(Api(server.url), "id", "secret")


def test_the_pause_doubles_after_each_further_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    hold, clock = Hold(), [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    pauses = []
    for _ in range(8):
        hold.failed()
        pauses.append(hold.left)
        clock[0] += hold.left
    assert pauses == [0, 1, 2, 4, 8, 16, 30, 30]


def test_many_calls_that_meet_one_outage_make_one_short_pause() -> None:
    hold = Hold()
    for _ in range(12):
        hold.failed()
    assert 0 < hold.left <= 1


def test_calls_that_waited_in_vain_spare_others_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    outage, clock = Outage(), [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    for _ in range(3):
        assert outage.allows()
        outage.unanswered(10)
    assert [outage.allows() for _ in range(3)] == [False, False, False]
    clock[0] = 2.5
    assert [outage.allows() for _ in range(3)] == [True, False, False]
    outage.answered()
    assert [outage.allows() for _ in range(3)] == [True, True, True]


def test_calls_that_fail_at_once_hold_nobody_back() -> None:
    outage = Outage()
    for _ in range(9):
        outage.unanswered(0.1)
    assert outage.allows()


@pytest.mark.parametrize("error", ["invalid_request", "invalid_scope"])
def test_what_spark_refuses_one_visitor_holds_back_nobody_else(error: str, says: Says, grants: Grants) -> None:
    says.body, says.status = json.dumps({"error": error}), 400
    for _ in range(3):
        with pytest.raises(Misasked):
            grants.password("somebody", "odd")
    says.body, says.status = '{"access_token": "abc"}', 200
    assert grants.refresh("def").access == "abc"


def test_an_outage_holds_everybody_back(says: Says, grants: Grants) -> None:
    says.body, says.status = '{"error": "server_error"}', 500
    for _ in range(2):
        with pytest.raises(Unavailable):
            grants.refresh("def")
    with pytest.raises(Unavailable, match="held back"):
        grants.password("somebody", "fine")


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("body", ['{"error": "temporarily_unavailable"}', "<p>Later"])
def test_a_grant_that_is_told_to_wait_waits(status: int, body: str, says: Says, grants: Grants) -> None:
    says.body, says.status, says.retry_after = body, status, "20"
    for _ in range(2):
        with pytest.raises(Busy) as caught:
            grants.refresh("def")
        assert 18 <= caught.value.retry_after <= 20


@pytest.mark.parametrize("lasts", ["-5", "0", '"-1"'])
def test_tokens_that_were_over_before_they_came_have_no_known_life(lasts: str, says: Says, grants: Grants) -> None:
    says.body = f'{{"access_token": "abc", "refresh_token": "def", "expires_in": {lasts}}}'
    assert grants.refresh("def").lasts is None


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("0", 0), ("7.5", 8), ("-3", 0), ("9999999", 3600), ("", 30), ("soon", 30), ("NaN", 30),
     ("Wed, 21 Oct 2015 07:28:00 GMT", 0), ("Fri, 31 Dec 2100 23:59:59 GMT", 3600)],
)  # fmt: skip
def test_retry_after_is_a_number_or_a_date(said: str, seconds: int) -> None:
    assert retry_after({"Retry-After": said}) == seconds
    assert retry_after({}) == 30
