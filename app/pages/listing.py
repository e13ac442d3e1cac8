"""GET /homes/<id>: one home with its photos."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from app.sign_in.consumer import spark
from app.spark import listings
from app.spark.client import later

from . import frame

bp = Blueprint("listing", __name__)


@bp.get("/homes/<listing_id>")
def show(listing_id: str) -> str:
    frame.begin()
    coming = later(listings.find, spark(), listing_id)
    return render_template("listing/listing.html", home=coming.result(), back=_back())


def _back() -> str:
    """The page of the search that the visitor came from, with its order; else the search."""
    page, _, query = (request.referrer or "").partition("?")
    search = url_for("search.show")
    return f"{search}?{query}" if page.endswith(search) and query else search
