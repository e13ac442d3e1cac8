"""Saving and hiding without leaving the page, and what happens when that does not work."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from app import rate_limit
from app.rate_limit import Limit
from tests.browser.actions import button, first_card, saved_count, sign_in
from tests.browser.conftest import Open

ON = "true"


def test_a_home_is_saved_in_place_and_taken_back(page: Page) -> None:
    sign_in(page, "/search")
    heart = button(first_card(page), "Save")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", ON)
    expect(page.get_by_role("status").get_by_text("Saved.")).to_be_visible()
    saved_count(page, 8)
    page.get_by_role("button", name="Undo").click()
    expect(heart).to_have_attribute("aria-pressed", "false")
    saved_count(page, 7)


def test_a_hidden_home_becomes_one_line_that_brings_it_back(page: Page) -> None:
    sign_in(page, "/search")
    card = first_card(page)
    button(card, "Hide").focus()
    page.keyboard.press("Enter")
    expect(card.get_by_role("heading")).to_be_hidden()
    undo = card.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    page.keyboard.press("Enter")
    expect(card.get_by_role("heading")).to_be_visible()
    expect(button(card, "Hide")).to_be_focused()
    expect(page.get_by_role("status").get_by_text("Not hidden any more.")).to_be_visible()


def test_the_last_press_wins_however_fast_they_come(page: Page) -> None:
    sign_in(page, "/search")
    heart = button(first_card(page), "Save")
    for _ in range(5):
        heart.click()
    saved_count(page, 8)
    page.reload()
    expect(button(first_card(page), "Save")).to_have_attribute("aria-pressed", ON)


def answer_oddly(route: Route) -> None:
    route.fulfill(content_type="text/html", body="<p>Please sign in to this network.</p>")


def test_the_form_is_sent_when_the_answer_is_not_what_was_expected(page: Page) -> None:
    sign_in(page, "/search")
    page.route(
        "**/saved", lambda route: answer_oddly(route) if route.request.resource_type == "fetch" else route.continue_()
    )
    button(first_card(page), "Save").click()
    page.wait_for_url("**/search#home-*")
    expect(button(first_card(page), "Save")).to_have_attribute("aria-pressed", ON)
    saved_count(page, 8)


def test_a_home_is_saved_on_its_own_page(page: Page) -> None:
    sign_in(page, "/search")
    page.locator("main .card h3 a").first.click()
    save = page.get_by_role("button", name="Save this home")
    save.click()
    expect(page.get_by_role("button", name="Saved", exact=True)).to_have_attribute("aria-pressed", ON)
    saved_count(page, 8)


def test_without_javascript_the_page_comes_back_with_an_undo(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, "/search")
    button(first_card(page), "Hide").click()
    page.wait_for_url("**/search#home-*")
    undo = page.get_by_role("button", name="Undo")
    expect(undo).to_be_in_viewport()
    undo.click()
    expect(page.get_by_role("status").get_by_text("Not hidden any more.")).to_be_visible()


def test_what_is_pressed_is_sent_in_the_order_of_the_presses(page: Page) -> None:
    sign_in(page, "/search")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)
        if len(held) > 1:
            route.continue_()

    page.route("**/saved", hold)
    heart = button(first_card(page), "Save")
    heart.click()
    heart.click()
    page.wait_for_timeout(300)
    assert len(held) == 1
    held[0].continue_()
    expect(page.get_by_role("status").get_by_text("Removed from your saved homes.")).to_be_visible()
    saved_count(page, 7)
    page.reload()
    expect(button(first_card(page), "Save")).to_have_attribute("aria-pressed", "false")


def test_who_presses_too_often_is_told_when_to_go_on(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(page, "/search")
    monkeypatch.setattr(rate_limit, "CHANGES", Limit("changes", 0, 60))
    button(first_card(page), "Save").click()
    expect(page.get_by_role("heading", name="That was a lot in one minute")).to_be_visible()
    expect(page.get_by_text("Your last change was not made. Please go on in")).to_be_visible()
    page.go_back()
    expect(button(first_card(page), "Save")).to_have_attribute("aria-pressed", "false")
    saved_count(page, 7)
