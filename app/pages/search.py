"""GET /search: the homes that this sign-in opens, page by page. The address is the state."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug import Response

from app.sign_in.consumer import spark
from app.spark import listings
from app.spark.client import later

from . import frame

bp = Blueprint("search", __name__)

SORTS = {
    "newest": ("Newest first", listings.NEWEST),
    "price": ("Price, low to high", "ListPrice"),
    "price-down": ("Price, high to low", "-ListPrice"),
    "beds": ("Most bedrooms", "-BedsTotal"),
    "size": ("Largest first", "-BuildingAreaTotal"),
}
LAST_PAGE = 100_000


@bp.get("/search")
def show() -> str | Response:
    frame.begin()
    sort, number = _sort(), _page()
    coming = later(listings.search, spark(), page=number, order=SORTS[sort][1])
    return render_template(
        "search/search.html", page=coming.result(), sort=sort, sorts={key: label for key, (label, _) in SORTS.items()}
    )


def _sort() -> str:
    sort = request.args.get("sort", "newest")
    return sort if sort in SORTS else "newest"


def _page() -> int:
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
    return min(max(number, 1), LAST_PAGE)
