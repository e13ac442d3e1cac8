"""GET /searches/<id>: the homes that a saved search finds, run by Spark; with `new=1` only those new this week."""

from __future__ import annotations

from dataclasses import replace

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from app import settings
from app.pages import frame, trail
from app.pages.search import choices
from app.pages.search.address import SORTS, tidy
from app.pages.search.asked import Asked
from app.pages.search.results import last_page, results
from app.sign_in.consumer import spark
from app.spark import listings
from app.spark.errors import Misasked
from app.spark.listings import Page
from app.spark.saved_searches import SavedSearch

from . import news
from .every import row
from .gone import NoSearch


def run(search_id: str) -> str:
    """Raises NoSearch."""
    frame.begin()
    search = news.find(search_id)
    if search is None:
        raise NoSearch
    asked, only_new, cap = _asked(), "new" in request.args, settings.current().results_cap
    found = results(_homes(search, asked, only_new, last_page(cap)), asked, frame.carts(), cap)
    trail.leave(found.page.listings)
    return render_template("searches/run.html", row=row(search), asked=asked, found=found, only_new=only_new)


def _asked() -> Asked:
    """How the homes are to be seen; which ones is up to the saved search."""
    given = tidy(request.args)
    view: dict[str, str] = {name: str(given[name]) for name in ("sort", "page") if name in given}
    return Asked.read(MultiDict(view), choices())


def _homes(search: SavedSearch, asked: Asked, only_new: bool, last: int) -> Page:
    query = search.query(news.NEW) if only_new else search.query()
    _, by, way = SORTS[asked.sort]
    try:
        return listings.search(spark(), replace(query, order=way + by), page=min(asked.number, last))
    except Misasked:  # deleted a moment ago
        raise NoSearch from None
