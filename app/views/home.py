"""GET /home: news for the consumer, and a few homes of each kind. Its Spark calls run concurrently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime

from flask import Blueprint, render_template

from app.auth.access import spark_client
from app.spark import listings
from app.spark.carts import RECOMMENDED, SAVED, ListingCarts
from app.spark.client import submit
from app.spark.listing import Listing
from app.spark.listings import ListingPage, ListingQuery
from app.spark.saved_searches import SavedSearch
from app.spark.sparkql import eq
from app.views.browsing_history import recently_viewed
from app.views.cache import HOUR, SessionCache
from app.views.context import carts, page_context
from app.views.error_messages import optional
from app.views.saved_searches.new_counts import NewCounts, SavedSearches

bp = Blueprint("home", __name__)

Homes = Sequence[Listing]

FETCHED, MOST = 25, 6
"""How many homes a section fetches, and how many homes or saved searches it shows."""
THIS_WEEK = {"OpenHouses": "7"}
LAST_CHANGED = "-MajorChangeTimestamp"
NO_HOMES = ListingPage((), 1, 1, 0)

_cart_ids: SessionCache[dict[str, str]] = SessionCache(HOUR)
"""By kind. They never change, so the homes of a cart can be fetched before the carts have arrived."""


@bp.get("/home")
def show() -> str:
    searches, coming = SavedSearches(), dict(_submit())
    _remember_ids(carts())
    found = searches.result()
    counting = NewCounts(found or ())
    page, new = page_context(), counting.result()
    pages = {section: optional(call) for section, call in coming.items()}
    newest = pages["newest"]
    return render_template(
        "home/home.html",
        searches=None if found is None else _most_news_first(found, new),
        new=new,
        total=newest.total if newest else 0,
        sections=home_sections(pages, carts() or ListingCarts(), recently_viewed(), datetime.now(page.system.zone)),
    )


def home_sections(
    pages: Mapping[str, ListingPage | None], carts: ListingCarts, viewed: Sequence[str], now: datetime
) -> dict[str, Homes | None]:
    """By section, from the page of homes that Spark gave for it; None where Spark gave none.

    Leaves out hidden homes and repeats: the consumer's own sections come before those for everyone. `viewed` are
    the ids of recently viewed homes, latest first.
    """
    sections: dict[str, Homes | None] = {}
    used = set(carts.hidden.listing_ids if carts.hidden else ())
    for section in ("picked", "saved", "viewed", "open_soon", "newest"):
        page = pages.get(section, NO_HOMES)
        left = [home for home in page.listings if home.id not in used] if page else []
        sections[section] = _ordered(section, left, carts, viewed, now)[:MOST] if page else None
        used |= {home.id for home in sections[section] or ()}
    return sections


def _ordered(section: str, homes: Homes, carts: ListingCarts, viewed: Sequence[str], now: datetime) -> Homes:
    """The homes in the order of their section."""
    if section == "picked":
        return [home for home in homes if not carts.holds(SAVED, home.id)]
    if section == "saved":
        return sorted(homes, key=lambda home: home.status.active and not home.price.previous)  # changed ones first
    if section == "viewed":
        return sorted((home for home in homes if home.id in viewed), key=lambda home: viewed.index(home.id))
    if section == "open_soon":
        soon = [home for home in homes if home.upcoming_open_houses(now)]
        return sorted(soon, key=lambda home: home.upcoming_open_houses(now)[0].start)
    return homes


def _most_news_first(searches: Sequence[SavedSearch], new: Mapping[str, int]) -> Sequence[SavedSearch]:
    return sorted(searches, key=lambda search: -new.get(search.id, 0))[:MOST]


def _submit() -> Iterator[tuple[str, Future[ListingPage]]]:
    """Start to fetch the homes of each section; carts last, as their ids may have to arrive first."""
    yield "newest", _search(ListingQuery())
    yield "open_soon", _search(ListingQuery(parameters=THIS_WEEK))
    if viewed := recently_viewed():
        yield "viewed", _search(ListingQuery(filter=eq("ListingKey", *viewed)))
    ids = _cart_ids.get() or _remember_ids(carts())
    for section, kind, order in (("saved", SAVED, LAST_CHANGED), ("picked", RECOMMENDED, listings.NEWEST)):
        if kind in ids:
            yield section, _search(ListingQuery(filter=eq("ListingCart", ids[kind]), order=order))


def _search(query: ListingQuery) -> Future[ListingPage]:
    return submit(listings.search, spark_client(), query, limit=FETCHED)


def _remember_ids(found: ListingCarts | None) -> dict[str, str]:
    ids = {cart.kind: cart.id for cart in found.all if cart.kind} if found else {}
    if ids:
        _cart_ids.set(ids)
    return ids
