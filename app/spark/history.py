"""What happened to a home's price and status: https://sparkplatform.com/docs/api_services/listings/historical."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .client import Spark
from .fields import Fields
from .listings import path

EVENTS = {
    "newlisting": "Listed",
    "onmarket": "Listed",
    "listed": "Listed",
    "comingsoon": "Coming soon",
    "pricechange": "Price changed",
    "backonmarket": "Back on the market",
    "undercontract": "Under contract",
    "activeundercontract": "Under contract",
    "contingent": "Under contract",
    "pending": "Sale pending",
    "sold": "Sold",
    "closed": "Sold",
    "leased": "Leased",
    "rented": "Leased",
    "offmarket": "Off the market",
    "withdrawn": "Withdrawn",
    "canceled": "Withdrawn",
    "cancelled": "Withdrawn",
    "expired": "Listing ended",
    "active": "For sale",
}
"""Our words, by the letters of the event or of the status; what is not among them is not told."""
PRICES, STATUSES = {"ListPrice", "CurrentPricePublic", "ClosePrice"}, {"MlsStatus", "StandardStatus"}


@dataclass(frozen=True)
class Event:
    """`earlier` is the price before, where it changed."""

    when: datetime
    what: str
    price: Decimal | None
    earlier: Decimal | None

    @classmethod
    def read(cls, item: Fields) -> Event | None:
        """None for one without a day, and for one that is not to be told."""
        when, what = item.moment("Date", "EventTimestamp", "ModificationTimestamp"), _what(item)
        if when is None or what is None:
            return None
        price, change = item.number("PriceAtEvent", "Price"), item.number("PriceChange")
        return cls(when, what, price, price - change if price and change else None)


def history(spark: Spark, listing_id: str) -> tuple[Event, ...]:
    """GET `/v1/listings/<id>/historical/pricehistory`, newest first: what the role gets, which may be nothing."""
    answer = spark.get(f"{path(listing_id)}/historical/pricehistory")
    events = dict.fromkeys(event for item in answer.items("Results") if (event := Event.read(item)))
    return tuple(sorted(events, key=lambda event: event.when, reverse=True))


def _what(item: Fields) -> str | None:
    """None for a change of any field but price and status; in the short form that a role may get, none is named."""
    event, field = _letters(item.text("Event")), item.text("Field")
    if field not in {None, *PRICES, *STATUSES}:
        return None
    return EVENTS.get(_letters(item.text("NewValue")) if event == "statuschange" else event)


def _letters(text: str | None) -> str:
    return re.sub(r"[^a-z]", "", (text or "").lower())
