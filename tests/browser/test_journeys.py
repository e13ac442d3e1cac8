"""What a buyer comes for, from one end to the other: each journey with JavaScript and without it."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from sandbox.homes import QUIRKS
from tests.browser.actions import (
    allow,
    at,
    button,
    choose_portal,
    first_card,
    follow,
    press,
    saved_count,
    sign_in,
    titled,
)
from tests.browser.conftest import Open

BEDS = "/search?place=Fargo&beds=4"
TOURED = f"/homes/{QUIRKS['million']}"


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, open_page: Open) -> Page:
    return open_page(java_script_enabled=request.param)


def test_a_home_is_found_saved_and_removed_again(page: Page) -> None:
    sign_in(page)
    follow(page, "Search")
    narrow(page)
    street = open_first(page)
    press(page, "Save this home")
    saved_count(page, 8)
    page.get_by_role("link", name="Saved · 8").first.press("Enter")  # the page may yet go to its #, from under a click
    saved = first_card(page)
    expect(saved.get_by_role("link", name=street)).to_be_visible()
    button(saved, "Save").click()
    saved_count(page, 7)
    press(page, "Undo")
    saved_count(page, 8)
    button(first_card(page), "Save").click()
    saved_count(page, 7)
    follow(page, "Saved · 7")
    expect(page.get_by_role("link", name=street)).to_have_count(0)


def narrow(page: Page) -> None:
    page.get_by_label("Place").fill("Fargo")
    page.get_by_label("Beds").select_option("4+")
    press(page, "Search")
    at(page, BEDS)
    titled(page, "in Fargo")
    for card in page.locator(".card").all():
        expect(card).to_contain_text(re.compile("[4-9] beds.*Fargo", re.DOTALL))


def open_first(page: Page) -> str:
    """Open the first home of the page; its street."""
    link = first_card(page).locator("h3 a")
    street = link.inner_text()
    link.click()
    return titled(page, street)


def test_a_hidden_home_leaves_the_results_until_it_is_shown_again(page: Page) -> None:
    sign_in(page, BEDS)
    street = first_card(page).locator("h3 a").inner_text()
    button(first_card(page), "Hide").click()
    expect(page.get_by_role("status").get_by_text("Hidden. Your searches leave it out.")).to_be_visible()
    page.goto(BEDS)
    expect(page.get_by_text("1 home you hid is not shown here.")).to_be_visible()
    expect(page.get_by_role("link", name=street)).to_have_count(0)
    page.goto("/saved?cart=hidden")
    button(page.locator(".card", has_text=street), "Hide").click()
    expect(page.get_by_role("status").get_by_text("Not hidden any more.")).to_be_visible()
    page.goto(BEDS)
    expect(first_card(page).locator("h3 a")).to_have_text(street)


def test_a_search_is_saved_run_renamed_and_deleted(page: Page) -> None:
    sign_in(page, BEDS)
    found = page.get_by_role("heading", level=1).inner_text()
    follow(page, "Save this search")
    expect(page.get_by_label("Name")).to_have_value("Fargo, 4+ beds")
    page.get_by_label("Name").fill("Room for everybody")
    press(page, "Save this search")
    expect(page.get_by_role("status")).to_contain_text("“Room for everybody” is saved.")
    follow(page, "Run Room for everybody")
    titled(page, found)
    at(page, BEDS)
    rename_search(page, "Room for everybody", "Four bedrooms")
    delete_search(page, "Four bedrooms")


def rename_search(page: Page, name: str, to: str) -> None:
    follow(page, "Searches")
    follow(page, f"Rename {name}")
    page.get_by_label("Name").fill(to)
    press(page, "Rename")
    expect(page.get_by_role("heading", name=to)).to_be_visible()


def delete_search(page: Page, name: str) -> None:
    follow(page, f"Delete {name}")
    press(page, "Delete it")
    titled(page, "Your searches")
    expect(page.get_by_role("heading", name=name)).to_have_count(0)


def test_an_open_house_goes_into_a_calendar(page: Page, tmp_path: Path) -> None:
    sign_in(page)
    follow(page, "Open houses")
    day = page.get_by_role("main").locator("section", has=page.get_by_role("link", name=".ics")).first
    visit = day.locator(".visit:not(.over)").first
    starts = str(visit.locator(".hour time").get_attribute("datetime"))
    ((uid, instant),) = downloaded(page, visit.get_by_role("link", name="Add to calendar"), tmp_path).items()
    assert instant == datetime.fromisoformat(starts)
    assert str(instant).endswith("+00:00")
    assert downloaded(page, day.get_by_role("link", name=".ics"), tmp_path)[uid] == instant


def test_the_agent_is_asked_about_a_home(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    sign_in(page, TOURED)
    street = page.get_by_role("heading", level=1).inner_text()
    follow(page, "Ask Dana Lee about this home")
    expect(page.locator(".about")).to_contain_text(street)
    page.get_by_label("Your question").fill("Is it?")
    press(page, "Send to Dana Lee")
    expect(page.get_by_role("alert")).to_contain_text("Write a little more")
    page.get_by_label("Your question").fill("Is the garage heated?\nWe have a dog.")
    press(page, "Send to Dana Lee")
    titled(page, "Your message is on its way to Dana Lee")
    expect(page.get_by_text("Is the garage heated?")).to_be_visible()
    printed = capsys.readouterr().out
    assert "Is the garage heated?\nWe have a dog." in printed
    assert TOURED in printed
    follow(page, "Back to the home")
    titled(page, street)


def test_what_was_viewed_is_shown_at_home_until_it_is_cleared(page: Page) -> None:
    sign_in(page, TOURED)
    street = page.get_by_role("heading", level=1).inner_text()
    page.goto("/home")
    viewed = page.get_by_role("region", name="Recently viewed")
    expect(viewed.get_by_role("link", name=street)).to_be_visible()
    viewed.get_by_role("button", name="Clear this list").click()
    expect(viewed).to_have_count(0)
    titled(page, "Good to see you")


def test_what_was_pressed_when_the_session_had_ended_can_be_done_after_sign_in(page: Page) -> None:
    sign_in(page, BEDS)
    page.context.clear_cookies()
    button(first_card(page), "Save").click()
    expect(page.get_by_text("Please sign in to carry on.")).to_be_visible()
    choose_portal(page)
    allow(page)
    saved_count(page, 7)
    press(page, "Make it now")
    saved_count(page, 8)
    titled(page, "in Fargo")


def test_what_is_in_the_foot_can_be_read_before_sign_in(page: Page) -> None:
    page.goto("/")
    for title in ("Privacy", "Terms", "Copyright", "Accessibility"):
        page.get_by_role("contentinfo").get_by_role("link", name=title).click()
        titled(page, title)
        expect(page.get_by_role("main").get_by_role("paragraph").first).to_be_visible()


def downloaded(page: Page, link: Locator, folder: Path) -> dict[str, date | None]:
    """When the open houses in the calendar file of this link begin, by their UIDs."""
    with page.expect_download() as coming:
        link.click()
    assert coming.value.suggested_filename.endswith(".ics")
    coming.value.save_as(folder / "open.ics")
    return {event.uid: event.DTSTART for event in Calendar.from_ical((folder / "open.ics").read_bytes()).events}
