"""Tokens are renewed ahead of time, at half-life, and no page suffers if that fails."""

from __future__ import annotations

import json
import time

import pytest
from flask import Response, request

from tests.conftest import Start
from tests.refresh.conftest import Row, sign_in_again
from tests.refresh.spark import GRANT, Spark
from tests.servers import Server, Visitor

DAY = 86_400


def test_at_half_life_a_page_renews_the_tokens(visitor: Visitor, spark: Spark, row: Row) -> None:
    before = row.tokens
    assert before.renew_at == pytest.approx(time.time() + DAY / 2, abs=30)
    row.set(renew_at=time.time() - 1)
    assert visitor.get("/search").status_code == 200
    after = row.tokens
    assert spark.refreshes == 1
    assert (after.access_token != before.access_token, after.refresh_token != before.refresh_token) == (True, True)
    assert after.renew_at == pytest.approx(time.time() + DAY / 2, abs=30)
    assert visitor.get("/search").status_code == 200
    assert spark.refreshes == 1


def test_the_part_of_their_life_is_a_setting(start_portal: Start, row: Row) -> None:
    Visitor(start_portal(spark_refresh_at="0.25").url).sign_in()
    assert row.tokens.renew_at == pytest.approx(time.time() + DAY / 4, abs=30)


@pytest.mark.parametrize("what", ["500", "503", "429", "401", "html", "list", "empty", "no_access_token", "reset"])
def test_a_renewal_ahead_of_time_that_fails_is_put_off(what: str, visitor: Visitor, spark: Spark, row: Row) -> None:
    before = row.tokens
    row.set(renew_at=time.time() - 1)
    spark.misbehave("grant", what, times=None)
    assert [visitor.get("/search").status_code for _ in range(3)] == [200] * 3
    assert spark.refreshes == 1
    after = row.tokens
    assert (after.access_token, after.refresh_token) == (before.access_token, before.refresh_token)
    assert after.renew_at == pytest.approx(time.time() + 300, abs=30)


def test_a_renewal_that_was_put_off_still_comes_when_a_token_is_refused(
    visitor: Visitor, spark: Spark, row: Row
) -> None:
    row.set(renew_at=time.time() - 1)
    spark.misbehave("grant", "500")
    visitor.get("/search")
    spark.expire()
    assert visitor.get("/search").status_code == 200
    assert spark.refreshes == 1


def test_a_renewal_refused_ahead_of_time_ends_the_sign_in(visitor: Visitor, spark: Spark, row: Row) -> None:
    row.set(renew_at=time.time() - 1)
    spark.misbehave("grant", "refuse")
    visitor.get("/search?sort=price")
    assert "flexmls has ended your sign-in" in visitor.text(".notice")
    assert row.gone
    sign_in_again(visitor)
    assert visitor.page.url.endswith("/search?sort=price")


def test_a_missing_new_refresh_token_keeps_the_old_one(visitor: Visitor, spark: Spark, row: Row) -> None:
    before = row.tokens
    spark.misbehave("grant", "bare")
    spark.expire()
    assert visitor.get("/search").status_code == 200
    after = row.tokens
    assert (after.access_token != before.access_token, after.refresh_token) == (True, before.refresh_token)


def test_where_refresh_tokens_do_not_rotate_the_next_renewal_is_ahead_of_time_too(
    sandbox: Server, start_portal: Start, spark: Spark, row: Row
) -> None:
    sandbox.app.after_request(without_new_refresh_token)
    visitor = Visitor(start_portal().url)
    visitor.sign_in()
    before = row.tokens
    spark.expire()
    assert visitor.get("/search").status_code == 200
    after = row.tokens
    assert (after.access_token != before.access_token, after.refresh_token) == (True, before.refresh_token)
    assert after.renew_at == pytest.approx(time.time() + DAY / 2, abs=30)


def without_new_refresh_token(response: Response) -> Response:
    if request.path == GRANT and "refresh_token" in request.get_json():
        response.data = json.dumps({"access_token": response.get_json()["access_token"], "expires_in": DAY})
    return response
