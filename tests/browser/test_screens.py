"""What a screen does in a browser that its HTML does not tell."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.actions import HOME, at, go_back, sign_in
from tests.browser.conftest import PHONE, Open
from tests.conftest import Start


def test_choosing_an_order_sorts_at_once(page: Page) -> None:
    sign_in(page, "/search")
    expect(page.get_by_role("button", name="Sort")).to_be_hidden()
    page.get_by_label("Sort by").select_option("Price, low to high")
    at(page, "/search?sort=price")
    expect(page.get_by_label("Sort by")).to_have_value("price")


def test_the_order_shown_is_that_of_the_homes_after_going_back(page: Page) -> None:
    sign_in(page, "/search?sort=beds")
    page.get_by_label("Sort by").select_option("Price, low to high")
    at(page, "/search?sort=price")
    go_back(page)
    at(page, "/search?sort=beds")
    expect(page.get_by_label("Sort by")).to_have_value("beds")


def test_the_menu_closes_when_it_is_left(page: Page) -> None:
    sign_in(page)
    leave = page.get_by_role("button", name="Sign out")
    page.locator(".menu > summary").click()
    page.get_by_role("heading", level=1).click()
    expect(leave).to_be_hidden()
    page.locator(".menu > summary").click()
    leave.focus()
    page.keyboard.press("Escape")
    expect(leave).to_be_hidden()
    expect(page.locator(".menu > summary")).to_be_focused()


def test_the_agent_is_at_hand_on_a_phone_too(open_page: Open) -> None:
    page = open_page(**PHONE)
    sign_in(page, "/search")
    agent = page.get_by_role("banner").locator("b", has_text="Dana Lee").locator("visible=true")
    expect(agent).to_have_count(1)
    page.locator(".menu > summary").click()
    expect(agent).to_have_count(2)


def test_a_printed_listing_keeps_its_credit_and_leaves_out_what_cannot_be_clicked(page: Page) -> None:
    sign_in(page, HOME)
    page.emulate_media(media="print")
    for kept in (".credit", ".disclaimer", ".housing", "h1", ".figures", ".mosaic img >> nth=0"):
        expect(page.locator(kept)).to_be_visible()
    for left_out in ("nav", ".menu", ".back", ".skip", ".button"):
        expect(page.locator(left_out).locator("visible=true")).to_have_count(0)


def test_every_photo_loads_when_it_comes_into_view(page: Page) -> None:
    sign_in(page, "/search")
    photos = page.locator(".card img").all()
    assert len(photos) > 15
    for photo in photos:
        photo.scroll_into_view_if_needed()
        expect(photo).not_to_have_js_property("naturalWidth", 0)


def test_a_deployers_colour_is_used(start_portal: Start, page: Page) -> None:
    page.goto(start_portal(spark_client_id="", brand_color="#8a1538").url)
    button = page.get_by_role("button", name="Continue to")
    expect(button).to_have_css("background-color", re.compile(r"oklch\(0\.4\d* 0\.15\d* 1\d"))
