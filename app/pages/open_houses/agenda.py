"""The open houses of the next two weeks, day by day, in the zone of the MLS."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from app.sign_in.consumer import spark
from app.spark.carts import HIDDEN, SAVED, Carts
from app.spark.client import later
from app.spark.listing import Listing
from app.spark.listings import FOR_SALE, Page, Query, search
from app.spark.open_houses import OpenHouse

DAYS = 14
A_CALL, CALLS = 25, 3
"""How many homes Spark gives at once, and how often it is asked at most: nobody visits more."""


@dataclass(frozen=True)
class Showing:
    """An open house and the home that it is of."""

    home: Listing
    open_house: OpenHouse
    saved: bool = False
    over: bool = False


@dataclass(frozen=True)
class Day:
    date: date
    showings: tuple[Showing, ...]


@dataclass(frozen=True)
class Agenda:
    """`homes` is how many have open houses then, `asked` how many of these the days are made of."""

    days: tuple[Day, ...]
    homes: int
    asked: int


def agenda(now: datetime, carts: Carts | None, filter: str = FOR_SALE, cap: int = 75) -> Agenda:  # noqa: A002 - Spark's word
    """The agenda of the homes that match this SparkQL, of `cap` at most, without those that the consumer has hidden."""
    limit = min(A_CALL, cap)
    calls = min(CALLS, cap // limit)
    pages = _pages(Query(filter=filter, plain={"OpenHouses": str(DAYS)}), limit, calls)
    homes = {home.id: home for page in pages for home in page.listings}
    shown = [home for home in homes.values() if not (carts and carts.holds(HIDDEN, home.id))]
    showings = [showing for home in shown for showing in _showings(home, now, carts)]
    return Agenda(_days(showings), pages[0].total, min(pages[0].total, limit * calls))


def _pages(query: Query, limit: int, calls: int) -> list[Page]:
    """The first page, then at the same time those that it tells of."""
    first = search(spark(), query, limit=limit)
    numbers = range(2, min(first.pages, calls) + 1)
    others = [later(search, spark(), query, page=number, limit=limit) for number in numbers]
    return [first, *(other.result() for other in others)]


def _showings(home: Listing, now: datetime, carts: Carts | None) -> Iterable[Showing]:
    first, last = now.date(), now.date() + timedelta(days=DAYS)
    saved = carts is not None and carts.holds(SAVED, home.id)
    for one in home.open_houses:
        there = one.at(now.tzinfo or UTC)
        if first <= there.start.date() < last:
            yield Showing(home, there, saved, over=there.over <= now)


def _days(showings: list[Showing]) -> tuple[Day, ...]:
    """By time; of those that begin together, the saved ones first."""
    ordered = sorted(showings, key=lambda one: (one.open_house.start, not one.saved, one.home.id))
    return tuple(Day(day, tuple(those)) for day, those in groupby(ordered, lambda one: one.open_house.start.date()))
