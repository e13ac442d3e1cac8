"""The search in a browser: results come in place, and without JavaScript page by page."""

from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.actions import at, go_back, press, sign_in, titled
from tests.browser.conftest import PHONE, Open


def mark(page: Page) -> None:
    """Whatever loads the page anew forgets this."""
    page.evaluate("window.mark = true")


def marked(page: Page) -> bool:
    return bool(page.evaluate("window.mark === true"))


def test_filters_and_chips_find_homes_without_leaving_the_page(page: Page) -> None:
    sign_in(page, "/search")
    mark(page)
    page.get_by_label("Place").fill("Fargo")
    page.get_by_label("Price, at most").focus()
    page.get_by_label("Price, at most").select_option("300000")
    at(page, "/search?place=Fargo&price=-300000")
    titled(page, "homes in Fargo")
    expect(page.get_by_role("status").filter(has_text="homes in Fargo")).to_have_count(1)
    expect(page.get_by_label("Price, at most")).to_be_focused()
    page.get_by_role("link", name="Remove Fargo").click()
    at(page, "/search?price=-300000")
    expect(page.get_by_label("Place")).to_have_value("")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.get_by_role("link", name="Next page").click()
    at(page, "/search?price=-300000&page=2")
    assert marked(page)


def test_back_shows_the_search_before(page: Page) -> None:
    sign_in(page, "/search?place=Fargo")
    mark(page)
    page.locator(".pick > summary").click()
    page.get_by_label("Condo/Townhouse").check()
    at(page, "/search?place=Fargo&type=G")
    expect(page.get_by_label("Condo/Townhouse")).to_be_visible()
    go_back(page)
    at(page, "/search?place=Fargo")
    expect(page.locator(".chip").filter(has_text="Condo")).to_have_count(0)
    assert marked(page)


def test_the_last_of_two_quick_changes_wins(page: Page) -> None:
    sign_in(page, "/search")
    held: list[Route] = []
    page.route(re.compile("beds=2"), lambda late: held.extend([late]))
    page.get_by_label("Beds").select_option("2")
    page.get_by_label("Beds").select_option("4")
    at(page, "/search?beds=4")
    found = page.get_by_role("heading", level=1).inner_text()
    held.pop().continue_()
    page.wait_for_timeout(300)
    titled(page, found)
    at(page, "/search?beds=4")
    expect(page.get_by_label("Beds")).to_have_value("4")
    go_back(page)
    at(page, "/search")


def test_an_answer_that_is_not_the_search_is_left_to_the_browser(page: Page) -> None:
    sign_in(page, "/search")
    page.context.clear_cookies()
    page.get_by_label("Beds").select_option("3")
    titled(page, "Every home, with an agent who knows it")


def test_the_whole_form_works_without_javascript(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, "/search")
    page.get_by_label("Place").fill("Fargo, ND")
    page.locator(".filters > summary").click()
    page.get_by_label("Baths").select_option("2")
    page.get_by_label("Pending").check()
    press(page, "Search")
    at(page, "/search?place=Fargo,+ND&baths=2&status=Active&status=Pending")
    titled(page, "homes in Fargo")


def test_a_phone_shows_the_place_first_and_the_map_on_demand(open_page: Open) -> None:
    page = open_page(**PHONE)
    sign_in(page, "/search?place=Fargo")
    expect(page.get_by_label("Beds")).to_be_hidden()
    page.locator(".filters > summary").click()
    expect(page.get_by_label("Beds")).to_be_visible()
    expect(page.locator("aside svg")).to_be_hidden()
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.locator("aside svg")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_is_typed_while_homes_are_looked_for_stays(page: Page) -> None:
    sign_in(page, "/search")
    held: list[Route] = []
    page.route(re.compile("beds=2"), lambda late: held.extend([late]))
    page.get_by_label("Beds").select_option("2")
    page.get_by_label("Place").fill("Moor")
    held.pop().continue_()
    at(page, "/search?beds=2")
    expect(page.locator("#results")).not_to_have_attribute("aria-busy", "true")
    expect(page.get_by_label("Place")).to_have_value("Moor")


def test_a_link_to_more_homes_opens_in_another_tab_for_who_wants_that(page: Page) -> None:
    sign_in(page, "/search")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Next page").click(modifiers=["ControlOrMeta"])
    at(opened.value, "/search?page=2")
    at(page, "/search")


def test_an_open_part_of_the_form_closes_by_escape_and_by_a_click_beside_it(page: Page) -> None:
    sign_in(page, "/search")
    types, one = page.locator(".pick > summary"), page.get_by_label("Condo/Townhouse")
    types.click()
    expect(one).to_be_visible()
    page.keyboard.press("Escape")
    expect(one).to_be_hidden()
    types.click()
    expect(one).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(one).to_be_hidden()
