"""The three screens after sign-in, over HTTP against the sandbox."""

from __future__ import annotations

import pytest

from sandbox.homes import QUIRKS
from tests.auth.conftest import Misbehave, misbehave
from tests.conftest import Start
from tests.servers import Visitor

__all__ = ["misbehave"]


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    return visitor


def test_home_greets_the_consumer_and_shows_the_newest_homes(pat: Visitor) -> None:
    pat.get("/home")
    assert "Pat" in pat.h1
    cards = pat.soup.select("section[aria-labelledby=newest] .card")
    assert len(cards) == 6
    assert all("Listing office" in card.get_text(" ") for card in cards)


def test_every_signed_in_page_needs_a_sign_in(visitor: Visitor) -> None:
    for path in ("/home", "/search", "/homes/1"):
        answer = visitor.get(path, allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/")


def test_a_listing_leads_back_to_where_the_visitor_came_from(pat: Visitor) -> None:
    pat.get("/search?sort=price&page=2")
    home = str(pat.soup.select("main .card h3 a")[0]["href"])
    pat.get(home)
    assert pat.soup.select_one("main a[href='/search?sort=price&page=2']")


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
