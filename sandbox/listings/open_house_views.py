"""All open houses to come in the MLS: https://sparkplatform.com/docs/api_services/open_houses"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, Response, request

from sandbox.access import current
from sandbox.envelope import SparkFault, results
from sandbox.homes import Home, by_id, homes, retold, seen
from sandbox.homes.fields import spelled
from sandbox.homes.listing import Fields
from sandbox.homes.open_houses import OpenHouse, upcoming
from sandbox.listings.answers import answer
from sandbox.listings.fields import searchable, sortable
from sandbox.listings.parts import open_house
from sandbox.listings.query import Choice, choice, page_of, paging
from sandbox.listings.reads import reads_only
from sandbox.listings.views import photo_server
from sandbox.sparkql import MASK, FieldKind, Row, compile_filter, order_by

OWN: dict[str, FieldKind] = {
    "Id": "Character",
    "Date": "Date",
    "OpenHouseStartTimestamp": "Datetime",
    "OpenHouseEndTimestamp": "Datetime",
}

bp = Blueprint("open_houses", __name__, url_prefix="/v1/openhouses")
bp.before_request(reads_only)


@bp.route("", methods=["GET", "POST"])
def search() -> Response:
    """By their own times and by the fields of their listings; the soonest first unless asked otherwise."""
    matches = compile_filter(request.values.get("_filter", ""), searchable() | OWN)
    ordered = order_by(request.values.get("_orderby", "") or "OpenHouseStartTimestamp", sortable() | OWN)
    return page_of(ordered(row for row in _rows() if matches(row)), paging(request.values), _answers)


@bp.route("/<id_>", methods=["GET", "POST"])
def one(id_: str) -> Response:
    found = [row for row in _rows() if row["Id"] == id_]
    if not found:
        raise SparkFault(404, 404, "Not Found")
    return results(_answers(found))


def _rows() -> list[Row]:
    now = datetime.now(UTC)
    return [
        _row(home, visit)
        for home in homes(current().mls_id)
        if home.open_houses
        for visit in upcoming(home.open_houses, now)
    ]


def _row(home: Home, visit: OpenHouse) -> Row:
    """What is searched, and the item that is answered; a masked date cannot be searched out."""
    role = current().role
    [item] = retold(home, role, [open_house(home, visit) | {"ListingKey": home.id}])
    times: Fields = {
        "Date": visit.begins.date().isoformat(),
        "OpenHouseStartTimestamp": spelled(visit.begins.astimezone(UTC)),
        "OpenHouseEndTimestamp": spelled(visit.ends.astimezone(UTC)),
    }
    known = dict.fromkeys(times, MASK) if item["Date"] == MASK else times
    return seen(home, role) | known | {"Id": visit.id, "Item": item}


def _answers(rows: Sequence[Row]) -> list[Fields]:
    """With the listing inside where `_expand=Listing` asks for it."""
    asked = choice(request.values)
    return [_item(row) | (_listing(row, asked) if "Listing" in asked.expand else {}) for row in rows]


def _item(row: Row) -> Fields:
    item = row["Item"]
    return item if isinstance(item, dict) else {}


def _listing(row: Row, asked: Choice) -> Fields:
    access = current()
    home = by_id(access.mls_id)[str(row["ListingKey"])]
    return {"Listing": answer(home, access.role, "Summary", Choice(None, asked.expand), photo_server())}
