"""Saved searches over HTTP: read and run them."""

from __future__ import annotations

import re

import pytest

from app.spark import saved_searches
from app.spark.mls import StandardField
from app.spark.saved_searches import SavedSearch
from app.views import saved_searches as pages
from app.views.search.choices import SearchChoices
from tests.auth.conftest import Misbehave, misbehave
from tests.servers import Visitor
from tests.views.saved_searches import found, link, names, row, words

__all__ = ["misbehave"]


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    visitor.get("/searches")
    return visitor


def test_own_and_provided_searches_are_listed_with_who_made_them(pat: Visitor) -> None:
    assert "Made by you" in words(row(pat, "Three bedrooms in Fargo"))
    provided = words(row(pat, "First homes"))
    assert "From Dana Lee" in provided
    assert "Good to start with, and close to the buses" in provided
    assert "E-mails about new homes are sent by flexmls; ask Dana Lee to change them." in pat.text("main")


def test_what_the_search_form_can_say_is_told_in_words_and_runs_there(pat: Visitor) -> None:
    search = row(pat, "Three bedrooms in Fargo")
    parts = [part.get_text() for part in search.select(".parts li")]
    assert {"Fargo", "Residential", "$200,000–$400,000", "3+ beds"} <= set(parts)
    pat.get(link(search, "Run"))
    assert (pat.path, pat.page.status_code) == ("/search", 200)
    assert "Fargo" in pat.h1


@pytest.mark.parametrize(("name", "said"), [("Around Island Park", "Made in flexmls"), ("Acreages", "Made in flexmls")])
def test_what_it_cannot_say_runs_by_its_id(name: str, said: str, pat: Visitor) -> None:
    search = row(pat, name)
    assert said in words(search)
    assert link(search, "Run").startswith("/searches/2")
    pat.get(link(search, "Run"))
    assert pat.h1 == name
    assert found(pat) > 0
    assert pat.soup.select("main .card")


def test_a_search_offers_only_the_orders_that_spark_can_give(pat: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "search_choices", lambda: SearchChoices({"ListPrice": StandardField("Price", True)}))
    pat.get(f"{link(row(pat, 'Around Island Park'), 'Run')}?sort=beds")
    assert found(pat) > 0
    assert [option["value"] for option in pat.soup.select("#sort option")] == ["newest", "price", "price-down"]


def test_a_provided_search_finds_the_same_by_its_id_as_by_its_filter(pat: Visitor) -> None:
    search = row(pat, "First homes")
    pat.get(link(search, "Run"))
    assert pat.path == "/search"
    by_filter = int(re.findall(r"\d+", pat.h1)[0])
    pat.get(f"/searches/{str(search['id']).removeprefix('search-')}")
    assert found(pat) == by_filter > 0


def test_a_run_has_pages_and_an_order(pat: Visitor) -> None:
    address = f"/searches/{str(row(pat, 'First homes')['id']).removeprefix('search-')}"
    pat.get(f"{address}?sort=price")
    prices = [int(price.replace(",", "")) for price in re.findall(r"\$([\d,]+)", pat.text(".homes"))]
    assert prices[0] == min(prices)
    following = pat.soup.select_one("a[rel=next]")
    assert following
    assert str(following["href"]) == f"{address}?sort=price&page=2"
    first = {str(a["href"]) for a in pat.soup.select("main .card h3 a")}
    pat.get(str(following["href"]))
    assert pat.soup.select("main .card")
    assert not first & {str(a["href"]) for a in pat.soup.select("main .card h3 a")}


@pytest.mark.parametrize("query", ["page=0", "page=x", "page=²", "page=99999999999", "sort=evil", "sort=%ff&page=%00"])
def test_a_wrong_value_in_the_address_is_mended(query: str, pat: Visitor) -> None:
    assert pat.get(f"{link(row(pat, 'Acreages'), 'Run')}?{query}").status_code == 200


def test_new_homes_are_counted_and_shown_alone(pat: Visitor) -> None:
    search = row(pat, "New this week")
    number = int(re.findall(r"(\d+) new this week", words(search))[0])
    pat.get(next(str(a["href"]) for a in search.select("a.fresh")))
    assert f"{number} homes, new this week" in pat.text("main")
    tags = [tag.get_text(strip=True) for tag in pat.soup.select("main .card .tag")]
    assert all(tag.startswith(("New", "Open")) for tag in tags)


def test_one_that_both_lists_tell_stands_there_once_and_is_the_agents(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = (SavedSearch("1", "Theirs", provided=True),)
    monkeypatch.setattr(saved_searches, "fetch_own", lambda _: theirs)
    monkeypatch.setattr(saved_searches, "fetch_provided", lambda _: theirs)
    visitor.sign_in()
    assert names(visitor) == ["Theirs"]
    assert visitor.get("/searches/1/delete").status_code == 404


def test_searches_that_do_not_come_are_said_kindly(pat: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", "500", path="/v1/savedsearches", times=None)
    assert pat.get("/searches").status_code == 200
    assert "Your searches are not answering just now. Nothing of yours is lost." in pat.text("main")


def test_who_has_no_search_is_told_how_to_save_one(visitor: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", "1500", path="/v1/provided", times=None)
    visitor.sign_in()
    for name in names(visitor):
        visitor.get(link(row(visitor, name), "Delete"))
        visitor.press("Delete it")
    assert names(visitor) == []
    assert "choose “Save this search” above the results" in visitor.text("main")
