"""What is wrong with the key or the account: a sentence of its own for the visitor, one line for the operator."""

from __future__ import annotations

import io

import pytest

from tests.refresh.conftest import Row
from tests.refresh.spark import Spark
from tests.servers import Server, Visitor

SENTENCES = {
    "1010": ("This site cannot reach flexmls", "Its key is switched off."),
    "1015": ("flexmls does not let this account in", "the account is switched off at flexmls."),
    "1019": ("This site cannot reach flexmls", "flexmls accepts its key from another place only."),
    "1500": ("This is not part of this site", "flexmls does not give this to the site’s key."),
    "1505": ("Your MLS does not offer this", "It is switched off there for everybody."),
}


@pytest.mark.parametrize("code", SENTENCES)
def test_each_refusal_has_its_sentence_and_is_logged_once(
    code: str, visitor: Visitor, spark: Spark, row: Row, log: io.StringIO
) -> None:
    spark.misbehave("api", code, path="/v1/listings", times=None)
    title, sentence = SENTENCES[code]
    for path in ("/search", "/search?sort=price", "/search?page=2"):
        assert visitor.get(path).status_code == 403
        assert visitor.h1 == title
        assert sentence in visitor.text("main")
    assert told(log, f"code {code}") == 1
    assert (spark.refreshes, row.gone) == (0, False)


def test_the_sentences_differ() -> None:
    assert len({sentence for _, sentence in SENTENCES.values()}) == len(SENTENCES)


def test_a_key_that_is_off_is_logged_once_for_all_visitors(
    portal: Server, visitor: Visitor, spark: Spark, log: io.StringIO
) -> None:
    stranger = Visitor(portal.url)
    stranger.sign_in("Sam", "marcuswebb")
    spark.misbehave("api", "1010", times=None)
    for path in ("/search", "/home", "/homes/20000000000000000000000000"):
        assert visitor.get(path).status_code == 403
        assert stranger.get(path).status_code == 403
    assert told(log, "code 1010") == 1


def test_each_account_that_is_off_is_logged(portal: Server, log: io.StringIO) -> None:
    for _ in range(2):
        gus = Visitor(portal.url)
        gus.sign_in("Gus")
        gus.get("/search")
    assert told(log, "code 1015") == 2


def test_a_service_that_is_off_leaves_the_rest_of_a_page(visitor: Visitor, spark: Spark) -> None:
    spark.misbehave("api", "1500", path="/v1/listings", times=None)
    assert visitor.get("/home").status_code == 200
    assert "Pat" in visitor.h1


def test_a_wrong_client_secret_signs_nobody_out(visitor: Visitor, spark: Spark, row: Row, log: io.StringIO) -> None:
    before = row.tokens
    spark.misbehave("grant", "401", times=3)
    spark.expire()
    for _ in range(3):
        assert visitor.get("/search").status_code == 403
        assert visitor.h1 == "This site cannot reach flexmls"
        assert "It is not set up correctly at flexmls." in visitor.text("main")
    assert (row.tokens.access_token, row.tokens.refresh_token) == (before.access_token, before.refresh_token)
    assert told(log, "invalid_client") == 1
    assert visitor.get("/search").status_code == 200


def told(log: io.StringIO, what: str) -> int:
    """How many lines about it there are for the operator."""
    return sum(what in line and " ERROR " in line for line in log.getvalue().splitlines())
