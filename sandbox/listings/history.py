"""The history of a listing, and earlier listings of the same property. Only agents see all of it.

Follows https://sparkplatform.com/docs/api_services/listings/history and historical.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

from flask import Blueprint, Response, request

from sandbox.auth import current_access
from sandbox.homes import Home, response_items
from sandbox.homes.fields import format_timestamp
from sandbox.homes.ids import stable_id
from sandbox.homes.listing import Fields
from sandbox.listings.query import parse_selection, require_read
from sandbox.listings.serializers import serialize_listing
from sandbox.listings.views import find_home, photo_base_url
from sandbox.mls import LAKES
from sandbox.responses import results

EARLIER_SALE_INTERVAL = 4  # every fourth home has an earlier sale
YEARS_AGO = 5


PUBLIC_KEYS = ("Event", "ModificationTimestamp", "PriceAtEvent", "PriceChange", "NewValue")

bp = Blueprint("history", __name__, url_prefix="/v1/listings/<listing_id>")
bp.before_request(require_read)


@cache
def earlier_listings(home: Home) -> tuple[Home, ...]:
    """An earlier sale of the same property, without photos, for some homes."""
    number = int(str(home.fields["ListingNumber"]))
    if number % EARLIER_SALE_INTERVAL or home.fields["ListPrice"] is None or home.fields["PropertyType"] == "F":
        return ()
    fields = home.fields | _earlier_prices(home.fields) | _earlier_dates(home.fields)
    id_ = stable_id(f"earlier listing {home.id}")
    identity = {"ListingKey": id_, "ListingId": f"19-{number}", "ListingPrefix": "19", "PhotosCount": 0}
    return (replace(home, id=id_, fields=fields | identity, photos=(), open_houses=()),)


def _earlier_prices(fields: Fields) -> Fields:
    listed = int(int(str(fields["ListPrice"])) * 0.79 / 1000) * 1000
    closed = int(listed * 0.98)
    prices = {"ListPrice": listed, "OriginalListPrice": listed, "PreviousListPrice": None, "ClosePrice": closed}
    state = {"StandardStatus": "Closed", "MlsStatus": "Sold", "MajorChangeType": "Sold", "OpenHousesCount": 0}
    return prices | state | {"CurrentPricePublic": closed}


def _earlier_dates(fields: Fields) -> Fields:
    listed = _moment(fields, "OriginalOnMarketTimestamp") - timedelta(days=365 * YEARS_AGO)
    sold = listed + timedelta(days=53)
    last = ("ModificationTimestamp", "ListingUpdateTimestamp", "StatusChangeTimestamp", "MajorChangeTimestamp")
    return {
        **dict.fromkeys(last, format_timestamp(sold)),
        **dict.fromkeys(("OnMarketDate", "ListingContractDate"), f"{listed:%Y-%m-%d}"),
        "OriginalOnMarketTimestamp": format_timestamp(listed),
        "PriceChangeTimestamp": None,
        "CloseDate": f"{sold:%Y-%m-%d}",
        "DaysOnMarket": 53,
        "CumulativeDaysOnMarket": 53,
    }


def events(home: Home) -> list[Fields]:
    """The new listing, its price changes and its status change, oldest first, each with the price at that time."""
    fields = home.fields
    found = [_event("NewListing", _moment(fields, "OriginalOnMarketTimestamp"), fields["OriginalListPrice"])]
    found += _price_changes(fields)
    if fields["StandardStatus"] not in {"Active", "Coming Soon"}:
        price = fields["ClosePrice"] or fields["ListPrice"]
        change = _event("StatusChange", _moment(fields, "StatusChangeTimestamp"), price)
        found.append(change | {"Field": "MlsStatus", "PreviousValue": "Active", "NewValue": fields["MlsStatus"]})
    return found


def _price_changes(fields: Fields) -> list[Fields]:
    """The listing has the time of the last change. An earlier change is halfway before it."""
    if fields["PriceChangeTimestamp"] is None or fields["ListPrice"] is None:
        return []
    listed, last = _moment(fields, "OriginalOnMarketTimestamp"), _moment(fields, "PriceChangeTimestamp")
    prices = [int(str(fields[name])) for name in ("OriginalListPrice", "PreviousListPrice", "ListPrice")]
    steps = [(before, after) for before, after in pairwise(prices) if before != after]
    times = [listed + (last - listed) / 2, last][-len(steps) :]
    return [_price_change(when, before, after) for when, (before, after) in zip(times, steps, strict=True)]


def _price_change(when: datetime, before: int, after: int) -> Fields:
    event = _event("PriceChange", when, after) | {"PriceChange": after - before}
    return event | {"Field": "ListPrice", "PreviousValue": before, "NewValue": after}


def _event(what: str, when: datetime, price: object) -> Fields:
    return {"Event": what, "ModificationTimestamp": format_timestamp(when), "PriceAtEvent": price}


def _moment(fields: Fields, name: str) -> datetime:
    return datetime.fromisoformat(str(fields[name]))


@bp.route("/history", methods=["GET", "POST"])
def get_history(listing_id: str) -> Response:
    return results(_visible_events(find_home(listing_id)))


@bp.route("/historical", methods=["GET", "POST"])
def list_earlier_listings(listing_id: str) -> Response:
    selection, role = parse_selection(request.values), current_access().role
    found = earlier_listings(find_home(listing_id)) if not _is_hidden() else ()
    return results([serialize_listing(home, role, "Summary", selection, photo_base_url()) for home in found])


@bp.route("/historical/pricehistory", methods=["GET", "POST"])
def list_price_history(listing_id: str) -> Response:
    """The events of this and earlier listings, oldest first."""
    home = find_home(listing_id)
    return results([event for one in (*earlier_listings(home), home) for event in _visible_events(one)])


def _is_hidden() -> bool:
    """The Lakes MLS hides the history from consumers. Every MLS hides it from IDX."""
    access = current_access()
    return access.role == "idx" or (access.role != "private" and access.mls_id == LAKES.id)


def _visible_events(home: Home) -> list[Fields]:
    if _is_hidden():
        return []
    access = current_access()
    if access.role == "private":
        by = {"Id": access.agent.id, "ResourceUri": f"/v1/accounts/{access.agent.id}", "Name": access.agent.name}
        return [event | {"ChangedBy": by} for event in events(home)]
    public = [{name: event[name] for name in PUBLIC_KEYS if name in event} for event in events(home)]
    return response_items(home, access.role, public)
