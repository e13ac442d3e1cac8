"""GET /home over HTTP: what is new, a few homes of each kind, and what is left when a part fails."""

from __future__ import annotations

import re

import pytest

from app.spark.carts import ListingCarts
from app.spark.listings import ListingPage
from app.views.home import home_sections
from tests.auth.conftest import Misbehave, misbehave
from tests.screens import NOW, home
from tests.servers import Visitor

__all__ = ["misbehave"]


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    visitor.get("/home")
    return visitor


def shelf(visitor: Visitor, key: str) -> list[str]:
    """The addresses of the homes under the heading with this id."""
    return [str(link["href"]) for link in visitor.soup.select(f"section[aria-labelledby={key}] .card h3 a")]


def headings(visitor: Visitor) -> list[str]:
    return [" ".join(heading.get_text(" ").split()) for heading in visitor.soup.select("main section h2[id]")]


def test_home_has_all_that_a_consumer_comes_back_for(pat: Visitor) -> None:
    assert pat.h1 == "Good to see you, Pat"
    assert headings(pat)[1:] == ["New for you", "From Dana Lee", "Saved homes", "Open houses this week", "Newest homes"]
    assert all(2 <= len(shelf(pat, key)) <= 6 for key in ("picked", "saved", "open_soon", "newest"))


def test_no_home_stands_on_it_twice(pat: Visitor) -> None:
    for address in (shelf(pat, "newest")[0], shelf(pat, "picked")[0], shelf(pat, "open_soon")[0]):
        pat.get(address)
    pat.get("/home")
    homes = [str(link["href"]) for link in pat.soup.select("main .card h3 a")]
    assert len(homes) > 20
    assert len(set(homes)) == len(homes)


def test_a_home_that_fits_on_every_shelf_stands_on_the_first() -> None:
    every = ("picked", "saved", "viewed", "open_soon", "newest")
    filled = home_sections(dict.fromkeys(every, ListingPage((home(),), 1, 1, 1)), ListingCarts(), [home().id], NOW)
    assert [key for key in every if filled[key]] == ["picked"]


def test_a_place_leads_to_the_search(pat: Visitor) -> None:
    pat.press("Search", True, place="Fargo")
    assert (pat.path, pat.page.status_code) == ("/search", 200)
    assert "Fargo" in pat.h1


def test_saved_homes_that_changed_come_first(pat: Visitor) -> None:
    cards = pat.soup.select("section[aria-labelledby=saved] .card")
    tags = {"Pending", "Sold"}
    changed = [bool(card.select_one(".price s") or tags & set(card.stripped_strings)) for card in cards]
    assert (changed[0], changed[-1]) == (True, False)
    assert changed == sorted(changed, reverse=True)


def test_what_is_recommended_and_saved_stands_among_the_saved_ones_alone(pat: Visitor) -> None:
    first = shelf(pat, "picked")[0]
    pat.get("/saved?cart=agent")
    form = pat.soup.select_one(f".card:has(a[href='{first}']) form.keep")
    assert form
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input[name]")}
    pat.post("/saved", fields | {"do": "save"}, headers={"Origin": pat.home})
    pat.get("/home")
    assert first not in shelf(pat, "picked")


def test_a_hidden_home_is_not_shown_again(pat: Visitor) -> None:
    first = shelf(pat, "newest")[0]
    form = pat.soup.select_one(f".card:has(a[href='{first}']) form.keep")
    assert form
    fields = {str(field["name"]): str(field["value"]) for field in form.select("input[name]")}
    pat.post("/saved", fields | {"do": "hide"}, headers={"Origin": pat.home})
    pat.get("/home")
    assert first not in shelf(pat, "newest")


def test_open_houses_say_when_and_the_next_one_is_first(pat: Visitor) -> None:
    tags = [tag.get_text(strip=True) for tag in pat.soup.select("section[aria-labelledby=open_soon] .card .tag")]
    assert len(tags) == len(shelf(pat, "open_soon"))
    assert all(tag.startswith("Open ") for tag in tags)


def test_searches_say_what_is_new_and_show_exactly_that(pat: Visitor) -> None:
    link = pat.soup.select_one(".news a:has(.tag)")
    assert link
    number = int(re.findall(r"(\d+) new this week", link.get_text())[0])
    pat.get(str(link["href"]))
    assert f"{number} homes, new this week" in pat.text("main")


def test_the_searches_with_the_most_news_come_first(pat: Visitor) -> None:
    numbers = [int(found[0]) for item in pat.soup.select(".news li") if (found := re.findall(r"(\d+) new", item.text))]
    assert len(numbers) > 2
    assert numbers == sorted(numbers, reverse=True)


LOST = {
    ("/v1/savedsearches", "/v1/provided"): "Your searches are not answering just now.",
    ("/v1/listings",): "Listings are not answering just now. Nothing of yours is lost.",
    ("/v1/listingcarts",): "Newest homes",
}


@pytest.mark.parametrize("what", ["500", "html", "1500"])
@pytest.mark.parametrize("paths", LOST)
def test_a_part_that_fails_leaves_the_others(
    paths: tuple[str, ...], what: str, visitor: Visitor, misbehave: Misbehave
) -> None:
    for path in paths:
        misbehave("api", what, path=path, times=None)
    visitor.sign_in()
    assert visitor.get("/home").status_code == 200
    assert visitor.h1 == "Good to see you, Pat"
    assert LOST[paths] in visitor.text("main")


def test_searches_that_only_one_list_tells_are_shown(visitor: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", "1500", path="/v1/provided", times=None)
    visitor.sign_in()
    visitor.get("/home")
    assert "Three bedrooms in Fargo" in visitor.text(".news")
    assert "First homes" not in visitor.text(".news")


def test_who_looks_at_another_agents_portal_sees_nothing_of_this_one(visitor: Visitor) -> None:
    visitor.sign_in("Sam", "danalee")
    visitor.get("/home")
    assert "Townhouses" in visitor.text(".news")
    here = shelf(visitor, "saved")
    visitor.press("Sign out")
    visitor.sign_in("Sam", "marcuswebb")
    visitor.get("/home")
    assert "Cabins around Perham" in visitor.text(".news")
    assert "Townhouses" not in visitor.text(".news")
    assert not set(here) & set(shelf(visitor, "saved"))
