"""A portal in several processes renews the tokens of a session once, whatever happens to one of them.

The portal in the test's own process is on the same database: it is where sign-in leads, and one process more.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.refresh.conftest import sign_in_again
from tests.refresh.processes import Process, ask_at_once, processes
from tests.refresh.spark import Spark
from tests.servers import Server, Visitor

PAGE = "/search?sort=price&page=2"


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


def test_sixty_requests_over_three_processes_renew_once(portal: Server, visitor: Visitor, spark: Spark) -> None:
    with processes(portal, "", "", "") as three:
        renews_once_for_sixty([process.url for process in three], visitor, spark)


def test_processes_whose_clocks_disagree_by_hours_renew_once(portal: Server, visitor: Visitor, spark: Spark) -> None:
    with processes(portal, "--clock 3600", "--clock -3600") as two:
        renews_once_for_sixty([portal.url, *(process.url for process in two)], visitor, spark)


def test_a_process_killed_before_spark_renewed_delays_the_others_by_the_lease(
    portal: Server, visitor: Visitor, spark: Spark
) -> None:
    with processes(portal, "--lease 1.5") as (doomed,):
        spark.misbehave("grant", "hang")
        kill_while_renewing(doomed, visitor, spark)
        began = time.monotonic()
        pages = ask_at_once([portal.url + PAGE] * 20, visitor)
        assert [page.status_code for page in pages] == [200] * 20
        assert 0.3 < time.monotonic() - began < 10
        assert spark.refreshes == 2


def test_a_process_killed_after_spark_renewed_leads_to_a_clean_sign_in(
    portal: Server, visitor: Visitor, spark: Spark
) -> None:
    """Its refresh token is used up and nobody knows the new one: no portal could do better."""
    with processes(portal, "--lease 1.5") as (doomed,):
        spark.misbehave("grant", "slow", seconds=0.2)
        kill_while_renewing(doomed, visitor, spark)
        asked_to_sign_in(ask_at_once([portal.url + PAGE] * 20, visitor))
        assert spark.refreshes == 2
        visitor.get(PAGE)
        sign_in_again(visitor)
        assert (visitor.page.status_code, visitor.page.url) == (200, portal.url + PAGE)


def test_a_refused_renewal_asks_spark_once_and_leads_everybody_to_sign_in(
    portal: Server, visitor: Visitor, spark: Spark
) -> None:
    spark.misbehave("grant", "refuse", times=None)
    spark.expire()
    asked_to_sign_in(ask_at_once([portal.url + PAGE] * 40, visitor))
    assert spark.refreshes == 1


def renews_once_for_sixty(three: list[str], visitor: Visitor, spark: Spark) -> None:
    """Three times in a row, after a first page of each, so that a further one costs one call to Spark."""
    for url in three:
        assert visitor.get(url + PAGE).status_code == 200
    for _ in range(3):
        spark.expire()
        pages = ask_at_once([url + PAGE for url in three] * 20, visitor)
        assert [page.status_code for page in pages] == [200] * 60
        assert spark.refreshes == 1


def kill_while_renewing(doomed: Process, visitor: Visitor, spark: Spark) -> None:
    spark.expire()
    with ThreadPoolExecutor(1) as pool:
        lost = pool.submit(ask_at_once, [doomed.url + PAGE], visitor)
        spark.wait_for_a_refresh()
        doomed.kill()
        with pytest.raises(requests.ConnectionError):
            lost.result(10)


def asked_to_sign_in(pages: list[requests.Response]) -> None:
    """Every page leads to the landing, which knows where to go on; one of them is the one that learned why."""
    ways = {page.headers.get("Location", f"status {page.status_code}") for page in pages}
    wanted = "/?wanted=/search?sort%3Dprice%26page%3D2"
    assert ways <= {wanted, f"{wanted}&ended=1"}
    assert f"{wanted}&ended=1" in ways
