"""Search, one listing, and an agent's own listings.

Follows https://sparkplatform.com/docs/api_services/listings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Blueprint, Response, request

from sandbox.access import current
from sandbox.envelope import SparkFault, results
from sandbox.homes import Home, by_id, homes, seen
from sandbox.listings.answers import View, answer
from sandbox.listings.fields import searchable, sortable
from sandbox.listings.hot_sheet import hot
from sandbox.listings.membership import GROUPS
from sandbox.listings.query import NEWEST_FIRST, Paging, choice, page_of, paging
from sandbox.listings.reads import reads_only
from sandbox.sparkql import Row, compile_filter, order_by

bp = Blueprint("listings", __name__)
bp.before_request(reads_only)


@bp.route("/v1/listings", methods=["GET", "POST"])
def search() -> Response:
    return page(homes(current().mls_id))


@bp.route("/v1/my/listings", methods=["GET", "POST"])
def my_listings() -> Response:
    """The listings of the agent who is signed in; a consumer has none to call their own."""
    access = current()
    if access.role != "private":
        raise SparkFault(403, 1500, "This service is not available to your role")
    return page(home for home in homes(access.mls_id) if home.fields["ListAgentId"] == access.agent.id)


@bp.route("/v1/listings/<listing_id>", methods=["GET", "POST"])
def one(listing_id: str) -> Response:
    return results([answer(find(listing_id), current().role, "Detail", choice(request.values), photo_server())])


def find(listing_id: str) -> Home:
    home = by_id(current().mls_id).get(listing_id)
    if home is None:
        raise SparkFault(404, 404, "Not Found")
    return home


def page(market: Iterable[Home]) -> Response:
    """The page asked for of those homes that match the filter, in the order asked for."""
    wanted = paging(request.values)
    return page_of(matching(market), wanted, lambda rows: answers(rows, wanted))


def matching(market: Iterable[Home]) -> list[Row]:
    """What the role sees of each home; so a filter cannot find what is masked from it."""
    matches = compile_filter(request.values.get("_filter", ""), searchable(), GROUPS)
    ordered = order_by(request.values.get("_orderby", "") or NEWEST_FIRST, sortable())
    role, wanted = current().role, hot(request.values, current().mls_id)
    return ordered(row for home in market if wanted(home, row := seen(home, role)) and matches(row))


def answers(rows: Sequence[Row], wanted: Paging) -> list[dict[str, object]]:
    """In summary, as for every search, unless a single listing was asked for."""
    view: View = "Detail" if wanted.limit == 1 else "Summary"
    access, asked, base = current(), choice(request.values), photo_server()
    known = by_id(access.mls_id)
    return [answer(known[str(row["ListingKey"])], access.role, view, asked, base) for row in rows]


def photo_server() -> str:
    return request.host_url + "photos"
