"""Lesson 5: does one renewal serve all threads, and does only a refusal sign the visitor out?"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType
from typing import Any

import pytest
import requests

from tests.servers import Server

PAGES = 8
PATH = "/v1/my/contact"
FAULTS = {
    "500": "answers 500",
    "reset": "closes the connection",
    "html": "sends a page instead of JSON",
    "list": "sends a list instead of an object",
    "429": "says that the key is over its rate limit",
    "401": "refuses the portal's own client secret (invalid_client), which is no fault of the visitor's",
}


class Spark:
    """The sandbox, and what a test wants of it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def tell(self, path: str, **body: object) -> Any:
        answer = requests.post(f"{self.url}/sandbox/{path}", json=body, timeout=5)
        return answer.json() if answer.content else None

    def renewals(self) -> int:
        seen = requests.get(f"{self.url}/sandbox/seen", timeout=5).json()
        return sum(call["path"] == "/v1/oauth2/grant" for call in seen)

    def mend(self) -> None:
        requests.delete(f"{self.url}/sandbox/switches", timeout=5)


@pytest.fixture
def spark(sandbox: Server) -> Spark:
    return Spark(sandbox.url)


@pytest.fixture
def renewal(load: Callable[[str], ModuleType]) -> ModuleType:
    return load("renewal")


@pytest.fixture
def visit(renewal: ModuleType, spark: Spark) -> Any:
    """Pat's tokens, of which the access token has just expired."""
    key = spark.tell("keys", login="pat@example.com")
    spark.tell("tokens/expire")
    return renewal.Visit(spark.url, key["access_token"], key["refresh_token"])


def pages_at_once(visit: Any) -> list[int | str]:
    """The status that each page got, or the name of the error that it died of."""
    together = threading.Barrier(PAGES)

    def page(_number: int) -> int | str:
        together.wait(5)
        try:
            return int(visit.get(PATH).status_code)
        except Exception as error:
            return type(error).__name__

    with ThreadPoolExecutor(PAGES) as threads:
        return list(threads.map(page, range(PAGES)))


def test_eight_pages_at_once_are_all_served(visit: Any, spark: Spark) -> None:
    spark.tell("switches", where="grant", what="slow", seconds=0.3, times=None)
    outcomes = pages_at_once(visit)
    assert outcomes == [200] * PAGES, (
        f"The access token expired, and {PAGES} pages noticed at the same moment. They ended with: "
        f"{', '.join(map(str, outcomes))}.\nA refresh token works once: the second page that sends it ends the whole "
        "grant.\nLet one thread renew while the others wait."
    )


def test_eight_pages_at_once_make_one_renewal(visit: Any, spark: Spark) -> None:
    spark.tell("switches", where="grant", what="slow", seconds=0.3, times=None)
    pages_at_once(visit)
    made = spark.renewals()
    assert made == 1, (
        f"One renewal is enough for all; {made} were made.\nA thread that has waited must look again before it renews: "
        "is the token that Spark refused still the one in self.access_token?"
    )


def test_renewals_that_do_not_come_at_once_are_all_made(visit: Any, spark: Spark) -> None:
    for times in (1, 2):
        visit.get(PATH)
        made = spark.renewals()
        assert made == times, f"After {times} expired tokens there should be {times} renewals; {made} were made."
        spark.tell("tokens/expire")


def test_a_renewal_without_an_answer_keeps_the_tokens(renewal: ModuleType, visit: Any, spark: Spark) -> None:
    before = visit.access_token, visit.refresh_token
    for what, words in FAULTS.items():
        spark.tell("switches", where="grant", what=what, times=None)
        problem = outcome(visit)
        spark.mend()
        advice = "Only the error invalid_grant in the answer ends the sign-in."
        assert problem is renewal.NotAnswering, (
            f"When Spark {words}, get() should raise NotAnswering; it ended with {name(problem)}.\n{advice}"
        )
        assert (visit.access_token, visit.refresh_token) == before, (
            f"When Spark {words}, the tokens must stay as they were.\n{advice}"
        )
    assert outcome(visit) is None, "When Spark answers again, the tokens that were kept should serve the next page."


def test_a_refused_refresh_token_signs_out(renewal: ModuleType, visit: Any, spark: Spark) -> None:
    spark.tell("tokens/revoke")
    problem = outcome(visit)
    assert problem is renewal.SignedOut, (
        f"Spark says invalid_grant: the visitor must sign in again, so get() should raise SignedOut; it ended with "
        f"{name(problem)}."
    )
    assert (visit.access_token, visit.refresh_token) == (None, None), "Tokens that are dead should be forgotten."


def test_a_grant_without_a_refresh_token_keeps_the_old_one(visit: Any, spark: Spark) -> None:
    before = visit.refresh_token
    spark.tell("switches", where="grant", what="bare")
    problem = outcome(visit)
    assert (problem, visit.refresh_token) == (None, before), (
        f"Spark may answer with an access token alone: then the refresh token one has stays good. It ended with "
        f"{name(problem)}."
    )


def outcome(visit: Any) -> type[Exception] | None:
    """What a page dies of."""
    try:
        visit.get(PATH)
    except Exception as error:
        return type(error)
    return None


def name(problem: type[Exception] | None) -> str:
    return problem.__name__ if problem else "no error"
