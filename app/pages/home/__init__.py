"""GET /home: what is new for the consumer, and a few homes of each kind. Its calls run at the same time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from datetime import datetime

from flask import Blueprint, render_template

from app.pages import frame, recent
from app.pages.frame import Frame
from app.pages.remembered import Remembered
from app.pages.searches import news
from app.pages.searches.news import Searches
from app.sign_in.consumer import spark
from app.spark import listings
from app.spark.carts import RECOMMENDED, SAVED, Carts
from app.spark.client import later
from app.spark.listings import Page, Query
from app.spark.sparkql import eq

from . import shelves

bp = Blueprint("home", __name__)

FETCHED = 25
"""Homes asked for; a shelf shows the first that fit."""
THIS_WEEK = {"OpenHouses": "7"}
LAST_CHANGED = "-MajorChangeTimestamp"
HOUR = 3600

_cart_ids: Remembered[dict[str, str]] = Remembered(HOUR)
"""By kind. They stay the same, so the homes in a cart can be asked for before the carts have come."""


@bp.get("/home")
def show() -> str:
    frame.begin()
    searches, coming = news.Coming(), dict(_asked())
    found = searches.result()
    new = news.new_in(found or ())
    pages = {shelf: frame.panel(page) for shelf, page in coming.items()}
    _remember(frame.carts())
    newest, zone = pages["newest"], (frame.frame() or Frame()).system.zone
    return render_template(
        "home/home.html",
        searches=_newest_first(found, new) if found is not None else None,
        new=new,
        total=newest.total if newest else 0,
        shelves=shelves.filled(pages, frame.carts() or Carts(), recent.viewed(), datetime.now(zone)),
    )


def _newest_first(searches: Searches, new: Mapping[str, int]) -> Searches:
    return tuple(sorted(searches, key=lambda search: -new.get(search.id, 0))[: shelves.MOST])


def _asked() -> Iterator[tuple[str, Future[Page]]]:
    """Which homes there are for each shelf; the carts' last, as their ids may have to come first."""
    yield "newest", _ask(Query())
    yield "open_soon", _ask(Query(plain=THIS_WEEK))
    if viewed := recent.viewed():
        yield "viewed", _ask(Query(filter=eq("ListingKey", *viewed)))
    ids = _cart_ids.get() or _remember(frame.carts())
    for shelf, kind, order in (("saved", SAVED, LAST_CHANGED), ("picked", RECOMMENDED, listings.NEWEST)):
        if kind in ids:
            yield shelf, _ask(Query(filter=eq("ListingCart", ids[kind]), order=order))


def _ask(query: Query) -> Future[Page]:
    return later(listings.search, spark(), query, limit=FETCHED)


def _remember(carts: Carts | None) -> dict[str, str]:
    ids = {cart.kind: cart.id for cart in carts.every if cart.kind} if carts else {}
    if ids:
        _cart_ids.set(ids)
    return ids
