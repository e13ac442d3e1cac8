"""Homes like a home: of the same type in the same city, at about its price."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from flask import url_for

from app.pages import frame
from app.pages.search import query
from app.sign_in.consumer import spark
from app.spark.carts import HIDDEN
from app.spark.client import later
from app.spark.criteria import Criteria, Range
from app.spark.listing import Listing
from app.spark.listings import Query, search

MOST, SPREAD = 3, 15
"""How many similar homes are shown, and by how many percent their price may differ."""


@dataclass(frozen=True)
class Similar:
    """Homes for sale of the same type in the same city, from `low` to `high` dollars; `address` is that search."""

    city: str
    low: Decimal
    high: Decimal
    address: str
    homes: tuple[Listing, ...] = ()


class Coming:
    """Similar homes on their way, if enough is known of the home to tell what is similar."""

    def __init__(self, home: Listing) -> None:
        self._home, alike = home, _alike(home)
        self._similar = _similar(alike) if alike else None
        self._call = later(search, spark(), Query(filter=alike.filter()), limit=12) if alike else None

    def result(self) -> Similar | None:
        """The newest of them, neither this home nor one that the consumer has hidden; none if Spark does not tell."""
        page, carts = frame.panel(self._call) if self._call else None, frame.carts()
        others = [home for home in (page.listings if page else ()) if home.id != self._home.id]
        shown = [home for home in others if not (carts and carts.holds(HIDDEN, home.id))]
        return replace(self._similar, homes=tuple(shown[:MOST])) if self._similar else None


def _alike(home: Listing) -> Criteria | None:
    price, city, type_code = home.price.closed or home.price.asked, home.address.city, home.facts.type_code
    if not (price and city and type_code):
        return None
    low, high = (_about(price * percent / 100) for percent in (100 - SPREAD, 100 + SPREAD))
    return Criteria(cities=(city,), types=(type_code,), price=Range(low, high))


def _about(price: Decimal) -> int:
    """To three digits, as people say prices: $221,000, not $220,915."""
    whole = int(price)
    return round(whole, 3 - len(str(whole)))


def _similar(alike: Criteria) -> Similar:
    low, high = Decimal(alike.price.low or 0), Decimal(alike.price.high or 0)
    return Similar(alike.cities[0], low, high, url_for("search.show", **query(alike)))
