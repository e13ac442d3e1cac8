"""GET /open-houses, and the calendar files of one open house and of a day."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from flask import Blueprint, abort, render_template, request
from werkzeug import Response

from app import settings
from app.pages import frame, trail
from app.pages.search import choices, read
from app.sign_in.consumer import spark
from app.spark import listings
from app.spark.errors import NotFound
from app.spark.sparkql import eq
from app.spark.system import System

from .agenda import Agenda, Showing, agenda

bp = Blueprint("open_houses", __name__)

CHOICES = {"all": "All homes", "saved": "Saved homes", "search": "Last search"}


@bp.get("/open-houses")
def show() -> str:
    frame.begin()
    of_which, found = _agenda()
    return render_template("open_houses/open_houses.html", agenda=found, of_which=of_which, choices=_offered())


@bp.get("/open-houses/<listing_id>/<open_house_id>.ics")
def one(listing_id: str, open_house_id: str) -> Response:
    """Raises NotFound, also for an open house that was called off."""
    frame.begin()
    home = listings.find(spark(), listing_id, expand="OpenHouses")
    found = next((one for one in home.open_houses if one.id == open_house_id), None)
    if found is None:
        raise NotFound("no such open house", status=404)
    return _file([Showing(home, found.at(_zone()))], found.id)


@bp.get("/open-houses/<day>.ics")
def day(day: str) -> Response:
    """All open houses of a day that are not over, of those that the page shows with the same query."""
    wanted = _date(day)
    frame.begin()
    found = next((day.showings for day in _agenda()[1].days if day.date == wanted), ())
    coming = [showing for showing in found if not showing.over]
    if not coming:
        abort(404)
    return _file(coming, wanted.isoformat())


def _agenda() -> tuple[str, Agenda]:
    """Of which homes (the first of those offered, unless the query names another), and the agenda of these."""
    asked = request.args.get("of")
    of_which = asked if asked in _offered() else "all"
    return of_which, agenda(_now(), frame.carts(), filter=_filter(of_which), cap=settings.current().results_cap)


def _offered() -> dict[str, str]:
    """What this visitor can choose from, with labels."""
    carts = frame.carts()
    there = {"all": True, "saved": carts and carts.saved, "search": trail.last_search()}
    return {name: label for name, label in CHOICES.items() if there[name]}


def _filter(of_which: str) -> str:
    carts = frame.carts()
    if of_which == "saved" and carts and carts.saved:
        return eq("ListingCart", carts.saved.id)
    if of_which == "search" and (query := trail.last_search()):
        known = choices()
        criteria, _ = read(query, known)
        return criteria.filter(known.usable)
    return listings.FOR_SALE


def _now() -> datetime:
    return datetime.now(_zone())


def _zone() -> tzinfo:
    """That of the MLS."""
    around = frame.frame()
    return (around.system if around else System()).zone


def _date(text: str) -> date:
    """Raises NotFound (404)."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        abort(404)


def _file(showings: list[Showing], name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="open-house-{name}.ics"'}
    from .calendar_file import calendar  # noqa: PLC0415 - its library takes 4 MB of a process that may never need it

    return Response(calendar(showings), headers=headers, content_type="text/calendar; charset=utf-8")
