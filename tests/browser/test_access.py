"""Every screen for every eye and hand: WCAG 2.2 AA by axe, narrow and zoomed views, and a focus that is seen."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.actions import HOME, follow, sign_in
from tests.browser.all_screens import every_screen, every_screen_without_answers
from tests.browser.conftest import DESKTOP, PHONE, Open
from tests.conftest import Start
from tests.servers import Server

RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
CONTRAST = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
COLOURS = ["#ffe600", "#00e28a", "#ff0000", "#00008b", "#ffffff", "#000000"]

TOO_WIDE = """[...document.querySelectorAll("body *")].filter(it => !it.closest(".mosaic ul, .homes.few, .table")
  && it.checkVisibility() && it.getBoundingClientRect().right > innerWidth + 1).map(it => it.outerHTML.slice(0, 200))"""
HIDDEN_FOCUS = """() => {
  const it = document.activeElement, { left, top, width, height } = it.getBoundingClientRect();
  const seen = document.elementFromPoint(left + width / 2, top + height / 2);
  return it === document.body || it.contains(seen) || seen?.contains(it) ? null : it.outerHTML.slice(0, 200);
}"""


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_axe_finds_nothing_on_any_screen(device: dict[str, Any], open_page: Open) -> None:
    page = open_page(**device)
    assert not {screen: found for screen in every_screen(page) if (found := violations(page))}


def test_axe_finds_nothing_while_spark_does_not_answer(sandbox: Server, open_page: Open) -> None:
    page = open_page(**PHONE)
    screens = every_screen_without_answers(page, sandbox.url)
    assert not {screen: found for screen in screens if (found := violations(page) + page.evaluate(TOO_WIDE))}


def test_any_brand_colour_can_be_read(start_portal: Start, open_page: Open) -> None:
    page = open_page()
    for colour in COLOURS:
        page.goto(start_portal(spark_client_id="", brand_color=colour).url + "/p/danalee")
        assert not violations(page), colour


def violations(page: Page) -> list[str]:
    """What axe finds in the light scheme, and whether the dark one can be read too: nothing else differs there."""
    page.emulate_media(color_scheme="light")
    found = Axe().run(page, options=RULES).response["violations"]
    page.emulate_media(color_scheme="dark")
    found += Axe().run(page, options=CONTRAST).response["violations"]
    return [f"{rule['id']}: {node['html'][:200]} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def test_no_screen_scrolls_sideways_on_320_px_or_at_400_percent(open_page: Open) -> None:
    page = open_page(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    assert not {screen: found for screen in every_screen(page) if (found := page.evaluate(TOO_WIDE))}


def test_what_has_the_focus_is_never_hidden(open_page: Open) -> None:
    page = open_page(reduced_motion="reduce")
    sign_in(page, "/search")
    page.keyboard.press("End")
    hidden = []
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        hidden.append(page.evaluate(HIDDEN_FOCUS))
    assert not [*filter(None, hidden)]


def test_a_jump_within_a_page_ends_below_the_bar(open_page: Open) -> None:
    page = open_page(reduced_motion="reduce")
    sign_in(page, HOME)
    follow(page, "See all 60 photos")
    expect(page.get_by_role("heading", name="All 60 photos")).to_be_in_viewport()
    assert top(page, ".gallery h2") >= top(page, ".bar") + page.locator(".bar").evaluate("it => it.offsetHeight")


def top(page: Page, selector: str) -> float:
    """CSS pixels from the upper edge of the window."""
    return float(page.locator(selector).evaluate("it => it.getBoundingClientRect().top"))
