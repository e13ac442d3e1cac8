"""The homes that stand on /home: up to six of each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from app.spark.carts import SAVED, Carts
from app.spark.listing import Listing
from app.spark.listings import Page

MOST = 6
EMPTY = Page((), 1, 1, 0)

Homes = Sequence[Listing]


def filled(
    pages: Mapping[str, Page | None], carts: Carts, viewed: Sequence[str], now: datetime
) -> dict[str, Homes | None]:
    """By shelf, from the page of homes that Spark gave for it; None where Spark gave none.

    No home stands twice, and none that the consumer hid: what is theirs goes before what is for everyone. `viewed` are
    the ids of those that they looked at, the last one first.
    """
    shelves: dict[str, Homes | None] = {}
    gone = set(carts.hidden.homes if carts.hidden else ())
    for shelf in ("picked", "saved", "viewed", "open_soon", "newest"):
        page = pages.get(shelf, EMPTY)
        left = [home for home in page.listings if home.id not in gone] if page else []
        shelves[shelf] = _fitting(shelf, left, carts, viewed, now)[:MOST] if page else None
        gone |= {home.id for home in shelves[shelf] or ()}
    return shelves


def _fitting(shelf: str, homes: Homes, carts: Carts, viewed: Sequence[str], now: datetime) -> Homes:
    """In the order in which they are worth a look."""
    if shelf == "picked":
        return [home for home in homes if not carts.holds(SAVED, home.id)]
    if shelf == "saved":
        return sorted(homes, key=lambda home: home.state.active and not home.price.earlier)  # changed ones first
    if shelf == "viewed":
        return sorted((home for home in homes if home.id in viewed), key=lambda home: viewed.index(home.id))
    if shelf == "open_soon":
        soon = [home for home in homes if home.coming_open_houses(now)]
        return sorted(soon, key=lambda home: home.coming_open_houses(now)[0].start)
    return homes
