"""The steps of a visit, as a person takes them with a mouse or a finger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from sandbox.homes import QUIRKS

HOME = f"/homes/{QUIRKS['sixty_photos']}"


def press(page: Page, label: str) -> None:
    """Press the button whose words begin with `label`."""
    page.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).click()


def follow(page: Page, label: str) -> None:
    page.get_by_role("link", name=label).first.click()


def go_back(page: Page) -> None:
    """Press the Back button. A page that the browser had kept does not load again, so nothing is waited for."""
    page.go_back(wait_until="commit")


def choose_portal(page: Page, name: str = "danalee") -> None:
    page.locator("label", has_text="I have my agent’s portal").click()
    page.get_by_label("Portal name or link").fill(name)
    press(page, "Continue to")


def choose_agents(page: Page) -> None:
    page.locator("label", has_text="I work with several agents").click()
    press(page, "Continue to")


def allow(page: Page, person: str = "Pat Olsen") -> None:
    press(page, person)
    press(page, "Allow")


def sign_in(page: Page, wanted: str = "/home") -> None:
    page.goto(wanted)
    choose_portal(page)
    allow(page)
    at(page, wanted)


def sign_out(page: Page) -> None:
    page.locator("summary").click()
    press(page, "Sign out")
    titled(page, "You are signed out of this site.")


def at(page: Page, path: str) -> None:
    """`path` is the end of the address, with its query."""
    expect(page).to_have_url(re.compile(re.escape(path) + "$"))


def titled(page: Page, words: str) -> str:
    """Wait for the page with these words in its title line."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    return words


def every_screen(page: Page) -> Iterator[str]:
    """Goes through all screens, those of the sandbox's sign-in too, and stops at each; its name is how it is titled."""
    yield from _signing_in(page)
    yield from _signed_in(page)
    yield from _leaving(page)


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


def _signed_in(page: Page) -> Iterator[str]:
    sign_in(page)
    yield titled(page, "Good to see you, Pat")
    page.locator("summary").click()
    yield titled(page, "Good to see you") + ", menu open"
    page.goto("/search?page=2")
    yield titled(page, "homes in Prairie MLS")
    page.goto("/search?page=5000")
    yield titled(page, "homes in Prairie MLS") + ", after the last page"
    for quirk in ("no_photo", "long_address", "closed", "sixty_photos"):
        page.goto(f"/homes/{QUIRKS[quirk]}")
        expect(page.locator(".credit")).to_be_visible()
        yield f"a home: {quirk}"
    page.locator(".mosaic a").first.click()
    yield "a photo"
    page.goto("/homes/1")
    yield titled(page, "No longer available to view")


def _leaving(page: Page) -> Iterator[str]:
    page.goto("/sign-out")
    yield titled(page, "Sign out?")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    yield titled(page, "You are signed out of this site.")
    page.goto("/nothing")
    yield titled(page, "There is no such page")
