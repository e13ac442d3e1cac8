"""The account and the open menu in a real browser: for every eye and hand, and with several sign-ins."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import at, choose_agents, go_back, press, sign_in, titled
from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.browser.keyboard import enter
from tests.browser.test_access import TOO_WIDE, violations

DEVICES = pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])


def sign_in_with(page: Page, agent: str) -> None:
    """Sam, who works with two agents."""
    page.goto("/")
    choose_agents(page)
    press(page, "Sam Rivera")
    press(page, agent)
    press(page, "Allow")
    at(page, "/home")


def menu(page: Page) -> Locator:
    """The account menu, opened."""
    page.locator(".menu > summary").click()
    return page.locator(".menu > div")


@DEVICES
def test_axe_finds_nothing_on_the_account_and_in_the_menu(device: dict[str, Any], open_page: Open) -> None:
    for _ in range(3):
        sign_in_with(open_page(), "Dana Lee")
    page = open_page(**device)
    sign_in_with(page, "Marcus Webb")
    page.goto("/account")
    expect(page.locator(".places li")).to_have_count(4)
    assert not violations(page)
    menu(page)
    assert not violations(page)


def test_the_account_and_the_menu_fit_on_320_px(open_page: Open) -> None:
    sign_in_with(open_page(), "Dana Lee")
    page = open_page(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    sign_in_with(page, "Marcus Webb")
    page.goto("/account")
    menu(page)
    assert not page.evaluate(TOO_WIDE)
    assert page.locator(".menu > div").evaluate("it => it.getBoundingClientRect().left >= 0")


@pytest.mark.parametrize("height", [256, 420, 900])
def test_every_button_of_the_menu_can_be_reached_in_a_low_window(height: int, open_page: Open) -> None:
    page = open_page(viewport={"width": 1024, "height": height})
    sign_in_with(page, "Marcus Webb")
    leave = menu(page).get_by_role("button", name="Sign out")
    leave.scroll_into_view_if_needed()
    expect(leave).to_be_in_viewport(ratio=1)


@DEVICES
def test_the_menu_shows_with_whom_one_works(device: dict[str, Any], open_page: Open) -> None:
    page = open_page(**device)
    sign_in_with(page, "Marcus Webb")
    opened = menu(page)
    expect(opened.get_by_text("You work with")).to_be_visible()
    expect(opened.locator("b", has_text="Marcus Webb")).to_be_visible()
    opened.get_by_role("link", name="Account").click()
    at(page, "/account")
    titled(page, "Your account")


def test_changing_to_another_agent(page: Page) -> None:
    sign_in_with(page, "Dana Lee")
    menu(page).get_by_role("button", name="Change to Marcus Webb").click()
    press(page, "Sam Rivera")
    press(page, "Marcus Webb")
    press(page, "Allow")
    at(page, "/home")
    expect(page.get_by_role("banner")).to_contain_text("Marcus Webb")
    expect(page.get_by_role("contentinfo")).to_contain_text("Lakes Area MLS")


def test_signing_out_there_with_the_keyboard_ends_the_other_browser(open_page: Open, page: Page) -> None:
    there = open_page()
    sign_in(there)
    sign_in(page, "/account")
    button = page.get_by_role("button", name="Sign out there in Chrome")
    enter(page, button)
    expect(page.get_by_role("status").filter(has_text="That browser is signed out")).to_be_visible()
    expect(button).to_have_count(0)
    there.reload()
    expect(there.get_by_text("Please sign in to carry on.")).to_be_visible()


def test_signing_out_everywhere_leaves_nothing_behind_the_back_button(open_page: Open, page: Page) -> None:
    there = open_page()
    sign_in(there)
    sign_in(page)
    page.goto("/account")
    press(page, "Sign out everywhere")
    titled(page, "You are signed out of this site.")
    go_back(page)
    expect(page.get_by_text("Please sign in to carry on.")).to_be_visible()
    there.reload()
    expect(there.get_by_text("Please sign in to carry on.")).to_be_visible()
