"""What happened to a listing, and to the same property before.

Follows https://sparkplatform.com/docs/api_services/listings/history and historical.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

from sandbox.homes import Home
from sandbox.homes.fields import spelled
from sandbox.homes.ids import an_id
from sandbox.homes.listing import Fields

SOLD_AGAIN = 4  # every fourth home was sold here before
YEARS_AGO = 5


@cache
def earlier_listings(home: Home) -> tuple[Home, ...]:
    """The sale some years ago of the same property, without its photos."""
    number = int(str(home.fields["ListingNumber"]))
    if number % SOLD_AGAIN or home.fields["ListPrice"] is None or home.fields["PropertyType"] == "F":
        return ()
    fields = home.fields | _prices_then(home.fields) | _dates_then(home.fields)
    id_ = an_id(f"earlier listing {home.id}")
    identity = {"ListingKey": id_, "ListingId": f"19-{number}", "ListingPrefix": "19", "PhotosCount": 0}
    return (replace(home, id=id_, fields=fields | identity, photos=(), open_houses=()),)


def _prices_then(fields: Fields) -> Fields:
    asked = int(int(str(fields["ListPrice"])) * 0.79 / 1000) * 1000
    closed = int(asked * 0.98)
    prices = {"ListPrice": asked, "OriginalListPrice": asked, "PreviousListPrice": None, "ClosePrice": closed}
    state = {"StandardStatus": "Closed", "MlsStatus": "Sold", "MajorChangeType": "Sold", "OpenHousesCount": 0}
    return prices | state | {"CurrentPricePublic": closed}


def _dates_then(fields: Fields) -> Fields:
    listed = _moment(fields, "OriginalOnMarketTimestamp") - timedelta(days=365 * YEARS_AGO)
    sold = listed + timedelta(days=53)
    last = ("ModificationTimestamp", "ListingUpdateTimestamp", "StatusChangeTimestamp", "MajorChangeTimestamp")
    return {
        **dict.fromkeys(last, spelled(sold)),
        **dict.fromkeys(("OnMarketDate", "ListingContractDate"), f"{listed:%Y-%m-%d}"),
        "OriginalOnMarketTimestamp": spelled(listed),
        "PriceChangeTimestamp": None,
        "CloseDate": f"{sold:%Y-%m-%d}",
        "DaysOnMarket": 53,
        "CumulativeDaysOnMarket": 53,
    }


def events(home: Home) -> list[Fields]:
    """On the market, every change of price, then of status; oldest first, with the price that was asked by then."""
    fields = home.fields
    happened = [_event("NewListing", _moment(fields, "OriginalOnMarketTimestamp"), fields["OriginalListPrice"])]
    happened += _price_changes(fields)
    if fields["StandardStatus"] not in {"Active", "Coming Soon"}:
        price = fields["ClosePrice"] or fields["ListPrice"]
        changed = _event("StatusChange", _moment(fields, "StatusChangeTimestamp"), price)
        happened.append(changed | {"Field": "MlsStatus", "PreviousValue": "Active", "NewValue": fields["MlsStatus"]})
    return happened


def _price_changes(fields: Fields) -> list[Fields]:
    """The time of the last one is known; one before it lies halfway."""
    if fields["PriceChangeTimestamp"] is None or fields["ListPrice"] is None:
        return []
    listed, last = _moment(fields, "OriginalOnMarketTimestamp"), _moment(fields, "PriceChangeTimestamp")
    asked = [int(str(fields[name])) for name in ("OriginalListPrice", "PreviousListPrice", "ListPrice")]
    steps = [(before, after) for before, after in pairwise(asked) if before != after]
    times = [listed + (last - listed) / 2, last][-len(steps) :]
    return [_price_change(when, before, after) for when, (before, after) in zip(times, steps, strict=True)]


def _price_change(when: datetime, before: int, after: int) -> Fields:
    event = _event("PriceChange", when, after) | {"PriceChange": after - before}
    return event | {"Field": "ListPrice", "PreviousValue": before, "NewValue": after}


def _event(what: str, when: datetime, price: object) -> Fields:
    return {"Event": what, "ModificationTimestamp": spelled(when), "PriceAtEvent": price}


def _moment(fields: Fields, name: str) -> datetime:
    return datetime.fromisoformat(str(fields[name]))
