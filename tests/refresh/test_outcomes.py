"""A token is refused, and Spark gives another, or does not: what the visitor sees, and what is kept."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.spark import transport
from tests.caches import forget_page_contexts
from tests.refresh.conftest import Row, sign_in_again
from tests.refresh.processes import ask_at_once
from tests.refresh.spark import Spark
from tests.servers import Server, Visitor

PAGE = "/search?sort=price&page=2"


def test_an_expired_token_is_renewed_and_nobody_notices(visitor: Visitor, spark: Spark, row: Row) -> None:
    before = row.tokens
    spark.expire()
    assert visitor.get(PAGE).status_code == 200
    assert (spark.refreshes, len(spark.calls("/v1/listings"))) == (1, 2)
    assert row.tokens.access_token != before.access_token
    assert row.tokens.refresh_token != before.refresh_token


@pytest.mark.parametrize("what", ["500", "503", "html", "list", "empty", "no_access_token", "reset"])
def test_an_outage_while_renewing_keeps_the_tokens(what: str, visitor: Visitor, spark: Spark, row: Row) -> None:
    before = row.tokens
    spark.misbehave("grant", what)
    spark.expire()
    assert visitor.get(PAGE).status_code == 502
    assert visitor.h1 == "Listings are not answering"
    assert visitor.soup.select_one(f"main a[href='{PAGE}']"), "the page offers to try again, with what was asked for"
    assert (row.tokens.access_token, row.tokens.refresh_token) == (before.access_token, before.refresh_token)
    assert visitor.get(PAGE).status_code == 200
    assert spark.refreshes == 2


def test_renewing_over_the_rate_limit_keeps_the_tokens(visitor: Visitor, spark: Spark, row: Row) -> None:
    before = row.tokens
    spark.misbehave("grant", "429", seconds=1)
    spark.expire()
    assert visitor.get(PAGE).status_code == 503
    assert (row.tokens.access_token, row.tokens.refresh_token) == (before.access_token, before.refresh_token)
    assert visitor.get(PAGE).status_code == 200


def test_a_rate_limit_on_renewing_is_kept_to_and_tells_its_time(visitor: Visitor, spark: Spark) -> None:
    spark.misbehave("grant", "429", seconds=60, times=None)
    spark.expire()
    pages = [visitor.get(PAGE) for _ in range(3)]
    assert spark.refreshes == 1
    assert [page.status_code for page in pages] == [503] * 3
    assert all(55 < int(page.headers["Retry-After"]) <= 60 for page in pages)


def test_after_a_second_failure_renewing_waits_a_while(visitor: Visitor, spark: Spark) -> None:
    spark.misbehave("grant", "500", times=None)
    spark.expire()
    assert [visitor.get(PAGE).status_code for _ in range(4)] == [502] * 4
    assert spark.refreshes == 2


def test_an_outage_does_not_multiply_by_those_who_wait(portal: Server, visitor: Visitor, spark: Spark) -> None:
    spark.misbehave("grant", "500", times=None)
    spark.expire()
    pages = ask_at_once([portal.url + PAGE] * 20, visitor)
    assert [page.status_code for page in pages] == [502] * 20
    assert spark.refreshes == 2


def test_a_renewal_answered_after_the_portal_gave_up_is_an_outage_and_then_a_sign_in(
    visitor: Visitor, spark: Spark, row: Row, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Spark has carried it out, so the refresh token is used up; nobody knows the new one."""
    before = row.tokens
    spark.misbehave("grant", "slow", seconds=1.4)
    spark.expire()
    with monkeypatch.context() as impatient:
        impatient.setattr(transport, "TIMEOUT", (1.0, 1.0))
        assert visitor.get(PAGE).status_code == 502
    assert visitor.h1 == "Listings are not answering"
    assert (row.tokens.access_token, row.tokens.refresh_token) == (before.access_token, before.refresh_token)
    time.sleep(0.8)
    visitor.get(PAGE)
    assert "flexmls has ended your sign-in" in visitor.text(".notice")
    sign_in_again(visitor)
    assert (visitor.page.status_code, visitor.page.url.endswith(PAGE)) == (200, True)


def test_a_401_that_a_renewal_heals_is_not_noticed(visitor: Visitor, spark: Spark) -> None:
    spark.misbehave("api", "401", path="/v1/listings")
    assert visitor.get(PAGE).status_code == 200
    assert (spark.refreshes, len(spark.calls("/v1/listings"))) == (1, 2)


@pytest.mark.parametrize("what", ["401", "refuse"])
def test_a_401_that_no_renewal_heals_leads_to_sign_in_after_one(
    what: str, visitor: Visitor, spark: Spark, row: Row
) -> None:
    spark.misbehave("api", what, path="/v1/listings", times=None)
    visitor.get(PAGE)
    assert "flexmls has ended your sign-in" in visitor.text(".notice")
    assert (spark.refreshes, len(spark.calls("/v1/listings")), row.gone) == (1, 2, True)


def test_a_page_of_many_calls_that_are_all_refused_renews_once(visitor: Visitor, spark: Spark) -> None:
    forget_page_contexts()
    spark.expire()
    assert visitor.get("/home").status_code == 200
    assert "Pat" in visitor.h1
    assert (spark.refreshes, len(spark.calls()) > 8) == (1, True)


def test_a_page_of_many_calls_that_no_renewal_heals_asks_for_one(visitor: Visitor, spark: Spark) -> None:
    forget_page_contexts()
    spark.misbehave("api", "401", times=None)
    visitor.get("/home")
    assert "flexmls has ended your sign-in" in visitor.text(".notice")
    assert spark.refreshes == 1


def test_signing_out_while_tokens_are_renewed_deletes_the_new_ones_too(
    portal: Server, visitor: Visitor, spark: Spark, row: Row
) -> None:
    spark.misbehave("grant", "slow", seconds=0.8)
    spark.expire()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(ask_at_once, [portal.url + PAGE], visitor)
        spark.wait_for_a_refresh()
        visitor.press("Sign out")
        assert row.gone
        assert slow.result(10)[0].status_code == 302
    assert (row.gone, spark.revoke()) == (True, 0)
