"""GET /homes/<id>: one home with everything that its seller and its MLS let be seen."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for

from app import settings
from app.pages import frame, recent, trail
from app.pages.map import draw
from app.pages.of_the_mls import OfTheMls
from app.sign_in.consumer import spark
from app.spark import detail, history
from app.spark.client import later
from app.spark.groups import Place, field_order, groups

from . import estimate, similar
from .addressed import Addressed

bp = Blueprint("listing", __name__)

ORDERS: OfTheMls[tuple[Place, ...]] = OfTheMls(field_order, ())
"""The order of the details, by property type."""


@bp.get("/homes/<listing_id>")
def show(listing_id: str) -> str:
    frame.begin()
    coming, events = later(detail.find, spark(), listing_id), later(history.history, spark(), listing_id)
    found = coming.result()
    home = found.listing
    coming_similar, order, addressed = similar.Coming(home), ORDERS.begin(home.facts.type_code), Addressed(home)
    recent.note(home.id)
    alike = coming_similar.result()
    return render_template(
        "listing/listing.html",
        home=addressed.result(),
        parts=found,
        groups=groups(found.facts, found.custom, order.result()),
        events=frame.panel(events) or (),
        similar=alike,
        place=draw([home, *alike.homes], frame.carts()) if alike else None,
        estimate=estimate.offer(found, _kind(home.facts.type_code), request.args),
        trail=trail.of(home.id),
        address=settings.current().site + url_for("listing.show", listing_id=home.id),
    )


def _kind(type_code: str | None) -> str:
    """The MLS's word for the type of property."""
    types = found.types if (found := frame.frame()) else {}
    return types.get(type_code or "", "")
