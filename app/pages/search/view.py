"""The page of the search."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from app import session, settings
from app.pages import frame, trail
from app.pages.map import draw
from app.sign_in.consumer import spark
from app.spark import listings
from app.spark.client import later

from . import address
from .asked import Asked
from .options import choices
from .results import last_page, results

bp = Blueprint("search", __name__)


@bp.get("/search")
def show() -> str | Response:
    tidy = address.tidy(request.args)
    if list(request.args.lists()) != _lists(tidy):
        return redirect(url_for("search.show", **tidy))
    frame.begin()
    asked, cap = Asked.read(request.args, choices()), settings.current().results_cap
    coming = later(listings.search, spark(), asked.listings, page=min(asked.number, last_page(cap)))
    found = results(coming.result(), asked, frame.carts(), cap)
    trail.leave(found.page.listings)
    place = draw(found.page.listings, frame.carts(), session.current().get("recent", ()))
    return render_template("search/search.html", asked=asked, found=found, page=found.page, place=place)


def _lists(query: address.Query) -> list[tuple[str, list[str]]]:
    return [(name, [value] if isinstance(value, str) else value) for name, value in query.items()]
