"""The expansions of one listing, each with its own endpoint.

Follows https://sparkplatform.com/docs/api_services/listings/videos and its neighbors.
"""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.auth import current_access
from sandbox.errors import SparkError
from sandbox.homes import response_items
from sandbox.homes.listing import Fields
from sandbox.listings.expansions import expand, raw_rows, serialize_open_house
from sandbox.listings.query import require_read
from sandbox.listings.views import find_home, photo_base_url
from sandbox.responses import results

EXPANSION_NAMES = {
    "photos": "Photos",
    "videos": "Videos",
    "virtualtours": "VirtualTours",
    "documents": "Documents",
    "rooms": "Rooms",
    "units": "Units",
    "floplans": "FloPlans",
    "floorplans": "FloorPlans",
    "openhouses": "OpenHouses",
}
EXPANSION_RULE = f"<any({', '.join(EXPANSION_NAMES)}):name>"

bp = Blueprint("expansions", __name__, url_prefix="/v1/listings/<listing_id>")
bp.before_request(require_read)


@bp.route(f"/{EXPANSION_RULE}", methods=["GET", "POST"])
def list_items(listing_id: str, name: str) -> Response:
    return results(_items(listing_id, name))


@bp.route(f"/{EXPANSION_RULE}/<item_id>", methods=["GET", "POST"])
def get_item(listing_id: str, name: str, item_id: str) -> Response:
    """Also finds open houses that are past or streamed."""
    items = _all_open_houses(listing_id) if name == "openhouses" else _items(listing_id, name)
    found = [item for item in items if str(item["Id"]) == item_id]
    if not found:
        raise SparkError(404, 404, "Not Found")
    return results(found)


def _items(listing_id: str, name: str) -> list[Fields]:
    return expand(find_home(listing_id), current_access().role, EXPANSION_NAMES[name], photo_base_url())


@bp.route("/rooms/raw", methods=["GET", "POST"])
def list_raw_rooms(listing_id: str) -> Response:
    return results(raw_rows(find_home(listing_id), current_access().role, "Rooms"))


@bp.route("/units/raw", methods=["GET", "POST"])
def list_raw_units(listing_id: str) -> Response:
    return results(raw_rows(find_home(listing_id), current_access().role, "Units"))


@bp.route("/openhouses/all", methods=["GET", "POST"])
def list_all_open_houses(listing_id: str) -> Response:
    return results(_all_open_houses(listing_id))


@bp.route("/openhouses/livestream", methods=["GET", "POST"])
def list_livestreams(listing_id: str) -> Response:
    return results([item for item in _all_open_houses(listing_id) if "Livestream" in item])


def _all_open_houses(listing_id: str) -> list[Fields]:
    home = find_home(listing_id)
    items = [serialize_open_house(home, open_house) for open_house in home.open_houses]
    return response_items(home, current_access().role, items)
