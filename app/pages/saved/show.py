"""GET /saved: one of the consumer's carts, page by page. The address is the state: `cart`, `sort`, `page`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import abort, render_template, request

from app.pages import frame, trail
from app.sign_in import drafts
from app.sign_in.consumer import spark
from app.spark.carts import HIDDEN, RECOMMENDED, SAVED, Cart, Carts

from .shelf import SORTS, shelf

SLUGS = {SAVED: "saved", RECOMMENDED: "agent", HIDDEN: "hidden"}
LABELS = {SAVED: "Saved", RECOMMENDED: "From your agent", HIDDEN: "Hidden"}


@dataclass(frozen=True)
class Tab:
    """A cart with its name in the address and on the page."""

    slug: str
    label: str
    cart: Cart


def show() -> str:
    frame.begin()
    mine = frame.carts()
    tabs = _tabs(mine or Carts())
    tab = _wanted(tabs) if mine else None
    sort = request.args.get("sort", "")
    sort = sort if sort in SORTS else "recent"
    on_it = shelf(spark(), tab.cart, sort, _page()) if tab and tab.cart.count else None
    if on_it:
        trail.leave(on_it.page.listings)
    return render_template(
        "saved/saved.html", answered=mine is not None, tabs=tabs, tab=tab, sort=sort, sorts=_labels(tab),
        shelf=on_it, targets=_targets(tabs, tab), undone=_undone(),
    )  # fmt: skip


def _tabs(mine: Carts) -> tuple[Tab, ...]:
    """Only the carts that Spark lists; `Removed` is its own bookkeeping."""
    return (
        *(Tab(slug, LABELS[kind], cart) for kind, slug in SLUGS.items() if (cart := mine.of(kind))),
        *(Tab(cart.id, cart.name, cart) for cart in mine.own),
    )


def _wanted(tabs: tuple[Tab, ...]) -> Tab | None:
    """The tab that the address names, else the first; somebody else's is as unknown as one that never was."""
    slug = request.args.get("cart")
    if not slug:
        return next(iter(tabs), None)
    return next((tab for tab in tabs if tab.slug == slug), None) or abort(404)


def _targets(tabs: Iterable[Tab], here: Tab | None) -> list[Tab]:
    """Where the homes of this tab can be moved to; saving and hiding have their own buttons, which leave it in a list
    that goes by its name."""
    own = here is not None and here.cart.kind not in SLUGS
    return [tab for tab in tabs if tab != here and (tab.cart.kind not in SLUGS or (own and tab.cart.kind == SAVED))]


def _labels(tab: Tab | None) -> dict[str, str]:
    saved = tab is not None and tab.cart.kind == SAVED
    return {key: label for key, (label, _) in SORTS.items()} | ({"recent": "Recently saved"} if saved else {})


def _undone() -> dict[str, str]:
    """A change that did not arrive, as the sign-in had ended or Spark was away: the page offers it again."""
    offered = drafts.offered()
    return {name: offered[name] for name in ("home", "do", "from", "cart", "back") if name in offered}


def _page() -> int:
    text = request.args.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 5 else 1
