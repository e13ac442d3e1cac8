"""GET /open-houses: open houses of the next two weeks, and the calendar files of one and of a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import groupby

from flask import Blueprint, abort, render_template, request
from werkzeug import Response

from app import config
from app.auth.access import spark_client
from app.spark import listings
from app.spark.carts import HIDDEN, SAVED, ListingCarts
from app.spark.client import submit
from app.spark.errors import NotFound
from app.spark.listing import Listing
from app.spark.listings import FOR_SALE, ListingPage, ListingQuery, search
from app.spark.open_houses import OpenHouse
from app.spark.sparkql import eq
from app.views.browsing_history import last_search
from app.views.context import carts, page_context
from app.views.search import query_string
from app.views.search.choices import search_choices

bp = Blueprint("open_houses", __name__)

DAYS = 14
A_CALL, CALLS = 25, 3
"""How many homes Spark returns at once, and the most pages to fetch: nobody visits more."""
CHOICES = {"all": "All homes", "saved": "Saved homes", "search": "Last search"}


@dataclass(frozen=True)
class Showing:
    """An open house and its home."""

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


@bp.get("/open-houses")
def show() -> str:
    of_which, found = _agenda()
    return render_template("open_houses/open_houses.html", agenda=found, of_which=of_which, choices=_offered())


@bp.get("/open-houses/<listing_id>/<open_house_id>.ics")
def one(listing_id: str, open_house_id: str) -> Response:
    """Raises NotFound, also for an open house that was called off."""
    home = listings.fetch(spark_client(), listing_id, expand="OpenHouses")
    found = next((one for one in home.open_houses if one.id == open_house_id), None)
    if found is None:
        raise NotFound("no such open house", status=404)
    return _file([Showing(home, found.in_zone(_zone()))], found.id)


@bp.get("/open-houses/<day>.ics")
def day(day: str) -> Response:
    """All open houses of a day that are not over, of those that the page shows with the same query."""
    wanted = _date(day)
    found = next((day.showings for day in _agenda()[1].days if day.date == wanted), ())
    coming = [showing for showing in found if not showing.over]
    if not coming:
        abort(404)
    return _file(coming, wanted.isoformat())


def _agenda() -> tuple[str, Agenda]:
    """Of which homes (all, unless the query names another choice), and their agenda."""
    chosen = request.args.get("of")
    of_which = chosen if chosen in _offered() else "all"
    return of_which, agenda(_now(), carts(), filter=_filter(of_which), cap=config.current().results_cap)


def _offered() -> dict[str, str]:
    """What this visitor can choose from, with labels."""
    mine = carts()
    there = {"all": True, "saved": mine and mine.saved, "search": last_search()}
    return {name: label for name, label in CHOICES.items() if there[name]}


def _filter(of_which: str) -> str:
    mine = carts()
    if of_which == "saved" and mine and mine.saved:
        return eq("ListingCart", mine.saved.id)
    if of_which == "search" and (query := last_search()):
        known = search_choices()
        criteria, _ = query_string.parse(query, known)
        return criteria.sparkql(known.usable)
    return listings.FOR_SALE


def _now() -> datetime:
    return datetime.now(_zone())


def _zone() -> tzinfo:
    """The time zone of the MLS."""
    return page_context().system.zone


def _date(text: str) -> date:
    """Raises NotFound (404)."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        abort(404)


def _file(showings: list[Showing], name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="open-house-{name}.ics"'}
    from app.views.open_houses.calendar_file import calendar  # noqa: PLC0415 - its library takes 4 MB of a process that may never need it

    return Response(calendar(showings), headers=headers, content_type="text/calendar; charset=utf-8")


def agenda(now: datetime, carts: ListingCarts | None, filter: str = FOR_SALE, cap: int = 75) -> Agenda:  # noqa: A002 - Spark's word
    """The agenda of the homes that match this SparkQL, of `cap` at most, without those that the consumer has hidden."""
    limit = min(A_CALL, cap)
    calls = min(CALLS, cap // limit)
    pages = _pages(ListingQuery(filter=filter, parameters={"OpenHouses": str(DAYS)}), limit, calls)
    homes = {home.id: home for page in pages for home in page.listings}
    shown = [home for home in homes.values() if not (carts and carts.holds(HIDDEN, home.id))]
    showings = [showing for home in shown for showing in _showings(home, now, carts)]
    return Agenda(_days(showings), pages[0].total, min(pages[0].total, limit * calls))


def _pages(query: ListingQuery, limit: int, calls: int) -> list[ListingPage]:
    """The first page, then at the same time those that it tells of."""
    first = search(spark_client(), query, limit=limit)
    numbers = range(2, min(first.pages, calls) + 1)
    others = [submit(search, spark_client(), query, page=number, limit=limit) for number in numbers]
    return [first, *(other.result() for other in others)]


def _showings(home: Listing, now: datetime, carts: ListingCarts | None) -> Iterable[Showing]:
    first, last = now.date(), now.date() + timedelta(days=DAYS)
    saved = carts is not None and carts.holds(SAVED, home.id)
    for one in home.open_houses:
        there = one.in_zone(now.tzinfo or UTC)
        if first <= there.start.date() < last:
            yield Showing(home, there, saved, over=there.ends_at <= now)


def _days(showings: list[Showing]) -> tuple[Day, ...]:
    """By time; of those that begin together, the saved ones first."""
    ordered = sorted(showings, key=lambda one: (one.open_house.start, not one.saved, one.home.id))
    return tuple(Day(day, tuple(those)) for day, those in groupby(ordered, lambda one: one.open_house.start.date()))
