"""`OpenHouses` and `HotSheet` beside a `_filter`.

Follows https://sparkplatform.com/docs/api_services/listings/listing_hot_sheet_parameters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.envelope import SparkFault
from sandbox.homes import Home
from sandbox.homes.listing import Fields
from sandbox.homes.open_houses import upcoming
from sandbox.mls import EVERY_MLS
from sandbox.sparkql import MASK

Wanted = Callable[[Home, Fields], bool]
DAYS = {str(days) for days in range(1, 31)}
HAPPENED = {"new": "OriginalOnMarketTimestamp", "price": "PriceChangeTimestamp", "sold": "StatusChangeTimestamp"}


def hot(parameters: Mapping[str, str], mls_id: str) -> Wanted:
    """Whether a home, with its fields as the role sees them, is wanted; raises a 1053 fault for other values."""
    now = datetime.now(ZoneInfo(EVERY_MLS[mls_id].zone))
    tests = []
    if "OpenHouses" in parameters:
        tests.append(_open_within(parameters["OpenHouses"], now))
    if "HotSheet" in parameters:
        tests.append(_happened(parameters["HotSheet"], now))
    return lambda home, fields: all(test(home, fields) for test in tests)


def _open_within(days: str, now: datetime) -> Wanted:
    if days not in DAYS | {"all"}:
        raise SparkFault(400, 1053, "OpenHouses must be a number of days from 1 to 30, or all")
    last = None if days == "all" else now.date() + timedelta(days=int(days))
    return lambda home, _: any(last is None or visit.begins.date() <= last for visit in upcoming(home.open_houses, now))


def _happened(what: str, now: datetime) -> Wanted:
    """In the last day; on a Monday in the last three, so that nobody misses a weekend."""
    if what not in HAPPENED:
        raise SparkFault(400, 1053, f"HotSheet must be one of {', '.join(HAPPENED)}")
    since = now - timedelta(hours=72 if now.weekday() == 0 else 24)

    def happened(_: Home, fields: Fields) -> bool:
        when = fields[HAPPENED[what]]
        if when in {None, MASK} or (what == "sold" and fields["StandardStatus"] != "Closed"):
            return False
        return since <= datetime.fromisoformat(str(when)).astimezone(UTC) <= now

    return happened
