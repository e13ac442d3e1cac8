"""What the client makes of what Spark answers, over real HTTP against a server that answers as told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask, Response, request

from app.spark import accounts, backoff, listings, mls, transport
from app.spark.client import SparkApi, SparkClient, submit
from app.spark.errors import (
    AccountDisabled,
    BadRequest,
    Forbidden,
    KeyDisabled,
    NotFound,
    RateLimited,
    SignInRequired,
    SparkError,
    Unavailable,
)
from tests.servers import Server


@dataclass
class Told:
    """A server that gives the same answer to everything, and remembers the last request."""

    status: int = 200
    body: str = '{"D": {"Success": true, "Results": []}}'
    headers: dict[str, str] = field(default_factory=dict)
    seen: dict[str, str] = field(default_factory=dict)
    path: str = ""
    seconds: float = 0


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def spark(told: Told) -> Iterator[SparkClient]:
    app = Flask("told")

    @app.route("/<path:path>", methods=["GET", "DELETE"])
    def answer(path: str) -> Response:
        time.sleep(told.seconds)
        told.path, told.seen = request.full_path, dict(request.headers)
        return Response(told.body, told.status, told.headers, content_type="application/json")

    with Server().serving(app) as server:
        yield SparkClient(SparkApi(server.url, user_agent="our-portal"), "a-token")


def test_a_request_is_signed_in_sparks_way(spark: SparkClient, told: Told) -> None:
    spark.get("my/contact")
    assert told.seen["Authorization"] == "OAuth a-token"
    assert told.seen["X-Sparkapi-User-Agent"] == "our-portal"
    assert told.seen["Accept"] == "application/json"


def test_the_bearer_scheme_is_a_setting(spark: SparkClient, told: Told) -> None:
    bearer = SparkClient(SparkApi(spark._api.url, auth_scheme="Bearer"), "a-token")
    bearer.get("my/contact")
    assert told.seen["Authorization"] == "Bearer a-token"


def test_parameters_get_their_underscore(spark: SparkClient, told: Told) -> None:
    listings.search(spark, listings.ListingQuery(order="-ListPrice"), page=3)
    assert "_page=3" in told.path
    assert "_orderby=-ListPrice" in told.path
    assert "_pagination=1" in told.path
    assert "_expand=PrimaryPhoto" in told.path


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (401, 1020, SignInRequired),
        (401, 1000, SignInRequired),
        (403, 1015, AccountDisabled),
        (403, 1500, Forbidden),
        (404, 404, NotFound),
        (400, 1040, BadRequest),
        (409, 1055, BadRequest),
        (429, 1550, RateLimited),
        (503, 1550, RateLimited),
        (503, 1510, RateLimited),
        (503, 0, RateLimited),
        (401, 1010, KeyDisabled),
        (403, 1019, KeyDisabled),
        (500, 1026, Unavailable),
        (301, 0, Unavailable),
    ],
)
def test_the_status_decides_then_the_code(
    status: int, code: int, error: type[SparkError], spark: SparkClient, told: Told
) -> None:
    told.status, told.body = status, json.dumps({"D": {"Success": False, "Code": code, "Message": "no"}})
    told.headers = {"X-Request-Id": "req-1", "Retry-After": "7", "Location": "/elsewhere"}
    with pytest.raises(error) as raised:
        spark.get("listings")
    assert type(raised.value) is error
    assert (raised.value.status, raised.value.code, raised.value.request_id) == (status, code, "req-1")
    if isinstance(raised.value, RateLimited):
        assert raised.value.retry_after == 7


def test_what_spark_says_is_one_line_of_the_log_without_what_could_be_a_token(spark: SparkClient, told: Told) -> None:
    message = f"No such\r\n2026 INFO token 8zq2w4e6r8t0y2u4i6o8p0a2s of 'ListingUpdateTimestamp' {'long ' * 99}"
    told.status, told.body = 400, json.dumps({"D": {"Success": False, "Code": 1040, "Message": message}})
    told.headers = {"X-Request-Id": "8zq2w4e6-r8t0y2u4i6o8p0a2s"}
    with pytest.raises(SparkError) as raised:
        spark.get("listings")
    assert str(raised.value).startswith("No such 2026 INFO token […] of 'ListingUpdateTimestamp' long long")
    assert "8zq2w4e6-r8t0y2u4i6o8p0a2s" in str(raised.value)
    assert len(str(raised.value).splitlines()) == 1
    assert len(raised.value.args[0]) <= 200


def test_out_of_service_without_a_time_is_unavailable(spark: SparkClient, told: Told) -> None:
    told.status, told.body = 503, '{"D": {"Success": false, "Code": 1510}}'
    with pytest.raises(Unavailable):
        spark.get("listings")


@pytest.mark.parametrize("body", ["<html>", "[]", "{}", '{"D": {}}', '{"D": []}', "null", '"D"', ""])
def test_what_is_no_envelope_is_unavailable(body: str, spark: SparkClient, told: Told) -> None:
    told.body = body
    with pytest.raises(Unavailable):
        spark.get("listings")


def test_success_needs_no_success_key(spark: SparkClient, told: Told) -> None:
    told.body = '{"D": {"Results": [{"Id": "1"}]}}'
    assert listings.search(spark).listings[0].id == "1"


def test_a_failure_may_lack_code_and_message(spark: SparkClient, told: Told) -> None:
    told.status, told.body = 400, '{"D": {"Success": false}}'
    with pytest.raises(BadRequest, match="no message"):
        spark.get("listings")


def test_no_error_and_no_repr_holds_the_token(spark: SparkClient, told: Told) -> None:
    dead = SparkClient(SparkApi("http://127.0.0.1:9"), "a-token")
    for call in (lambda: dead.get("listings"), dead.revoke):
        with pytest.raises(Unavailable) as raised:
            call()
        assert "a-token" not in repr(raised.value)
        assert (raised.value.__cause__, raised.value.__suppress_context__) == (None, True)
    assert "a-token" not in repr(dead)


def test_a_slow_spark_is_unavailable_in_time(monkeypatch: pytest.MonkeyPatch, spark: SparkClient, told: Told) -> None:
    monkeypatch.setattr(transport, "TIMEOUT", (0.2, 0.1))
    told.seconds = 0.4
    with pytest.raises(Unavailable, match="Timeout"):
        spark.get("listings")


def test_while_spark_hangs_most_visitors_are_told_at_once(
    monkeypatch: pytest.MonkeyPatch, spark: SparkClient, told: Told
) -> None:
    monkeypatch.setattr(transport, "TIMEOUT", (0.2, 0.1))
    monkeypatch.setattr(backoff, "SLOW_FAILURE", 0.05)
    monkeypatch.setattr(backoff, "PROBE_INTERVAL", 0.3)
    told.seconds = 0.4
    for _ in range(3):
        with pytest.raises(Unavailable, match="no answer"):
            spark.get("listings")
    with pytest.raises(Unavailable, match="not asked"):
        spark.get("listings")
    told.seconds = 0
    time.sleep(0.3)
    assert spark.get("listings")


@pytest.mark.parametrize("status", [200, 404, 500])
def test_slow_failures_between_answers_are_no_outage(
    status: int, monkeypatch: pytest.MonkeyPatch, spark: SparkClient, told: Told
) -> None:
    """Any answer counts. In the life of a process some calls time out; they must not add up."""
    monkeypatch.setattr(transport, "TIMEOUT", (0.2, 0.1))
    monkeypatch.setattr(backoff, "SLOW_FAILURE", 0.05)
    told.status = status
    for _ in range(4):
        told.seconds = 0.2
        with pytest.raises(Unavailable, match="no answer"):
            spark.get("listings")
        told.seconds = 0
        assert was_answered(spark)


def test_the_first_answer_after_an_outage_lets_every_call_pass_again(
    monkeypatch: pytest.MonkeyPatch, spark: SparkClient, told: Told
) -> None:
    monkeypatch.setattr(transport, "TIMEOUT", (0.2, 0.1))
    monkeypatch.setattr(backoff, "SLOW_FAILURE", 0.05)
    monkeypatch.setattr(backoff, "PROBE_INTERVAL", 0.3)
    told.seconds = 0.2
    for _ in range(3):
        with pytest.raises(Unavailable, match="no answer"):
            spark.get("listings")
    told.seconds = 0
    time.sleep(0.3)
    assert [was_answered(spark) for _ in range(5)] == [True] * 5


def was_answered(spark: SparkClient) -> bool:
    """Whether the call reached Spark, whatever it said."""
    try:
        spark.get("listings")
    except SparkError as error:
        return error.status is not None
    return True


def test_revoking_deletes_the_token_by_its_path(spark: SparkClient, told: Told) -> None:
    told.body = '{"D": {"Success": true}}'
    spark.revoke()
    assert told.path == "/v1/oauth2/token/a-token?"


def test_a_withheld_listing_is_not_found(spark: SparkClient, told: Told) -> None:
    told.body = '{"D": {"Results": [{"Id": "1", "StandardFields": {"VOWEntireListingDisplayYN": false}}]}}'
    with pytest.raises(NotFound):
        listings.fetch(spark, "1", "Photos")
    assert listings.search(spark).listings == ()


def test_a_page_knows_its_place(spark: SparkClient, told: Told) -> None:
    told.body = (
        '{"D": {"Results": [], "Pagination": {"TotalRows": 78, "TotalPages": 4, "PageSize": 24, "CurrentPage": 2}}}'
    )
    page = listings.search(spark, page=2)
    assert (page.number, page.pages, page.total, page.first, page.last) == (2, 4, 78, 25, 48)


def test_people_read_with_whatever_keys_there_are(spark: SparkClient, told: Told) -> None:
    told.body = (
        '{"D": {"Results": [{"DisplayName": "BH FOO", "Id": "1", "GivenName": "bh", "PrimaryEmail": "a@example.com"}]}}'
    )
    assert accounts.fetch_contact(spark) == accounts.Contact("1", "BH FOO", "bh", "a@example.com")
    told.body = (
        '{"D": {"Results": [{"Id": "2", "Name": "Dana Lee", "Images": [{"Type": "Photo", "Uri": "javascript:x"}]}]}}'
    )
    assert accounts.fetch_agents(spark) == (accounts.Agent("2", "Dana Lee", None, None, None, None),)
    told.body = '{"D": {"Results": []}}'
    assert accounts.fetch_contact(spark).name is None
    assert accounts.fetch_portal_owner(spark) == ""


def test_system_info_may_be_almost_empty(spark: SparkClient, told: Told) -> None:
    told.body = (
        '{"D": {"Results": [{"Mls": "Prairie MLS", "Configuration": [{"MlsLogos": [], "IdxDisclaimerTextOnly": ""}]}]}}'
    )
    assert mls.fetch_system_info(spark) == mls.SystemInfo("Prairie MLS")
    told.body = '{"D": {"Results": []}}'
    assert mls.fetch_system_info(spark) == mls.SystemInfo()


def test_calls_of_a_page_run_at_the_same_time() -> None:
    meeting = threading.Barrier(4, timeout=5)
    assert all(call.result() >= 0 for call in [submit(meeting.wait) for _ in range(4)])
