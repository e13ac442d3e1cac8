"""Search, one listing, and an agent's own listings.

Follows https://sparkplatform.com/docs/api_services/listings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, request

from sandbox.auth import current_access
from sandbox.errors import SparkError
from sandbox.homes import Home, by_id, homes, visible_fields
from sandbox.listings.fields import searchable_fields, sortable_fields
from sandbox.listings.filters import MEMBERSHIPS, hot_sheet_filter
from sandbox.listings.query import NEWEST_FIRST, Paging, paginate, parse_paging, parse_selection, require_read
from sandbox.listings.serializers import View, serialize_listing
from sandbox.responses import results
from sandbox.sparkql import Row, compile_filter, order_by

bp = Blueprint("listings", __name__)
bp.before_request(require_read)


@bp.route("/v1/listings", methods=["GET", "POST"])
def search_listings() -> Response:
    return page_of_homes(homes(current_access().mls_id))


@bp.route("/v1/my/listings", methods=["GET", "POST"])
def list_my_listings() -> Response:
    """The signed-in agent's own listings. Consumers have none."""
    access = current_access()
    if access.role != "private":
        raise SparkError(403, 1500, "This service is not available to your role")
    return page_of_homes(home for home in homes(access.mls_id) if home.fields["ListAgentId"] == access.agent.id)


@bp.route("/v1/listings/<listing_id>", methods=["GET", "POST"])
def get_listing(listing_id: str) -> Response:
    home, selection = find_home(listing_id), parse_selection(request.values)
    return results([serialize_listing(home, current_access().role, "Detail", selection, photo_base_url())])


def find_home(listing_id: str) -> Home:
    home = by_id(current_access().mls_id).get(listing_id)
    if home is None:
        raise SparkError(404, 404, "Not Found")
    return home


def page_of_homes(candidates: Iterable[Home]) -> Response:
    """One page of the homes that match `_filter`, in the order of `_orderby`."""
    paging = parse_paging(request.values)
    return paginate(matching_rows(candidates), paging, lambda rows: serialize_rows(rows, paging))


def matching_rows(candidates: Iterable[Home]) -> list[Row]:
    """The visible fields of each matching home. A filter cannot find masked values."""
    matches = compile_filter(request.values.get("_filter", ""), searchable_fields(), MEMBERSHIPS)
    ordered = order_by(request.values.get("_orderby", "") or NEWEST_FIRST, sortable_fields())
    role, in_hot_sheet = current_access().role, hot_sheet_filter(request.values, current_access().mls_id)
    return ordered(row for home in candidates if in_hot_sheet(home, row := visible_fields(home, role)) and matches(row))


def serialize_rows(rows: Sequence[Row], paging: Paging) -> list[dict[str, object]]:
    """In summary, unless the page has a single listing."""
    view: View = "Detail" if paging.limit == 1 else "Summary"
    access, selection, base = current_access(), parse_selection(request.values), photo_base_url()
    known_homes = by_id(access.mls_id)
    return [serialize_listing(known_homes[str(row["ListingKey"])], access.role, view, selection, base) for row in rows]


def photo_base_url() -> str:
    return request.host_url + "photos"
