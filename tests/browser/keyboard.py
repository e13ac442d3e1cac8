"""What a person does in the browser with only the keyboard."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MAX_TABS = 160
"""The Tab presses that the longest page may need."""


def enter(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is on `target`."""
    target.wait_for()
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")
