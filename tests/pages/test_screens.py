"""The three screens after sign-in, over HTTP against the sandbox."""

from __future__ import annotations

import re

import pytest

from sandbox.homes import QUIRKS
from tests.conftest import Start
from tests.live import Server, Visitor
from tests.sign_in.conftest import Misbehave, misbehave

__all__ = ["misbehave"]


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    return visitor


def test_home_greets_the_consumer_and_shows_the_newest_homes(pat: Visitor) -> None:
    pat.get("/home")
    assert "Pat" in pat.h1
    cards = pat.soup.select("main article.card, main li.card")
    assert len(cards) == 6
    assert all("Listing office" in card.get_text(" ") for card in cards)


def test_every_signed_in_page_needs_a_sign_in(visitor: Visitor) -> None:
    for path in ("/home", "/search", "/homes/1"):
        answer = visitor.get(path, allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/")


def test_search_lists_homes_with_their_office_and_pages(pat: Visitor) -> None:
    pat.get("/search")
    total = int(re.sub(r"\D", "", pat.h1.split("home")[0]))
    assert total >= 400
    assert len(pat.soup.select("main .card")) == 24
    pat.get("/search?page=2")
    assert "25" in pat.page.text
    assert pat.soup.select_one("nav [aria-current=page]")


def test_search_offers_only_what_is_for_sale(pat: Visitor) -> None:
    for number in range(1, 30):
        pat.get(f"/search?page={number}")
        assert not {"Pending", "Closed"} & {tag.get_text(strip=True) for tag in pat.soup.select("main .card .tag")}


def test_a_listing_leads_back_to_where_the_visitor_came_from(pat: Visitor) -> None:
    pat.get("/search?sort=price&page=2")
    home = str(pat.soup.select("main .card h3 a")[0]["href"])
    pat.get(home, headers={"Referer": pat.page.url})
    assert pat.soup.select_one("main a[href='/search?sort=price&page=2']")
    pat.get(home, headers={"Referer": "https://evil.example/elsewhere?x=1"})
    assert pat.soup.select_one("main a[href='/search']")
    assert "evil.example" not in pat.page.text


def test_no_home_stands_on_two_pages(pat: Visitor) -> None:
    seen: list[str] = []
    for number in (1, 2, 3):
        pat.get(f"/search?sort=price&page={number}")
        seen += [str(link["href"]).split("?")[0] for link in pat.soup.select("main .card h3 a")]
    assert len(seen) > 60
    assert len(set(seen)) == len(seen)


@pytest.mark.parametrize(("sort", "rising"), [("price", True), ("price-down", False)])
def test_homes_sort_by_price(sort: str, rising: bool, pat: Visitor) -> None:
    pat.get(f"/search?sort={sort}")
    shown = [re.search(r"\$([\d,]+)", card.get_text(" ")) for card in pat.soup.select("main .card")]
    prices = [int(price[1].replace(",", "")) for price in shown if price]
    assert len(prices) > 20
    assert prices == sorted(prices, reverse=not rising)


WRONG = [
    "page=0",
    "page=-3",
    "page=x",
    "page=²",
    "page=999999999999",
    "page=1&page=2",
    "page=%00",
    "sort=evil",
    "sort=%ff",
]


@pytest.mark.parametrize("query", WRONG)
def test_a_wrong_value_in_the_address_is_mended(query: str, pat: Visitor) -> None:
    assert pat.get(f"/search?{query}").status_code == 200


def test_a_page_after_the_last_leads_back(pat: Visitor) -> None:
    pat.get("/search?page=5000")
    assert pat.page.status_code == 200
    assert not pat.soup.select("main .card")
    back = pat.soup.select_one("main a[rel=prev]")
    assert back
    pat.get(str(back["href"]))
    assert pat.soup.select("main .card")


def test_a_listing_shows_its_photos_price_and_credit(pat: Visitor) -> None:
    pat.get("/search")
    pat.get(str(pat.soup.select("main .card h3 a")[0]["href"]))
    assert pat.page.status_code == 200
    assert pat.soup.select("main img[srcset]")
    assert "Listing office" in pat.text("main")
    assert "Prairie MLS" in pat.text("main")


@pytest.mark.parametrize("quirk", sorted(QUIRKS))
def test_every_quirk_of_the_data_renders_without_a_mask(quirk: str, pat: Visitor) -> None:
    page = pat.get(f"/homes/{QUIRKS[quirk]}")
    assert page.status_code == (404 if quirk == "withheld_listing" else 200)
    assert "****" not in page.text
    assert "None" not in pat.text("main")


def test_no_page_of_the_search_shows_a_mask_or_a_withheld_home(pat: Visitor) -> None:
    for number in range(1, 29):
        page = pat.get(f"/search?page={number}").text
        assert "****" not in page
        assert QUIRKS["withheld_listing"] not in page


def test_a_consumer_sees_the_homes_of_the_agents_mls(visitor: Visitor) -> None:
    visitor.sign_in("Sam", "marcuswebb")
    visitor.get("/search")
    assert "Lakes Area MLS" in visitor.page.text
    assert visitor.get(f"/homes/{QUIRKS['no_photo']}").status_code == 404


def test_the_consumer_and_their_agent_stand_on_every_page(start_portal: Start) -> None:
    visitor = Visitor(start_portal(agent_name="Dana Lee", brokerage_name="Hawthorn Realty").url)
    visitor.sign_in("Sam", "marcuswebb")
    for path in ("/home", "/search", "/homes/1", "/nothing-here", "/sign-out"):
        visitor.get(path)
        assert "Marcus Webb" in visitor.text("header")
        assert "Sam Rivera" in visitor.text("header")
        assert "Dana" not in visitor.text("main") + visitor.text("footer")
        assert "Lakeshore Homes" in visitor.text("footer address")
        assert visitor.text("footer address").endswith("This site is run by Hawthorn Realty.")


def test_an_agent_who_is_not_told_once_is_there_on_the_next_page(visitor: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", "500", path="/v1/portal", times=1)
    visitor.sign_in("Sam", "marcuswebb")
    visitor.get("/home")
    assert "Marcus Webb" in visitor.text("header")


def test_an_address_that_is_none_as_referer_leads_back_to_the_search(pat: Visitor) -> None:
    pat.get("/search")
    home = str(pat.soup.select("main .card h3 a")[0]["href"])
    for referer in ("http://[", "//[x", "http://x:y/search", "?"):
        assert pat.get(home, headers={"Referer": referer}).status_code == 200
        assert pat.soup.select_one("main a[href='/search']")


def test_a_page_of_calls_uses_one_pool(pat: Visitor, sandbox: Server) -> None:
    pat.http.delete(f"{sandbox.url}/sandbox/seen")
    for number in range(1, 21):
        pat.get(f"/search?page={number}")
    calls = pat.http.get(f"{sandbox.url}/sandbox/seen").json()
    assert len(calls) >= 20
    assert len({call["remote_port"] for call in calls}) == 1
