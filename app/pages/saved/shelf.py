"""One page of the homes in a cart, with those in it that Spark does not give any more."""

from __future__ import annotations

import math
from contextlib import suppress
from dataclasses import dataclass

from app.spark import listings
from app.spark.carts import Cart
from app.spark.client import Spark
from app.spark.errors import Misasked
from app.spark.listings import PAGE_SIZE, Page, Query
from app.spark.sparkql import both, eq

SORTS = {
    "recent": ("Recently added", listings.NEWEST),
    "changed": ("Recently changed", "-MajorChangeTimestamp"),
    "price": ("Price, low to high", "ListPrice"),
    "price-down": ("Price, high to low", "-ListPrice"),
}
"""Spark does not sort by when a home was added: that is the order of the ids, which the cart has."""


@dataclass(frozen=True)
class Shelf:
    """`gone` are the ids of homes that belong on this page: off the market, or kept private by their sellers."""

    page: Page
    gone: tuple[str, ...]


def shelf(spark: Spark, cart: Cart, sort: str, number: int) -> Shelf:
    """One call; none for a page after the last."""
    if sort == "recent" and cart.homes:
        with suppress(Misasked):  # where Spark does not search by id
            return _latest(spark, cart, number)
    page = listings.search(spark, Query(eq("ListingCart", cart.id), SORTS[sort][1]), page=number)
    whole = page.pages == number == 1  # else those missing may be on another page
    return Shelf(page, _missing(cart.homes, page) if whole else ())


def _latest(spark: Spark, cart: Cart, number: int) -> Shelf:
    """In the order in which they were added, the latest first."""
    ids, pages = cart.homes[::-1], math.ceil(len(cart.homes) / PAGE_SIZE)
    wanted = ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    if not wanted:
        return Shelf(Page((), number, pages, len(ids)), ())
    one_of = eq("ListingKey", *wanted) if pages > 1 else ""
    found = listings.search(spark, Query(both(eq("ListingCart", cart.id), one_of)))
    mine = sorted((home for home in found.listings if home.id in wanted), key=lambda home: wanted.index(home.id))
    page = Page(tuple(mine), number, pages, len(ids))
    return Shelf(page, _missing(wanted, page))


def _missing(homes: tuple[str, ...], page: Page) -> tuple[str, ...]:
    shown = {home.id for home in page.listings}
    return tuple(home for home in homes if home not in shown)
