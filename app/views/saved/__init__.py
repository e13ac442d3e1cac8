"""GET /saved: one of the consumer's carts, page by page. The address is the state: `cart`, `sort`, `page`."""

from __future__ import annotations

import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request

from app.auth import saved_form
from app.auth.access import spark_client
from app.spark import listings
from app.spark.carts import HIDDEN, RECOMMENDED, REMOVED, SAVED, ListingCart, ListingCarts
from app.spark.client import SparkClient
from app.spark.errors import BadRequest
from app.spark.listings import PAGE_SIZE, ListingPage, ListingQuery
from app.spark.sparkql import all_of, eq
from app.views.browsing_history import note_list
from app.views.context import carts
from app.views.saved import cart_actions

bp = Blueprint("saved", __name__)
bp.add_url_rule("/saved", view_func=cart_actions.update, methods=["POST"])

SORTS = {
    "recent": ("Recently added", listings.NEWEST),
    "changed": ("Recently changed", "-MajorChangeTimestamp"),
    "price": ("Price, low to high", "ListPrice"),
    "price-down": ("Price, high to low", "-ListPrice"),
}
"""Spark does not sort by when a home was added: that is the order of the ids, which the cart has."""
SLUGS = {SAVED: "saved", RECOMMENDED: "agent", HIDDEN: "hidden"}
LABELS = {SAVED: "Saved", RECOMMENDED: "From your agent", HIDDEN: "Hidden"}


@dataclass(frozen=True)
class Tab:
    """A cart with its name in the address and on the page."""

    slug: str
    label: str
    cart: ListingCart

    @property
    def has_own_name(self) -> bool:
        """Whether the list goes by its name: the consumer or the agent made it."""
        return self.cart.kind not in {*SLUGS, REMOVED}


@dataclass(frozen=True)
class CartPage:
    """`gone` are the ids of homes that belong on this page: off the market, or kept private by their sellers."""

    page: ListingPage
    gone: tuple[str, ...]


@bp.get("/saved")
def show() -> str:
    mine = carts()
    tabs = _tabs(mine or ListingCarts())
    tab = _wanted(tabs) if mine else None
    sort = request.args.get("sort", "")
    sort = sort if sort in SORTS else "recent"
    shown = cart_page(spark_client(), tab.cart, sort, _page_number()) if tab and tab.cart.count else None
    if shown:
        note_list(shown.page.listings)
    return render_template(
        "saved/saved.html", answered=mine is not None, tabs=tabs, tab=tab, sort=sort, sorts=_labels(tab),
        cart_page=shown, targets=_targets(tabs, tab), undone=_undone(),
    )  # fmt: skip


def _tabs(mine: ListingCarts) -> tuple[Tab, ...]:
    """Only the carts that Spark lists; `Removed` is its own bookkeeping."""
    return (
        *(Tab(slug, LABELS[kind], cart) for kind, slug in SLUGS.items() if (cart := mine.by_kind(kind))),
        *(Tab(cart.id, cart.name, cart) for cart in mine.named),
    )


def _wanted(tabs: tuple[Tab, ...]) -> Tab | None:
    """The tab that the address names, else the first. Another consumer's cart is unknown."""
    slug = request.args.get("cart")
    if not slug:
        return next(iter(tabs), None)
    return next((tab for tab in tabs if tab.slug == slug), None) or abort(404)


def _targets(tabs: Iterable[Tab], here: Tab | None) -> list[Tab]:
    """The carts to which homes of this tab can be moved. Save and Hide have their own buttons, which leave a home in
    its named cart."""
    own = here is not None and here.cart.kind not in SLUGS
    return [tab for tab in tabs if tab != here and (tab.cart.kind not in SLUGS or (own and tab.cart.kind == SAVED))]


def _labels(tab: Tab | None) -> dict[str, str]:
    saved = tab is not None and tab.cart.kind == SAVED
    return {key: label for key, (label, _) in SORTS.items()} | ({"recent": "Recently saved"} if saved else {})


def _undone() -> dict[str, str]:
    """A change that did not arrive, as the sign-in had ended or Spark was away: the page offers it again."""
    offered = saved_form.restore()
    return {name: offered[name] for name in ("home", "do", "from", "cart", "back") if name in offered}


def _page_number() -> int:
    text = request.args.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 5 else 1


def cart_page(spark: SparkClient, cart: ListingCart, sort: str, number: int) -> CartPage:
    """One call; none for a page after the last."""
    if sort == "recent" and cart.listing_ids:
        with suppress(BadRequest):  # where Spark does not search by id
            return _latest(spark, cart, number)
    page = listings.search(spark, ListingQuery(eq("ListingCart", cart.id), SORTS[sort][1]), page=number)
    whole = page.pages == number == 1  # else those missing may be on another page
    return CartPage(page, _missing(cart.listing_ids, page) if whole else ())


def _latest(spark: SparkClient, cart: ListingCart, number: int) -> CartPage:
    """In the order in which they were added, the latest first."""
    ids, pages = cart.listing_ids[::-1], math.ceil(len(cart.listing_ids) / PAGE_SIZE)
    wanted = ids[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    if not wanted:
        return CartPage(ListingPage((), number, pages, len(ids)), ())
    one_of = eq("ListingKey", *wanted) if pages > 1 else ""
    found = listings.search(spark, ListingQuery(all_of(eq("ListingCart", cart.id), one_of)))
    mine = sorted((home for home in found.listings if home.id in wanted), key=lambda home: wanted.index(home.id))
    page = ListingPage(tuple(mine), number, pages, len(ids))
    return CartPage(page, _missing(wanted, page))


def _missing(homes: tuple[str, ...], page: ListingPage) -> tuple[str, ...]:
    shown = {home.id for home in page.listings}
    return tuple(home for home in homes if home not in shown)
