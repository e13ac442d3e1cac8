"""The carts of a consumer's portal: https://sparkplatform.com/docs/api_services/listing_carts/portal_carts

Favorites and Rejects do not exclude each other here: that is left to the client, as at Spark.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from sandbox.access import current
from sandbox.envelope import SparkFault, results
from sandbox.kept.records import Cart, Shelf
from sandbox.services.cart_changes import keep, listing_ids, without
from sandbox.services.cart_shapes import brief, expansion, portal_type
from sandbox.services.portal import sent
from sandbox.services.shapes import Shape
from sandbox.services.shelves import changing_shelf, not_for_idx, paged, shelf

bp = Blueprint("portal_carts", __name__, url_prefix="/v1/listingcarts/portal")
bp.before_request(not_for_idx)


@bp.get("")
def portal_carts() -> Response:
    """None for an agent, who has no portal carts."""
    return paged([portal_shape(cart) for cart in shelf().carts.values() if cart.portal_type])


@bp.get("/<any(favorites, rejects):name>")
def portal_cart(name: str) -> Response:
    return results([portal_shape(named(shelf(), name))])


@bp.post("/<any(favorites, rejects):name>")
def add(name: str) -> Response:
    added = listing_ids(sent())
    with changing_shelf() as mine:
        return results([brief(keep(mine, named(mine, name).plus(added)))])


@bp.delete("/<any(favorites, rejects):name>")
def remove(name: str) -> Response:
    """The listings are named in the address: `?ListingIds=<id>,<id>`."""
    with changing_shelf() as mine:
        return results([brief(without(mine, named(mine, name), request.args.get("ListingIds", "").split(",")))])


def named(mine: Shelf, name: str) -> Cart:
    found = next((cart for cart in mine.carts.values() if cart.portal_type == name.capitalize()), None)
    if found is None:
        raise SparkFault(404, 404, "Not Found")
    return found


def portal_shape(cart: Cart) -> Shape:
    """`ResourceURI` is spelled so on this page alone."""
    told = brief(cart)
    return (
        {"ResourceURI": told.pop("ResourceUri")}
        | told
        | {"CreatedBy": current().agent.id, "VowAdded": [], "VowRemoved": []}
        | portal_type(cart)
        | expansion(cart)
    )
