"""An agent's visit: every state of their page for every eye and hand, and what they take along."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import allow, at, follow, press, titled
from tests.browser.actions import sign_in as sign_in_as_a_consumer
from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.browser.test_access import TOO_WIDE, violations


def sign_in(page: Page, person: str) -> None:
    page.goto("/")
    follow(page, "For agents")
    press(page, "Sign in as an agent")
    allow(page, person)
    at(page, "/agent")


def make(page: Page, name: str) -> None:
    page.get_by_label("Name of your portal").fill(name)
    press(page, "Make the portal")


def every_state(page: Page) -> Iterator[str]:
    page.goto("/agent?ended=1")
    yield titled(page, "Your portal, set up in a minute")
    sign_in_as_a_consumer(page)
    page.goto("/agent")
    yield titled(page, "Your portal, set up in a minute") + ", a consumer signed in"
    press(page, "Sign in as an agent")
    allow(page, "Iris Vang")
    yield titled(page, "Make your portal")
    make(page, "danalee")
    yield titled(page, "Make your portal") + ", with a problem"
    make(page, "IrisVang")
    yield titled(page, "Your portal")
    page.locator(".menu > summary").click()
    yield titled(page, "Your portal") + ", menu open"
    page.goto("/sign-out")
    yield titled(page, "Sign out?")
    page.goto("/nothing")
    yield titled(page, "There is no such page")


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_in_any_state(device: dict[str, Any], open_page: Open) -> None:
    page = open_page(**device)
    assert not {state: found for state in every_state(page) if (found := violations(page))}


def test_no_state_scrolls_sideways_on_320_px_or_at_400_percent(open_page: Open) -> None:
    page = open_page(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    assert not {state: found for state in every_state(page) if (found := page.evaluate(TOO_WIDE))}


def test_an_agents_visit_needs_no_javascript(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, "Iris Vang")
    make(page, "IrisVang")
    expect(page.get_by_role("heading", name="IrisVang")).to_be_visible()
    page.locator(".menu > summary").click()
    press(page, "Sign out")
    titled(page, "You are signed out of this site.")


def test_what_is_to_be_set_is_taken_with_one_click(page: Page) -> None:
    sign_in(page, "Dana Lee")
    page.get_by_text("SPARK_PORTAL=danalee").click()
    assert page.evaluate("getSelection().toString()").strip() == "SPARK_PORTAL=danalee"


@pytest.mark.parametrize("media", [{"color_scheme": "dark"}, {"color_scheme": "light"}, {"media": "print"}], ids=str)
def test_the_code_is_dark_on_white_everywhere(media: dict[str, Any], page: Page) -> None:
    sign_in(page, "Dana Lee")
    page.emulate_media(**media)
    code = page.get_by_role("img", name="QR code of")
    expect(code).to_be_visible()
    ground, modules = code.locator("path").all()
    expect(ground).to_have_css("fill", "rgb(255, 255, 255)")
    expect(modules).to_have_css("stroke", "rgb(0, 0, 0)")


def test_the_code_is_downloaded_as_a_file(page: Page) -> None:
    sign_in(page, "Dana Lee")
    with page.expect_download() as download:
        follow(page, "Download it as SVG")
    assert download.value.suggested_filename == "portal-danalee.svg"
    assert download.value.path().read_text(encoding="utf-8").startswith("<svg ")
