"""GET /search: the homes that match, page by page. The address is the state."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from app import config
from app.auth.access import spark_client
from app.spark import listings
from app.spark.carts import HIDDEN, ListingCarts
from app.spark.client import submit
from app.spark.listings import PAGE_SIZE, ListingPage
from app.views.browsing_history import note_list, recently_viewed
from app.views.context import carts
from app.views.map import draw
from app.views.search import query_string
from app.views.search.choices import search_choices
from app.views.search.form import SearchForm

bp = Blueprint("search", __name__)


@dataclass(frozen=True)
class Results:
    """`matches` counts all matching homes; `page` covers only those that this site shows. `hidden` counts the homes
    left out of this page because the consumer hid them."""

    page: ListingPage
    matches: int
    hidden: int = 0

    @property
    def capped(self) -> bool:
        return self.matches > self.page.total


@bp.get("/search")
def show() -> str | Response:
    canonical = query_string.canonical(request.args)
    if list(request.args.lists()) != _lists(canonical):
        return redirect(url_for("search.show", **canonical))
    form, cap = SearchForm.read(request.args, search_choices()), config.current().results_cap
    coming = submit(listings.search, spark_client(), form.listings, page=min(form.number, last_page(cap)))
    found = results(coming.result(), form, carts(), cap)
    note_list(found.page.listings)
    place = draw(found.page.listings, carts(), recently_viewed())
    return render_template("search/search.html", search_form=form, found=found, page=found.page, place=place)


def last_page(cap: int) -> int:
    """The last page with homes to show."""
    return math.ceil(cap / PAGE_SIZE)


def results(found: ListingPage, form: SearchForm, carts: ListingCarts | None, cap: int) -> Results:
    """`cap` is how many homes of a search this site shows, see RESULTS_CAP."""
    within = found.listings[: max(cap - (found.number - 1) * PAGE_SIZE, 0)]
    shown = [home for home in within if form.hidden or not (carts and carts.holds(HIDDEN, home.id))]
    pages, total = min(found.pages, last_page(cap)), min(found.total, cap)
    page = replace(found, listings=tuple(shown), pages=pages, total=total)
    return Results(page, found.total, len(within) - len(shown))


def _lists(query: query_string.Query) -> list[tuple[str, list[str]]]:
    return [(name, [value] if isinstance(value, str) else value) for name, value in query.items()]
