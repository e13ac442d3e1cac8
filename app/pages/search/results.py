"""The homes of one page, as far as they are to be shown."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from app.spark.carts import HIDDEN, Carts
from app.spark.listings import PAGE_SIZE, Page

from .asked import Asked


@dataclass(frozen=True)
class Results:
    """`matches` counts all homes that match, `page` leads only to those that this site shows; `hidden` are on this
    page and left out, because the consumer hid them."""

    page: Page
    matches: int
    hidden: int = 0

    @property
    def capped(self) -> bool:
        return self.matches > self.page.total


def last_page(cap: int) -> int:
    """The last page that has homes to show."""
    return math.ceil(cap / PAGE_SIZE)


def results(found: Page, asked: Asked, carts: Carts | None, cap: int) -> Results:
    """`cap` is how many homes of a search this site shows, see RESULTS_CAP."""
    within = found.listings[: max(cap - (found.number - 1) * PAGE_SIZE, 0)]
    shown = [home for home in within if asked.hidden or not (carts and carts.holds(HIDDEN, home.id))]
    pages, total = min(found.pages, last_page(cap)), min(found.total, cap)
    page = replace(found, listings=tuple(shown), pages=pages, total=total)
    return Results(page, found.total, len(within) - len(shown))
