"""Lesson 6: is there a page /market, and is it good in good times and in bad ones?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from bs4 import Tag
from flask import request
from werkzeug import Response

from app import create_app
from sandbox import create_sandbox
from sandbox.responses import results
from tests.conftest import settings
from tests.servers import Server, Visitor

DATES = ["11/1/2026", "10/1/2026", "9/1/2026"]
TOLD: dict[str, Any] = {
    "Dates": DATES,
    "ActiveListings": [1373, 1365, 1359],
    "SoldListings": [110, 124, 132],
    "ActiveMedianListPrice": [364450, 356361.0, "351724"],
    "SoldMedianSoldPrice": [353316, 355106, 358621],
}
READING = "app/spark/market.py"
VIEW = "app/views/market.py"
TEMPLATE = "templates/market/market.html"

Tell = Callable[..., None]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Server]:
    with Server().serving(create_sandbox()) as server:
        yield server


@pytest.fixture(scope="module")
def portal(sandbox: Server, migrated: Path) -> Iterator[Server]:
    """One for all tests, which only read."""
    server = Server()
    app = create_app(settings(server.url, sandbox.url, f"sqlite:///{migrated}"))
    with server.serving(app):
        yield server
    app.extensions["database"].engine.dispose()


@pytest.fixture(scope="module")
def pat(portal: Server) -> Visitor:
    visitor = Visitor(portal.url)
    visitor.sign_in()
    return visitor


@pytest.fixture
def tell(sandbox: Server) -> Iterator[Tell]:
    """Lets Spark's statistics be other ones, until the test is over."""
    said: list[tuple[dict[str, Any], ...]] = []

    def statistics() -> Response | None:
        return results(said[0]) if said and request.path.startswith("/v1/marketstatistics/") else None

    def tell(*answer: dict[str, Any]) -> None:
        said.append(answer)

    before = sandbox.app.before_request_funcs.setdefault(None, [])
    before.append(statistics)
    yield tell
    before.remove(statistics)


def market(visitor: Visitor) -> Visitor:
    """The visitor, in front of /market."""
    status = visitor.get("/market").status_code
    assert status != 404, (
        f"There is no page /market yet.\nWrite the view in {VIEW}, and name its blueprint in app/views/__init__.py."
    )
    assert status == 200, (
        f"/market answered {status}. Start `flask demo`, open /market there, and read what the terminal says."
    )
    return visitor


def row(visitor: Visitor, month: str) -> str:
    """The words of this month's row."""
    rows = [" ".join(found.get_text(" ").split()) for found in visitor.soup.select("main tr")]
    found = next((words for words in rows if month in words), None)
    assert found, f"{TEMPLATE}: the table should have a row for {month}; its rows are: {rows}."
    return found


def test_there_is_a_page_for_who_is_signed_in(pat: Visitor) -> None:
    headings = market(pat).soup.select("h1")
    assert len(headings) == 1, f"{TEMPLATE} should have one <h1>; it has {len(headings)}."
    assert pat.soup.select_one("main#main"), f'{TEMPLATE} should begin with {{% extends "base.html" %}}.'
    found = [tag for tag in pat.soup.select("main *") if needs_a_weaker_policy(tag)]
    assert not found, (
        f"{TEMPLATE}: no style or on... attributes and no <script> or <style>: the Content-Security-Policy blocks "
        f"them. Found: {str(found)[:200]}"
    )


def test_who_is_not_signed_in_is_asked_to(portal: Server) -> None:
    address = Visitor(portal.url).get("/market", allow_redirects=False).headers.get("Location")
    assert address == "/?wanted=/market", (
        f"Without a sign-in /market should lead to /?wanted=/market. That comes by itself, unless {VIEW} says @public "
        "(or is not there yet)."
    )


def test_it_says_what_spark_said(pat: Visitor, tell: Tell) -> None:
    tell(TOLD)
    words = row(market(pat), "Nov 2026")
    for number, name in (
        ("110", "SoldListings"),
        ("$364,450", "ActiveMedianListPrice"),
        ("$353,316", "SoldMedianSoldPrice"),
    ):
        assert number in words, f"The row of Nov 2026 should show {number} ({name}); it says: {words}."
    assert "1,373" in pat.text("main"), "The page should say how many homes are for sale now: 1,373 (ActiveListings)."
    words = row(pat, "Sep 2026")
    assert "$351,724" in words, (
        f'{READING}: Spark sometimes sends "351724" for 351724. parse_number in app/spark/fields.py reads both. The '
        f"row of Sep 2026 says: {words}."
    )


def test_the_newest_month_comes_first(pat: Visitor, tell: Tell) -> None:
    tell(TOLD)
    rows = [" ".join(found.get_text(" ").split()) for found in market(pat).soup.select("main tbody tr")]
    months = [words[:8] for words in rows]
    assert months == ["Nov 2026", "Oct 2026", "Sep 2026"], (
        f"{TEMPLATE}: the rows should begin with Nov 2026, Oct 2026, Sep 2026; they begin with {months}."
    )


def test_a_withheld_number_moves_no_other(pat: Visitor, tell: Tell) -> None:
    tell(TOLD | {"ActiveMedianListPrice": [364450, "********", 351724]})
    words = row(market(pat), "Oct 2026")
    assert "$351,724" not in words, (
        f"{READING}: Spark withheld October's price, and the page shows September's in its place. What is withheld is "
        "gone from the list before you read it: it is shorter than Dates, and nobody knows whose its numbers are."
    )
    assert "None" not in pat.text("main"), f"{TEMPLATE}: a number that is missing should be a dash, not None."
    assert "$355,106" in words, f"The other numbers of October are known; its row says: {words}."


def test_without_figures_the_page_says_so(pat: Visitor, tell: Tell) -> None:
    tell()
    tables = market(pat).soup.select("main table")
    assert not tables, f"{TEMPLATE}: when Spark has no figures there should be no empty table, but a sentence (.calm)."
    assert pat.soup.select_one("main .calm"), f'{TEMPLATE}: say in a <div class="calm"> that there are no figures.'


def test_while_spark_does_not_answer_the_page_is_calm(pat: Visitor, sandbox: Server) -> None:
    fault = {"where": "api", "path": "/v1/marketstatistics", "what": "503", "times": None}
    market(pat)
    requests.post(f"{sandbox.url}/sandbox/switches", json=fault, timeout=5)
    status = pat.get("/market").status_code
    requests.delete(f"{sandbox.url}/sandbox/switches", timeout=5)
    assert status == 502, (
        f"While Spark answers 503, /market should end on the page 'Listings are not answering' (502); it answered "
        f"{status}. Catch nothing in {VIEW}: app/views/errors.py does."
    )


def test_the_page_costs_two_calls_for_its_figures(pat: Visitor, sandbox: Server) -> None:
    market(pat)
    requests.delete(f"{sandbox.url}/sandbox/seen", timeout=5)
    pat.get("/market")
    seen = [call["path"] for call in requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()]
    asked = [path for path in seen if path.startswith("/v1/marketstatistics/")]
    assert sorted(asked) == ["/v1/marketstatistics/inventory", "/v1/marketstatistics/price"], (
        f"{READING}: the page needs one call to inventory and one to price; it made {asked}."
    )


def test_the_home_page_leads_there(pat: Visitor) -> None:
    pat.get("/home")
    assert pat.soup.select_one("main a[href='/market']"), (
        'Nobody finds a page without a link: put one into templates/home/home.html: url_for("market.show").'
    )


def needs_a_weaker_policy(tag: Tag) -> bool:
    return tag.name in {"script", "style"} or any(name.startswith(("style", "on")) for name in tag.attrs)
