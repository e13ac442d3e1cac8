"""The drawn map: its pins lead to the homes beside it, by mouse and by keyboard, and it is printed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox.homes import QUIRKS
from tests.browser.actions import button, saved_count, sign_in
from tests.browser.conftest import Open
from tests.browser.keyboard import enter

FARGO = "/search?place=Fargo&beds=4"
SOLD = f"/homes/{QUIRKS['closed']}"


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page(reduced_motion="reduce")


def pin_and_card(page: Page) -> tuple[Locator, Locator]:
    """The last pin that stands for one home, and that home in the list."""
    number = page.locator(".pin text").filter(has_text=re.compile(r"^\d+$")).last.inner_html()
    pin = page.locator(".pin", has=page.locator(f"text:text-is('{number}')"))
    return pin, page.locator(".card", has=page.locator(".number", has_text=re.compile(f"{number}$")))


def test_a_pin_leads_to_its_home(page: Page) -> None:
    sign_in(page, FARGO)
    pin, card = pin_and_card(page)
    expect(card).not_to_be_in_viewport()
    pin.click()
    expect(card.get_by_role("link")).to_be_in_viewport()
    expect(page).to_have_url(re.compile("#home-"))
    expect(pin).to_be_in_viewport()


def test_a_pin_is_reached_by_keyboard_and_tells_its_home(page: Page) -> None:
    sign_in(page, FARGO)
    pin, card = pin_and_card(page)
    street = card.locator("h3 a").inner_text()
    expect(page.get_by_role("link", name=re.compile(rf"^\d+: \$[0-9,]+, {street}"))).to_have_count(1)
    enter(page, pin)
    expect(card.get_by_role("link")).to_be_in_viewport()


def test_a_saved_home_has_a_heart_on_the_map(page: Page) -> None:
    sign_in(page, FARGO)
    pin, card = pin_and_card(page)
    expect(pin).to_have_class("pin plain")
    button(card, "Save").click()
    saved_count(page, 8)
    page.reload()
    expect(pin_and_card(page)[0]).to_have_class("pin saved")


def test_the_map_is_printed_with_the_homes(page: Page) -> None:
    sign_in(page, FARGO)
    page.emulate_media(media="print")
    expect(page.locator(".map svg")).to_be_visible()
    expect(page.locator(".finder")).to_be_hidden()
    expect(page.get_by_role("link", name="Save this search")).to_be_hidden()


def test_a_home_is_printed_with_its_place_among_similar_ones(page: Page) -> None:
    sign_in(page, SOLD)
    page.emulate_media(media="print")
    expect(page.locator(".location .pin").first).to_be_visible()
    expect(page.get_by_text("Relative positions only")).to_be_visible()
    expect(page.get_by_text("similar homes below")).to_be_hidden()
