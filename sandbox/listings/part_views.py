"""The parts of one listing, each at an address of its own.

Follows https://sparkplatform.com/docs/api_services/listings/videos and its neighbors.
"""

from __future__ import annotations

from flask import Blueprint, Response

from sandbox.access import current
from sandbox.envelope import SparkFault, results
from sandbox.homes import retold
from sandbox.homes.listing import Fields
from sandbox.listings.parts import open_house, part, raw
from sandbox.listings.reads import reads_only
from sandbox.listings.views import find, photo_server

NAMES = {
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
ANY = f"<any({', '.join(NAMES)}):name>"

bp = Blueprint("parts", __name__, url_prefix="/v1/listings/<listing_id>")
bp.before_request(reads_only)


@bp.route(f"/{ANY}", methods=["GET", "POST"])
def items(listing_id: str, name: str) -> Response:
    return results(part(find(listing_id), current().role, NAMES[name], photo_server()))


@bp.route(f"/{ANY}/<item_id>", methods=["GET", "POST"])
def item(listing_id: str, name: str, item_id: str) -> Response:
    """An open house is found here also when it is over or streamed."""
    if name == "openhouses":
        return results(_with_id(_every_open_house(listing_id), item_id))
    return results(_with_id(part(find(listing_id), current().role, NAMES[name], photo_server()), item_id))


def _with_id(found: list[Fields], item_id: str) -> list[Fields]:
    chosen = [one for one in found if str(one["Id"]) == item_id]
    if not chosen:
        raise SparkFault(404, 404, "Not Found")
    return chosen


@bp.route("/rooms/raw", methods=["GET", "POST"])
def raw_rooms(listing_id: str) -> Response:
    return results(raw(find(listing_id), current().role, "Rooms"))


@bp.route("/units/raw", methods=["GET", "POST"])
def raw_units(listing_id: str) -> Response:
    return results(raw(find(listing_id), current().role, "Units"))


@bp.route("/openhouses/all", methods=["GET", "POST"])
def every_open_house(listing_id: str) -> Response:
    return results(_every_open_house(listing_id))


@bp.route("/openhouses/livestream", methods=["GET", "POST"])
def streamed(listing_id: str) -> Response:
    return results([one for one in _every_open_house(listing_id) if "Livestream" in one])


def _every_open_house(listing_id: str) -> list[Fields]:
    home = find(listing_id)
    return retold(home, current().role, [open_house(home, one) for one in home.open_houses])
