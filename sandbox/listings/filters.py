"""Filters beside the fields: the hot sheet parameters, and `ListingCart` and `SavedSearch` in a `_filter`.

Follows https://sparkplatform.com/docs/api_services/listings/listing_hot_sheet_parameters and listing_carts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import request

from sandbox.auth import current_access, current_owner
from sandbox.errors import SparkError
from sandbox.homes import Home
from sandbox.homes.listing import Fields
from sandbox.homes.open_houses import upcoming
from sandbox.listings.fields import searchable_fields
from sandbox.mls import MLS_BY_ID
from sandbox.sparkql import MASK, Condition, Membership, compile_condition
from sandbox.state import state
from sandbox.storage.records import SavedItems

HomeFilter = Callable[[Home, Fields], bool]
OPEN_HOUSE_DAYS = {str(days) for days in range(1, 31)}
HOT_SHEET_FIELDS = {
    "new": "OriginalOnMarketTimestamp",
    "price": "PriceChangeTimestamp",
    "sold": "StatusChangeTimestamp",
}


def hot_sheet_filter(parameters: Mapping[str, str], mls_id: str) -> HomeFilter:
    """A test for a home and its visible fields, from `OpenHouses` and `HotSheet`; raises 1053 for other values."""
    now = datetime.now(ZoneInfo(MLS_BY_ID[mls_id].zone))
    tests = []
    if "OpenHouses" in parameters:
        tests.append(_open_within(parameters["OpenHouses"], now))
    if "HotSheet" in parameters:
        tests.append(_changed_recently(parameters["HotSheet"], now))
    return lambda home, fields: all(test(home, fields) for test in tests)


def _open_within(days: str, now: datetime) -> HomeFilter:
    if days not in OPEN_HOUSE_DAYS | {"all"}:
        raise SparkError(400, 1053, "OpenHouses must be a number of days from 1 to 30, or all")
    last = None if days == "all" else now.date() + timedelta(days=int(days))
    return lambda home, _: any(last is None or visit.begins.date() <= last for visit in upcoming(home.open_houses, now))


def _changed_recently(what: str, now: datetime) -> HomeFilter:
    """Within the last day, and on Mondays within the last three, to include the weekend."""
    if what not in HOT_SHEET_FIELDS:
        raise SparkError(400, 1053, f"HotSheet must be one of {', '.join(HOT_SHEET_FIELDS)}")
    since = now - timedelta(hours=72 if now.weekday() == 0 else 24)

    def is_recent(_: Home, fields: Fields) -> bool:
        when = fields[HOT_SHEET_FIELDS[what]]
        if when in {None, MASK} or (what == "sold" and fields["StandardStatus"] != "Closed"):
            return False
        return since <= datetime.fromisoformat(str(when)).astimezone(UTC) <= now

    return is_recent


def in_cart(cart_id: str) -> Condition:
    """Another owner's cart is unknown."""
    if current_access().role == "idx":
        raise SparkError(403, 1500, "This service is not available to your role")
    cart = _saved_items().carts.get(cart_id)
    if cart is None:
        raise SparkError(400, 1060, "The listing cart in the filter is not known")
    listing_ids = frozenset(cart.listing_ids)
    return lambda row: row["ListingKey"] in listing_ids


def in_saved_search(search_id: str) -> Condition:
    """A provided search finds nothing without `RequestMode=permissive`. Another owner's search is unknown."""
    search = _saved_items().searches.get(search_id)
    if search is None:
        raise SparkError(400, 2001, "The saved search in the filter is not available")
    if search.provided and request.values.get("RequestMode") != "permissive":
        return lambda _: False
    return compile_condition(search.filter, searchable_fields())


def _saved_items() -> SavedItems:
    return state().storage.items(current_owner())


MEMBERSHIPS: dict[str, Membership] = {"ListingCart": in_cart, "SavedSearch": in_saved_search}
