"""The terms at the first sign-in: the page that was wanted waits behind them, with JavaScript and without it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import HOME, allow, at, choose_portal, follow, press, sign_in, sign_out, titled
from tests.browser.conftest import Open
from tests.browser.test_access import violations
from tests.conftest import Start
from tests.servers import Server

ASKED = "Before you look at homes"


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(spark_client_id="", terms_gate="true")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def page(request: pytest.FixtureRequest, open_page: Open) -> Page:
    return open_page(java_script_enabled=request.param)


def wanting(page: Page, path: str) -> None:
    page.goto(path)
    choose_portal(page)
    allow(page)
    titled(page, ASKED)


def test_who_agrees_sees_the_page_that_was_wanted_and_is_not_asked_again(page: Page) -> None:
    wanting(page, HOME)
    press(page, "I agree")
    expect(page.get_by_role("alert").get_by_role("link")).to_be_visible()
    page.get_by_label("I have read these terms").check()
    press(page, "I agree")
    at(page, HOME)
    expect(page.locator(".credit")).to_be_visible()
    sign_out(page)
    sign_in(page, "/search")


def test_who_refuses_is_signed_out(page: Page) -> None:
    wanting(page, HOME)
    press(page, "No thanks, sign me out")
    titled(page, "You are signed out of this site.")
    page.goto(HOME)
    expect(page.get_by_text("Please sign in to carry on.")).to_be_visible()


def test_no_page_with_homes_opens_before_the_terms_but_the_legal_ones_do(page: Page) -> None:
    wanting(page, "/home")
    for path in (HOME, "/search", "/saved", "/searches", "/open-houses", "/ask", "/account"):
        page.goto(path)
        titled(page, ASKED)
    follow(page, "Privacy")
    titled(page, "Privacy")


def test_axe_finds_nothing_on_the_terms(open_page: Open) -> None:
    page = open_page()
    wanting(page, "/home")
    assert not violations(page)
    press(page, "I agree")
    assert not violations(page)
