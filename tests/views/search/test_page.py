"""The page of the search."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from tests.conftest import Start
from tests.servers import Visitor
from tests.views.search.results import chips, found, total


def test_a_search_says_what_it_looks_for_and_each_part_can_be_taken_away(reader: Visitor) -> None:
    reader.get("/search?place=Fargo&price=200000-400000&beds=3&type=A&lot=0.25&new=30&sort=price")
    assert reader.h1 == f"{total(reader)} homes in Fargo"
    assert chips(reader) == [
        "Fargo", "$200,000–$400,000", "3+ beds", "Residential", "0.25+ acres", "New in the last 30 days"
    ]  # fmt: skip
    links = [str(chip["href"]) for chip in reader.soup.select(".chip")]
    assert links[0] == "/search?price=200000-400000&beds=3&type=A&lot=0.25&new=30&sort=price"
    assert links[2] == "/search?place=Fargo&price=200000-400000&type=A&lot=0.25&new=30&sort=price"
    assert links[6:] == [
        "/search?sort=price",
        "/searches?save=1&place=Fargo&price=200000-400000&beds=3&type=A&lot=0.25&new=30&sort=price",
    ]


def test_the_form_shows_what_was_asked_for(reader: Visitor) -> None:
    reader.get("/search?place=Fargo&price=210000-400000&beds=3&type=A&type=G&status=Active&status=Pending&keyword=deck")
    form = reader.soup.select_one("#finder")
    assert form
    chosen = [str(option["value"]) for option in form.select("option[selected]")]
    assert chosen == ["210000", "400000", "3"]
    assert [str(box["value"]) for box in form.select("[checked]")] == ["A", "G", "Active", "Pending"]
    assert [str(box["value"]) for box in form.select("#place, #keyword")] == ["Fargo", "deck"]
    assert "· 2" in reader.text(".filters > summary")
    assert "Closed" in reader.text("#status")


def test_pages_keep_the_search_and_no_home_is_on_two(reader: Visitor) -> None:
    reader.get("/search?place=Fargo&sort=price")
    assert "Showing 1–24 of" in reader.text("main")
    seen = found(reader)
    for _ in range(2):
        following = reader.soup.select_one("a[rel=next]")
        assert following
        reader.get(str(following["href"]))
        seen += found(reader)
    assert urlsplit(reader.page.url).query == "place=Fargo&sort=price&page=3"
    assert len(set(seen)) == len(seen) > 60
    assert "Listing office" in reader.text("main .card")


def test_without_a_match_the_parts_can_be_taken_away_and_the_price_widened(reader: Visitor) -> None:
    reader.get("/search?place=Fargo&price=1000-2000&beds=5")
    assert reader.h1 == "No homes in Fargo"
    assert len(chips(reader)) == 3
    assert reader.soup.select_one("a[href^='/searches?save=1']")
    assert [str(link["href"]) for link in reader.soup.select(".calm a")] == [
        "/search?place=Fargo&price=900-2200&beds=5",
        "/search?place=Fargo&price=1000-2000&beds=5&status=any",
    ]


def test_homes_the_consumer_hid_are_left_out_and_can_be_shown(pat: Visitor) -> None:
    pat.get("/search?sort=price")
    first = found(pat)[0]
    button = pat.soup.select_one(f"#home-{first} button.hide")
    assert button
    form = button.find_parent("form")
    assert form
    pat.post("/saved", {str(field["name"]): str(field["value"]) for field in form.select("input")} | {"do": "hide"},
             headers={"Origin": pat.home, "Sec-Fetch-Site": "same-origin"})  # fmt: skip
    pat.get("/search?sort=price")
    assert first not in found(pat)
    assert re.search(r"\d+ homes? you hid (is|are) not shown here", pat.text("main"))
    pat.get("/search?sort=price&hidden=show")
    assert first in found(pat)


def test_no_more_homes_are_shown_than_the_mls_allows(start_portal: Start) -> None:
    visitor = Visitor(start_portal(results_cap="60").url)
    visitor.sign_in()
    visitor.get("/search?place=Fargo&hidden=show")
    assert "245 homes match; this site shows the first 60. Narrow by price or area." in visitor.text("main")
    pages = [link.get_text(" ", strip=True) for link in visitor.soup.select(".pagination li a")]
    assert pages == ["Page 1", "Page 2", "Page 3"]
    for address in ("/search?place=Fargo&hidden=show&page=3", "/search?place=Fargo&hidden=show&page=4"):
        visitor.get(address)
        assert len(found(visitor)) == 12
        assert "Showing 49–60 of 60" in visitor.text("main")
        assert not visitor.soup.select("a[rel=next]")


def test_a_page_after_the_last_leads_back(reader: Visitor) -> None:
    reader.get("/search?place=58103&page=5000")
    assert not found(reader)
    assert "There is nothing on page" in reader.text("main")
    back = reader.soup.select_one("main a[rel=prev]")
    assert back
    reader.get(str(back["href"]))
    assert found(reader)


def test_the_map_shows_the_homes_of_the_page_by_their_numbers(reader: Visitor) -> None:
    reader.get("/search?place=Fargo&view=map")
    assert reader.soup.select("aside svg a[href^='#home-']")
    switch = reader.soup.select_one(".switch [aria-current]")
    assert switch
    assert switch.get_text() == "Map"


def test_a_home_leads_back_to_the_page_of_the_search_it_was_found_on(pat: Visitor) -> None:
    pat.get("/search?place=Fargo&sort=price&page=2")
    pat.get(str(pat.soup.select("main .card h3 a")[1]["href"]))
    back = pat.soup.select_one("main a[href^='/search?']")
    assert back
    assert dict(parse_qsl(urlsplit(str(back["href"])).query)) == {"place": "Fargo", "sort": "price", "page": "2"}
