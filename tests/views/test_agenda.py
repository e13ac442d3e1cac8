"""Which open houses stand on which day, from made values."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.spark.carts import SAVED, ListingCart, ListingCarts
from app.views.open_houses import Day, _days, _showings
from tests.screens import home

NOW = datetime(2026, 6, 3, 12, tzinfo=ZoneInfo("America/Chicago"))
MINE = ListingCarts((ListingCart("1", "Saved", SAVED, 1, ("c",)),))


def told(starts: dict[str, datetime]) -> tuple[Day, ...]:
    """The days of homes, by id, that have an open house of an hour then."""
    homes = [replace(home(OpenHouses=[_hour(start)]), id=home_id) for home_id, start in starts.items()]
    return _days([showing for one in homes for showing in _showings(one, NOW, MINE)])


def _hour(start: datetime) -> dict[str, str]:
    ends = {"Start": start, "End": start + timedelta(hours=1)}
    return {f"OpenHouse{end}Timestamp": moment.isoformat() for end, moment in ends.items()}


def ids(days: tuple[Day, ...]) -> list[str]:
    return [showing.home.id for day in days for showing in day.showings]


def test_it_begins_today_and_ends_after_fourteen_days_by_the_clock_of_the_mls() -> None:
    midnight = NOW.replace(hour=0)
    edges = {"a": midnight - timedelta(minutes=1), "b": midnight, "e": midnight + timedelta(days=14, minutes=-1)}
    found = told(edges | {"f": midnight + timedelta(days=14)})
    assert ids(found) == ["b", "e"]
    assert [day.date.isoformat() for day in found] == ["2026-06-03", "2026-06-16"]


def test_of_those_that_begin_together_the_saved_ones_come_first() -> None:
    found = told({"b": NOW, "a": NOW, "c": NOW, "e": NOW - timedelta(hours=3)})
    assert ids(found) == ["e", "c", "a", "b"]
    assert [showing.saved for day in found for showing in day.showings] == [False, True, False, False]


def test_one_that_is_over_is_marked_as_such() -> None:
    found = told({"a": NOW - timedelta(hours=1), "b": NOW - timedelta(minutes=59)})
    assert [showing.over for day in found for showing in day.showings] == [True, False]
