"""Whole visits, from the landing to a photo and out again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import (
    HOME,
    allow,
    at,
    button,
    choose_portal,
    first_card,
    follow,
    go_back,
    press,
    saved_count,
    sign_in,
    sign_out,
    titled,
)
from tests.browser.conftest import Open
from tests.browser.keyboard import enter, tab_to


def test_a_whole_visit_needs_only_the_keyboard(page: Page) -> None:
    page.goto("/")
    sign_in_by_keyboard(page)
    enter(page, page.get_by_role("link", name="Search", exact=True))
    at(page, "/search")
    enter(page, page.get_by_role("link", name="Next page"))
    at(page, "/search?page=2")
    enter(page, page.locator(".card h3 a").first)
    look_through_the_photos_by_keyboard(page)
    enter(page, page.get_by_role("link", name="Back to the homes"))
    at(page, "/search?page=2")
    enter(page, page.locator(".menu > summary"))
    enter(page, page.get_by_role("button", name="Sign out"))
    titled(page, "You are signed out of this site.")
    at(page, "/sign-out")


def test_a_home_is_searched_saved_and_found_again_by_keyboard(page: Page) -> None:
    sign_in(page, "/search")
    tab_to(page, page.get_by_label("Place"))
    page.keyboard.type("Fargo")
    page.keyboard.press("Enter")
    at(page, "/search?place=Fargo")
    enter(page, button(first_card(page), "Save"))
    saved_count(page, 8)
    enter(page, page.get_by_role("button", name="Undo"))
    saved_count(page, 7)
    enter(page, button(first_card(page), "Save"))
    street = first_card(page).locator("h3 a").inner_text()
    enter(page, page.get_by_role("link", name="Saved · 8"))
    titled(page, "Saved homes")
    enter(page, page.get_by_role("link", name=street))
    titled(page, street)


def sign_in_by_keyboard(page: Page) -> None:
    tab_to(page, page.get_by_role("radio", name="I have my agent’s portal"))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Portal name or link"))
    page.keyboard.type("danalee")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/auth/vow/danalee"))
    enter(page, page.get_by_role("button", name="Pat Olsen"))
    enter(page, page.get_by_role("button", name="Allow", exact=True))
    at(page, "/home")


def look_through_the_photos_by_keyboard(page: Page) -> None:
    box, opener = page.get_by_role("dialog"), page.locator(".mosaic li a").first
    enter(page, opener)
    expect(box.get_by_text("Photo 1 of")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(box.get_by_text("Photo 2 of")).to_be_visible()
    enter(page, box.get_by_role("button", name="Next"))
    expect(box.get_by_text("Photo 3 of")).to_be_visible()
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opener).to_be_focused()


def test_a_whole_visit_needs_no_javascript(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page)
    follow(page, "Search")
    page.get_by_label("Sort by").select_option("Price, low to high")
    press(page, "Sort")
    at(page, "/search?sort=price")
    follow(page, "Next page")
    page.locator(".card h3 a").first.click()
    look_through_the_photos_without_javascript(page)
    follow(page, "Back to the homes")
    at(page, "/search?sort=price&page=2")
    sign_out(page)


def look_through_the_photos_without_javascript(page: Page) -> None:
    follow(page, "See all")
    at(page, "#photos")
    page.locator(".gallery li a").nth(1).click()
    expect(page).not_to_have_url(re.compile("/homes/[0-9]+(#photos)?$"))
    go_back(page)
    go_back(page)


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_refused_consent_ends_on_a_calm_page_that_keeps_the_wanted_one(script: bool, open_page: Open) -> None:
    page = open_page(java_script_enabled=script)
    page.goto(HOME)
    choose_portal(page)
    press(page, "Pat Olsen")
    press(page, "Don’t allow")
    titled(page, "Sign-in did not finish")
    expect(page.get_by_text("You chose not to share access.")).to_be_visible()
    follow(page, "Sign in again")
    choose_portal(page)
    allow(page)
    at(page, HOME)


def test_a_printed_sheet_has_every_group_of_details(page: Page) -> None:
    sign_in(page, HOME)
    expect(page.locator(".by-script")).to_be_visible()  # by then the script listens
    closed = page.locator(".groups details:not([open])")
    before = closed.count()
    assert before > 0
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(closed).to_have_count(0)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(closed).to_have_count(before)
