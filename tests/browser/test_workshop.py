"""The workshop in a browser: sign in, read the flow, break each thing, repair it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import follow, press, sign_in, sign_out, titled
from tests.browser.conftest import PHONE, Open
from tests.browser.test_access import violations
from tests.conftest import Start
from tests.servers import Server
from workshop.breaks import BREAKS
from workshop.breaks.outages import RETRY_AFTER

FLOW = "/workshop/flow"
FAILED = "Sign-in did not finish"

Shown = Callable[[Page], object]


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(spark_client_id="", workshop="true")


def the_landing(page: Page) -> None:
    expect(page.get_by_role("button", name=re.compile("^Continue to"))).to_be_visible()


def homes(page: Page) -> None:
    expect(page.locator("main .card").first).to_be_visible()


def the_flow(page: Page) -> None:
    expect(page).to_have_url(re.compile(FLOW))


def title(words: str) -> Shown:
    return lambda page: titled(page, words)


ENDS = {
    "wrong-state": title(FAILED),
    "replayed-code": title(FAILED),
    "another-browser": title(FAILED),
    "consent-refused": title(FAILED),
    "expired-token": homes,
    "two-tabs": the_flow,
    "stolen-cookie": the_landing,
    "revoked-tokens": the_landing,
    "slow": title("not answering"),
    "busy": title("busy"),
    "failing": title("not answering"),
    "garbage": title("not answering"),
}


def test_every_break_has_its_end_here() -> None:
    assert ENDS.keys() == BREAKS.keys()


@pytest.mark.parametrize("name", BREAKS)
def test_each_break_shows_on_a_real_page_is_told_and_repaired(page: Page, name: str) -> None:
    page.set_default_timeout(20_000)  # the slow one is slower than the portal's patience
    sign_in(page, "/search")
    follow(page, "Workshop: see what just happened")
    press(page, BREAKS[name].label)
    ENDS[name](page)
    page.goto(FLOW)
    card = page.locator("#broken")
    expect(card).to_contain_text(BREAKS[name].label)
    expect(card).to_contain_text("From the record")
    repair(page, name)


def repair(page: Page, name: str) -> None:
    """What lasts is repaired by its button; who was signed out signs in again; and homes show again."""
    if BREAKS[name].lasts:
        press(page, "Repair")
        expect(page.locator("#broken")).to_contain_text("Repaired")
    if name == "busy":
        page.wait_for_timeout(RETRY_AFTER * 1000)  # the limit is the key's, and the portal keeps to it
    signed_out = name in {"stolen-cookie", "revoked-tokens"}
    if signed_out:
        sign_in(page, "/search")
    page.goto("/search")
    homes(page)


def test_the_flow_tells_the_whole_visit(page: Page) -> None:
    page.goto(FLOW)
    expect(page.locator("main")).to_contain_text("Nothing yet")
    sign_in(page, "/search")
    sign_out(page)
    page.goto(FLOW)
    for heading in (
        "You chose",
        "fresh state",
        "You were at Spark",
        "sent you back",
        "became tokens",
        "signed out",
    ):
        expect(page.get_by_role("heading", name=re.compile(heading, re.IGNORECASE)).first).to_be_visible()
    expect(page.locator(".lanes")).to_contain_text("0 tokens in the browser")
    press(page, "Clear")
    expect(page.locator("main")).to_contain_text("Nothing yet")


SIZES = [PHONE, {"viewport": {"width": 1280, "height": 720}}, {"viewport": {"width": 320, "height": 640}}]


@pytest.mark.parametrize("size", SIZES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(open_page: Open, size: dict[str, Any]) -> None:
    page = open_page(**size)
    sign_in(page, "/search")
    page.goto(FLOW)
    press(page, BREAKS["expired-token"].label)
    homes(page)
    for path in (FLOW, "/workshop/habits", "/workshop/lessons"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        assert not violations(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("place", ["step-3", "chapter-2"])
def test_the_lanes_hide_no_heading_that_a_link_leads_to(page: Page, place: str) -> None:
    page.emulate_media(reduced_motion="reduce")  # it jumps, so that it can be measured at once
    sign_in(page, "/search")
    page.goto(f"{FLOW}#{place}")
    heading = page.locator(f"h2#{place}, #{place} h3")
    expect(heading).to_be_in_viewport()
    top, lanes = (where.bounding_box() for where in (heading, page.locator(".lanes")))
    assert top
    assert lanes
    assert top["y"] >= lanes["y"] + lanes["height"]


def test_it_is_read_without_scripts(open_page: Open) -> None:
    page = open_page(java_script_enabled=False)
    sign_in(page, "/search")
    page.goto(FLOW)
    expect(page.get_by_role("heading", name=re.compile("became tokens"))).to_be_visible()


def test_printed_it_keeps_its_steps_and_loses_its_buttons(page: Page) -> None:
    sign_in(page, "/search")
    page.goto(FLOW)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name=re.compile("became tokens"))).to_be_visible()
    for left_out in ("nav", "main button", ".skip"):
        expect(page.locator(left_out).locator("visible=true")).to_have_count(0)
