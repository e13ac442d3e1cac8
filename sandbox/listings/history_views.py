"""The history of a listing and of its property, in short for everybody but agents.

Follows https://sparkplatform.com/docs/api_services/listings/history and historical.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from sandbox.access import current
from sandbox.envelope import results
from sandbox.homes import Home, retold
from sandbox.homes.listing import Fields
from sandbox.listings.answers import answer
from sandbox.listings.history import earlier_listings, events
from sandbox.listings.query import choice
from sandbox.listings.reads import reads_only
from sandbox.listings.views import find, photo_server
from sandbox.mls import LAKES

IN_SHORT = ("Event", "ModificationTimestamp", "PriceAtEvent", "PriceChange", "NewValue")

bp = Blueprint("history", __name__, url_prefix="/v1/listings/<listing_id>")
bp.before_request(reads_only)


@bp.route("/history", methods=["GET", "POST"])
def history(listing_id: str) -> Response:
    return results(_told(find(listing_id)))


@bp.route("/historical", methods=["GET", "POST"])
def historical(listing_id: str) -> Response:
    asked, role = choice(request.values), current().role
    found = earlier_listings(find(listing_id)) if not _closed() else ()
    return results([answer(home, role, "Summary", asked, photo_server()) for home in found])


@bp.route("/historical/pricehistory", methods=["GET", "POST"])
def price_history(listing_id: str) -> Response:
    """Of this and the earlier listings together, oldest first."""
    home = find(listing_id)
    return results([event for one in (*earlier_listings(home), home) for event in _told(one)])


def _closed() -> bool:
    """The Lakes MLS keeps its history from consumers, and nobody tells it to anonymous visitors."""
    access = current()
    return access.role == "idx" or (access.role != "private" and access.mls_id == LAKES.id)


def _told(home: Home) -> list[Fields]:
    if _closed():
        return []
    access = current()
    if access.role == "private":
        by = {"Id": access.agent.id, "ResourceUri": f"/v1/accounts/{access.agent.id}", "Name": access.agent.name}
        return [event | {"ChangedBy": by} for event in events(home)]
    short = [{name: event[name] for name in IN_SHORT if name in event} for event in events(home)]
    return retold(home, access.role, short)
