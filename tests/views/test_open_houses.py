"""The agenda of open houses, over HTTP against the sandbox."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bs4 import Tag

from sandbox.homes import QUIRKS
from tests.auth.conftest import Misbehave, misbehave
from tests.conftest import Start
from tests.servers import Server, Visitor
from tests.views.open_houses import keep, pat, row, rows

__all__ = ["misbehave", "pat"]

CENTRAL = ZoneInfo("America/Chicago")


def test_open_houses_stand_by_day_in_order_with_their_home_and_listing_office(pat: Visitor) -> None:
    starts = [datetime.fromisoformat(str(time["datetime"])) for time in pat.soup.select(".visit time")]
    assert len(starts) > 20
    assert starts == sorted(starts)
    now = datetime.now(CENTRAL)
    assert all(now.date() <= start.date() < now.date() + timedelta(days=14) for start in starts)
    assert len(pat.soup.select("main h2")) == len({start.date() for start in starts})
    for item in rows(pat):
        words = item.get_text(" ")
        assert "Listing office: " in words
        assert "$" in words
        assert item.select_one("h3 a[href^='/homes/']")


def test_the_page_names_the_zone_of_the_mls(pat: Visitor) -> None:
    assert "Times are Central Time." in pat.text("main")
    assert {start.utcoffset() for start in _starts(pat)} <= {timedelta(hours=-6), timedelta(hours=-5)}


def test_the_page_of_a_home_names_the_zone_of_the_mls(pat: Visitor) -> None:
    pat.get(str(pat.soup.select("main h3 a[href^='/homes/']")[-1]["href"]))
    assert pat.soup.select(".open-houses time")
    assert "Times are Central Time." in pat.text("main .panel")


def _starts(visitor: Visitor) -> list[datetime]:
    return [datetime.fromisoformat(str(time["datetime"])) for time in visitor.soup.select(".visit time")]


def test_the_page_costs_three_calls_at_most(pat: Visitor, sandbox: Server) -> None:
    pat.http.delete(f"{sandbox.url}/sandbox/seen")
    pat.get("/open-houses")
    calls = pat.http.get(f"{sandbox.url}/sandbox/seen").json()
    assert [call["path"] for call in calls].count("/v1/listingcarts") == 1
    assert len(calls) <= 4, calls  # the carts, and a page of homes for each 25
    assert len([call for call in calls if call["path"] == "/v1/listings"]) <= 3


def test_no_more_homes_are_shown_than_the_mls_lets_a_visitor_see(start_portal: Start) -> None:
    visitor = Visitor(start_portal(results_cap="24").url)
    visitor.sign_in()
    visitor.get("/open-houses")
    links = {str(link["href"]) for link in visitor.soup.select(".visit h3 a")}
    assert 0 < len(links) <= 24
    assert re.search(r"\d+ homes have open houses; these are of the 24 newest on the market", visitor.text("main"))


def test_the_days_are_a_click_away(pat: Visitor) -> None:
    pat.get("/open-houses")
    days = pat.soup.select(".days a")
    assert [str(day["href"])[1:] for day in days] == [str(h2["id"]) for h2 in pat.soup.select(".agenda h2[id^=day-]")]
    assert sum(int(day.get_text().split()[-1]) for day in days) == len(rows(pat))


def test_saved_homes_are_marked_and_can_be_chosen(pat: Visitor) -> None:
    keep(pat, QUIRKS["million"], "save")
    pat.get("/open-houses?of=saved")
    assert pat.text("nav.choices [aria-current]") == "Saved homes"
    assert row(pat, QUIRKS["million"])
    pat.get("/open-houses")
    marked = {str(item.select("h3 a")[0]["href"]) for item in rows(pat) if item.find(string="Saved")}
    assert f"/homes/{QUIRKS['million']}" in marked
    assert len(marked) < len(rows(pat))


def test_hidden_homes_are_left_out(pat: Visitor) -> None:
    assert row(pat, QUIRKS["million"])
    keep(pat, QUIRKS["million"], "hide")
    pat.get("/open-houses")
    assert not pat.soup.select(f".visit h3 a[href='/homes/{QUIRKS['million']}']")


def test_the_homes_of_the_last_search_can_be_chosen(pat: Visitor) -> None:
    assert "Last search" not in pat.text("nav.choices")
    pat.get("/search?place=Moorhead")
    pat.get("/open-houses?of=search")
    assert pat.text("nav.choices [aria-current]") == "Last search"
    assert all("Moorhead" in item.select("h3")[0].get_text(" ") for item in rows(pat))
    assert rows(pat)


def test_another_choice_in_the_address_is_mended(pat: Visitor) -> None:
    assert pat.get("/open-houses?of=evil").status_code == 200
    assert pat.text("nav.choices [aria-current]") == "All homes"


def test_no_open_houses_are_told_calmly(pat: Visitor) -> None:
    pat.get("/search?place=no+such+town+anywhere")
    pat.get("/open-houses?of=search")
    assert rows(pat) == []
    assert "None of the homes of your last search" in pat.text("main .calm")


def test_without_carts_the_page_still_shows(pat: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", "503", path="/v1/listingcarts", times=5)
    pat.get("/open-houses")
    assert rows(pat)
    assert "Saved homes" not in pat.text("main")


def test_an_outage_is_a_calm_page(pat: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", "503", path="/v1/listings", times=5)
    assert pat.get("/open-houses").status_code in {502, 503}


def test_no_asterisk_of_a_mask_is_shown(pat: Visitor) -> None:
    assert "****" not in pat.page.text


def test_a_card_tells_of_an_open_house_within_seven_days(pat: Visitor) -> None:
    near = [item for item in rows(pat) if _days_ahead(item) < 6]
    tags = set()
    for item in near[:8]:
        pat.get("/search?place=" + _number(item))
        tags |= {tag.get_text(" ", strip=True) for tag in pat.soup.select(".card .tag")}
    assert any(re.fullmatch(r"Open (today|tomorrow|\w{3}) [\d:]+( [AP]M)?–[\d:]+ [AP]M", tag) for tag in tags), tags


def _days_ahead(item: Tag) -> float:
    start = datetime.fromisoformat(str(item.select("time")[0]["datetime"]))
    return (start - datetime.now(UTC)) / timedelta(days=1)


def _number(item: Tag) -> str:
    found = re.search(r"MLS #(\S+)", item.get_text(" "))
    assert found
    return found[1]
