"""Open houses in the visitor's own calendar."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import Tag
from icalendar import Calendar

from sandbox.homes import QUIRKS
from tests.servers import Server, Visitor
from tests.views.open_houses import keep, pat, row, rows

__all__ = ["pat"]


def events(visitor: Visitor, address: str) -> list[Any]:
    answer = visitor.http.get(visitor.home + address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.text).walk("VEVENT")


def calendar_of(item: Tag) -> str:
    link = item.select_one("a[href$='.ics']")
    assert link
    return str(link["href"])


def test_one_open_house_becomes_a_calendar_file_in_utc(pat: Visitor) -> None:
    item = row(pat, QUIRKS["million"])
    start = datetime.fromisoformat(str(item.select("time")[0]["datetime"]))
    (event,) = events(pat, calendar_of(item))
    assert event["DTSTART"].dt == start.astimezone(UTC)
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert event["DTEND"].dt > event["DTSTART"].dt
    assert event["DTSTAMP"].dt <= datetime.now(UTC)
    street = item.select("h3 a")[0].get_text(strip=True)
    assert event["SUMMARY"] == f"Open house: {street}"
    assert event["LOCATION"].startswith(f"{street}, ")
    assert event["URL"] == f"{pat.home}/homes/{QUIRKS['million']}"
    assert "Listing office: " in event["DESCRIPTION"]
    assert "MLS #" in event["DESCRIPTION"]


def test_a_calendar_file_has_the_same_uid_each_time_and_is_named_after_no_street(pat: Visitor) -> None:
    address = calendar_of(rows(pat)[0])
    (first,), (second,) = events(pat, address), events(pat, address)
    assert first["UID"] == second["UID"]
    assert first["UID"].endswith("@127.0.0.1")
    disposition = pat.http.get(pat.home + address).headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="open-house-\d+\.ics"', disposition)


def test_a_day_becomes_one_calendar_file(pat: Visitor) -> None:
    section = max(pat.soup.select("main section"), key=lambda one: len(one.select(".visit")))
    link = section.select_one(".tally a")
    assert link
    found = events(pat, str(link["href"]))
    assert len(found) == len(section.select(".visit")) > 1
    assert len({event["UID"] for event in found}) == len(found)


@pytest.mark.parametrize("quirk", ["withheld_address", "withheld_but_sent"])
def test_a_withheld_address_is_neither_on_the_page_nor_in_the_calendar(quirk: str, pat: Visitor) -> None:
    item = row(pat, QUIRKS[quirk])
    assert "Address withheld" in item.get_text(" ")
    assert "Ask Dana Lee for the address" in item.get_text(" ")
    (event, *_) = events(pat, calendar_of(item))
    assert "LOCATION" not in event
    assert re.search(r"home in \w+", event["SUMMARY"])
    assert "withheld" in event["DESCRIPTION"]


@pytest.mark.parametrize(
    "address",
    [
        "/open-houses/20990101000000000000000000/1.ics",
        f"/open-houses/{QUIRKS['million']}/1.ics",
        "/open-houses/%2e%2e/1.ics",
        "/open-houses/2020-01-01.ics",
        "/open-houses/tomorrow.ics",
        "/open-houses/2026-13-40.ics",
        "/open-houses/٢٠٢٦-٠١-٠١.ics",
    ],
)
def test_what_is_not_there_is_a_calm_page(address: str, pat: Visitor) -> None:
    answer = pat.get(address)
    assert answer.status_code == 404
    assert answer.headers["Content-Type"].startswith("text/html")


def test_the_calendar_needs_a_sign_in(portal: Server) -> None:
    for address in ("/open-houses", "/open-houses/1/1.ics", "/open-houses/2026-01-01.ics"):
        answer = Visitor(portal.url).get(address, allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (302, "/")


def test_the_calendar_of_a_day_holds_what_the_page_showed(pat: Visitor) -> None:
    keep(pat, QUIRKS["million"], "save")
    pat.get("/open-houses?of=saved")
    shown = [event for link in pat.soup.select(".tally > a") for event in events(pat, str(link["href"]))]
    assert len(shown) == len([item for item in rows(pat) if "Over" not in item.get_text(" ")])
