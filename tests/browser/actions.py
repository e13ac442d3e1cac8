"""What a person does in the browser with a mouse or a finger."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from sandbox.homes import QUIRKS

HOME = f"/homes/{QUIRKS['sixty_photos']}"


def press(page: Page, label: str) -> None:
    """Press the button whose text starts with `label`."""
    page.get_by_role("button", name=re.compile(f"^{re.escape(label)}")).click()


def follow(page: Page, label: str) -> None:
    page.get_by_role("link", name=label).first.click()


def go_back(page: Page) -> None:
    """Press the Back button. A page from the browser's cache does not load again, so do not wait for it."""
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
    page.wait_for_load_state()  # scripts listen by now


def sign_out(page: Page) -> None:
    page.locator(".menu > summary").click()
    press(page, "Sign out")
    titled(page, "You are signed out of this site.")


def at(page: Page, path: str) -> None:
    """Wait for an address that ends with `path`, which includes the query."""
    expect(page).to_have_url(re.compile(re.escape(path) + "$"))


def titled(page: Page, words: str) -> str:
    """Wait for the page with this text in its heading."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    return words


def first_card(page: Page) -> Locator:
    return page.locator("main .card").first


def button(card: Locator, name: str) -> Locator:
    """The button for this home. Its label ends with the street."""
    return card.get_by_role("button", name=re.compile(f"^{name} "))


def saved_count(page: Page, count: int) -> None:
    expect(page.get_by_role("navigation", name="Main")).to_contain_text(f"Saved · {count}")
