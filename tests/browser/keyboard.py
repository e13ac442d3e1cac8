"""The steps of a visit, taken with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

MOST = 160
"""Presses of Tab that a person may need on the longest page."""


def enter(page: Page, target: Locator) -> None:
    tab_to(page, target)
    page.keyboard.press("Enter")


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is on `target`."""
    target.wait_for()
    for _ in range(MOST):
        page.keyboard.press("Tab")
        if target.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"Tab does not reach {target}")
