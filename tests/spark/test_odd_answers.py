"""Answers that no client should get, and that must not break a page."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from app.spark import listings
from app.spark.client import SparkClient
from app.spark.errors import NotFound, Unavailable
from app.spark.fields import Fields
from tests.spark.test_client import Told, spark, told

__all__ = ["spark", "told"]


@pytest.mark.parametrize("value", ["1e1000000", Decimal("1e1000000"), "-1e999999999", "1e-999999", 10**400])
def test_a_number_out_of_this_world_is_absent(value: object) -> None:
    assert Fields({"n": value}).number("n") is None
    assert Fields({"n": value}).integer("n") is None


@pytest.mark.parametrize("value", ["0", "0.00", "-0.5", "999999999999999", "0.0001"])
def test_an_ordinary_number_is_kept(value: str) -> None:
    assert Fields({"n": value}).number("n") == Decimal(value)


@pytest.mark.parametrize("value", ["0001-01-01T00:00:00Z", "0001-01-01", "9999-12-31T23:59:59-06:00"])
def test_a_time_that_stands_for_none_is_absent(value: str) -> None:
    assert Fields({"t": value}).timestamp("t") is None
    assert Fields({"t": value, "u": "2011-11-18"}).timestamp("t", "u") == datetime(2011, 11, 18, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"D": {"Results": ' + "[" * 100_000 + "]" * 100_000 + "}}",
        '{"D": {"n": 1e99999999999999999999}}',
        '{"D": {"n": ' + "1" * 5000 + "}}",
    ],
)
def test_json_beyond_measure_is_unavailable(body: str, spark: SparkClient, told: Told) -> None:
    told.body = body
    with pytest.raises(Unavailable):
        spark.get("listings")


def test_json_that_only_some_pythons_can_walk_is_no_error_of_ours(spark: SparkClient, told: Told) -> None:
    told.body = '{"D": {"Results": ' + "[" * 900 + "]" * 900 + "}}"
    with suppress(Unavailable):
        spark.get("listings")


@pytest.mark.parametrize(
    "listing_id", [".", "..", "", "../my/contact", "1?x=2", "1/photos", "%2e%2e", "1\n", "é", "a" * 99]
)
def test_what_is_no_listing_id_is_not_asked_for(listing_id: str, spark: SparkClient, told: Told) -> None:
    with pytest.raises(NotFound):
        listings.fetch(spark, listing_id, "Photos")
    assert told.path == ""


def test_a_blank_parameter_is_not_sent(spark: SparkClient, told: Told) -> None:
    spark.get("listings", filter="", page=1)
    assert told.path == "/v1/listings?_page=1"


def test_a_token_of_any_characters_is_deleted_whole(spark: SparkClient, told: Told) -> None:
    told.body = '{"D": {"Success": true}}'
    SparkClient(spark._api, "a/b?c#d+e==").revoke()
    assert told.path == "/v1/oauth2/token/a/b?c#d+e==?"


def test_a_deletion_that_spark_refuses_is_an_error(spark: SparkClient, told: Told) -> None:
    told.status = 503
    with pytest.raises(Unavailable):
        spark.revoke()


def test_a_redirect_is_not_followed_with_the_token(spark: SparkClient, told: Told) -> None:
    told.status, told.headers = 302, {"Location": "/v1/elsewhere"}
    with pytest.raises(Unavailable):
        spark.get("listings")
    assert told.path.startswith("/v1/listings")


def test_what_is_withheld_is_gone_from_every_answer(spark: SparkClient, told: Told) -> None:
    told.body = '{"D": {"Results": [{"Id": "1", "StandardFields": {"City": "********", "ListPrice": "********"}}]}}'
    home = listings.fetch(spark, "1", "Photos")
    assert (home.address.city, home.price.listed) == (None, None)


def test_no_proxy_of_the_machine_sees_a_token(spark: SparkClient, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    spark.get("listings")
    assert told.seen["Authorization"] == "OAuth a-token"
