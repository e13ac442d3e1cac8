"""All upcoming open houses of the MLS: https://sparkplatform.com/docs/api_services/open_houses"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from flask import Blueprint, Response, request

from sandbox.auth import current_access
from sandbox.errors import SparkError
from sandbox.homes import Home, by_id, homes, response_items, visible_fields
from sandbox.homes.fields import format_timestamp
from sandbox.homes.listing import Fields
from sandbox.homes.open_houses import OpenHouse, upcoming
from sandbox.listings.expansions import serialize_open_house
from sandbox.listings.fields import searchable_fields, sortable_fields
from sandbox.listings.query import Selection, paginate, parse_paging, parse_selection, require_read
from sandbox.listings.serializers import serialize_listing
from sandbox.listings.views import photo_base_url
from sandbox.responses import results
from sandbox.sparkql import MASK, FieldKind, Row, compile_filter, order_by

OPEN_HOUSE_FIELDS: dict[str, FieldKind] = {
    "Id": "Character",
    "Date": "Date",
    "OpenHouseStartTimestamp": "Datetime",
    "OpenHouseEndTimestamp": "Datetime",
}

bp = Blueprint("open_houses", __name__, url_prefix="/v1/openhouses")
bp.before_request(require_read)


@bp.route("", methods=["GET", "POST"])
def search_open_houses() -> Response:
    """Filters and sorts by the fields of open houses and of their listings. The default order is by start."""
    matches = compile_filter(request.values.get("_filter", ""), searchable_fields() | OPEN_HOUSE_FIELDS)
    order = request.values.get("_orderby", "") or "OpenHouseStartTimestamp"
    ordered = order_by(order, sortable_fields() | OPEN_HOUSE_FIELDS)
    return paginate(ordered(row for row in _rows() if matches(row)), parse_paging(request.values), _serialize_rows)


@bp.route("/<id_>", methods=["GET", "POST"])
def get_open_house(id_: str) -> Response:
    found = [row for row in _rows() if row["Id"] == id_]
    if not found:
        raise SparkError(404, 404, "Not Found")
    return results(_serialize_rows(found))


def _rows() -> list[Row]:
    now = datetime.now(UTC)
    return [
        _row(home, visit)
        for home in homes(current_access().mls_id)
        if home.open_houses
        for visit in upcoming(home.open_houses, now)
    ]


def _row(home: Home, visit: OpenHouse) -> Row:
    """The searchable fields and, as `Item`, the response. A masked date cannot be searched."""
    role = current_access().role
    [item] = response_items(home, role, [serialize_open_house(home, visit) | {"ListingKey": home.id}])
    times: Fields = {
        "Date": visit.begins.date().isoformat(),
        "OpenHouseStartTimestamp": format_timestamp(visit.begins.astimezone(UTC)),
        "OpenHouseEndTimestamp": format_timestamp(visit.ends.astimezone(UTC)),
    }
    if item["Date"] == MASK:
        times = dict.fromkeys(times, MASK)
    return visible_fields(home, role) | times | {"Id": visit.id, "Item": item}


def _serialize_rows(rows: Sequence[Row]) -> list[Fields]:
    """The open houses, with their listings for `_expand=Listing`."""
    expand = parse_selection(request.values).expand
    return [_item(row) | (_listing(row, expand) if "Listing" in expand else {}) for row in rows]


def _item(row: Row) -> Fields:
    item = row["Item"]
    return item if isinstance(item, dict) else {}


def _listing(row: Row, expand: frozenset[str]) -> Fields:
    access = current_access()
    home = by_id(access.mls_id)[str(row["ListingKey"])]
    return {"Listing": serialize_listing(home, access.role, "Summary", Selection(None, expand), photo_base_url())}
