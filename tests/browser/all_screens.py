"""Opens all screens one after another, and yields the title of each."""

from __future__ import annotations

from collections.abc import Iterator

import requests
from playwright.sync_api import Page, expect

from sandbox.homes import QUIRKS
from tests.browser.actions import button, choose_agents, choose_portal, first_card, follow, press, sign_in, titled

HARD = ("no_photo", "long_address", "closed", "every_field_masked", "markup_everywhere", "million")
TOURED = f"home={QUIRKS['million']}&about=tour"


def every_screen(page: Page) -> Iterator[str]:
    """Include the sandbox's sign-in screens."""
    yield from _signing_in(page)
    yield from _searching(page)
    yield from _homes(page)
    yield from _kept(page)
    yield from _asking(page)
    yield from _leaving(page)
    yield from _legal(page)


def _signing_in(page: Page) -> Iterator[str]:
    page.goto("/p/danalee")
    yield titled(page, "Every home, with an agent who knows it")
    choose_portal(page, "no portal!")
    yield titled(page, "Every home") + ", with a problem"
    choose_portal(page, "nobody")
    yield titled(page, "This sign-in cannot go on")
    page.goto("/")
    choose_agents(page)
    yield titled(page, "Who is signing in?")
    press(page, "Sam Rivera")
    yield titled(page, "Which agent, Sam?")
    press(page, "Marcus Webb")
    yield titled(page, "Let VOW Portal in?")
    press(page, "Don’t allow")
    yield titled(page, "Sign-in did not finish")


def _searching(page: Page) -> Iterator[str]:
    sign_in(page)
    yield titled(page, "Good to see you, Pat")
    page.goto("/search?place=Fargo&beds=3&type=A&view=map")
    page.locator(".filters > summary").click()
    yield titled(page, "homes in Fargo") + ", filters open"
    page.goto("/search?price=cheap&baths=many&page=2")
    yield titled(page, "homes in Prairie MLS") + ", with problems"
    page.goto("/search?place=Fargo&price=-1000")
    yield titled(page, "No homes in Fargo")


def _homes(page: Page) -> Iterator[str]:
    for quirk in HARD:
        page.goto(f"/homes/{QUIRKS[quirk]}")
        expect(page.locator(".credit")).to_be_visible()
        yield f"a home: {quirk}"
    page.goto(f"/homes/{QUIRKS['million']}?rate=x")
    yield titled(page, page.get_by_role("heading", level=1).inner_text()) + ", with a problem"
    page.locator(".mosaic a").first.click()
    yield "a photo"
    page.goto("/homes/1")
    yield titled(page, "No longer available to view")


def _kept(page: Page) -> Iterator[str]:
    page.goto("/saved")
    button(first_card(page), "Hide").click()
    expect(page.get_by_role("status").get_by_text("Hidden.")).to_be_visible()
    yield titled(page, "Saved homes") + ", one just hidden"
    page.goto("/saved?cart=agent")
    yield titled(page, "From your agent")
    page.goto("/searches")
    yield titled(page, "Your searches")
    follow(page, "Rename")
    page.get_by_label("Name").fill("")
    press(page, "Rename")
    yield titled(page, "Rename") + ", with a problem"
    page.goto("/searches")
    follow(page, "Run Around Island Park")
    yield titled(page, "Around Island Park")
    page.goto("/searches/1")
    yield titled(page, "This search is not there")
    page.goto("/searches?save=1&place=Fargo&open=7")
    page.get_by_label("Name").fill("")
    press(page, "Save this search")
    yield titled(page, "Save this search") + ", with a problem"


def _asking(page: Page) -> Iterator[str]:
    page.goto("/open-houses")
    yield titled(page, "Open houses")
    page.goto(f"/ask?{TOURED}")
    press(page, "Send to")
    yield titled(page, "Request a tour") + ", with a problem"
    page.get_by_label("When would you like to see it?").fill("On Saturday at noon.")
    press(page, "Send to")
    yield titled(page, "Your message is on its way")
    page.goto("/account")
    page.locator(".menu > summary").click()
    yield titled(page, "Your account") + ", menu open"


def _leaving(page: Page) -> Iterator[str]:
    page.goto("/sign-out")
    yield titled(page, "Sign out?")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    yield titled(page, "You are signed out of this site.")
    page.goto("/nothing")
    yield titled(page, "There is no such page")


def _legal(page: Page) -> Iterator[str]:
    for path in ("privacy", "terms", "copyright", "accessibility"):
        page.goto(f"/{path}")
        yield titled(page, path.capitalize())


def every_screen_without_answers(page: Page, sandbox_url: str) -> Iterator[str]:
    """Open the screens while Spark returns no listings, then while it returns nothing."""
    sign_in(page)
    yield from _while_failing(page, sandbox_url, "/v1/listings", ("home", "search", "saved", "open-houses"))
    yield from _while_failing(page, sandbox_url, "/v1/", ("home", "saved", "searches", "ask", "account"))


def _while_failing(page: Page, sandbox_url: str, path: str, screens: tuple[str, ...]) -> Iterator[str]:
    fault = {"where": "api", "path": path, "what": "503", "times": None}
    requests.post(f"{sandbox_url}/sandbox/switches", json=fault, timeout=5)
    for screen in screens:
        page.goto(f"/{screen}")
        yield f"{screen} without {path}"
