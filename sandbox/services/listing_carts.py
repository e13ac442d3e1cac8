"""Listing carts and portal carts: https://sparkplatform.com/docs/api_services/listing_carts

Spark does not document these cases. Adding a listing twice is fine, and the cart holds it once. Removing a listing that
is not in the cart is a 404. Adding a listing that the MLS does not have is a 400 with code 1053, and adds nothing.
A listing can be in Favorites and in Rejects: keeping them apart is up to the client, as at Spark.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request

from sandbox.auth import current_access
from sandbox.errors import SparkError
from sandbox.homes import by_id
from sandbox.listings.query import require_read
from sandbox.listings.views import page_of_homes
from sandbox.responses import results
from sandbox.services.cart_changes import (
    find_cart,
    find_writable_cart,
    new_cart,
    remove_listings,
    rename_cart,
    requested_listing_ids,
    require_custom_cart,
    save_cart,
)
from sandbox.services.request_data import request_data, requested_items
from sandbox.services.saved_items import edit_saved_items, page_response, reject_idx, saved_items, success_response
from sandbox.services.serializers import cart_summary, cart_uri, serialize_cart, serialize_portal_cart
from sandbox.storage.records import Cart, SavedItems

bp = Blueprint("listing_carts", __name__, url_prefix="/v1")
bp.before_request(reject_idx)


@bp.get("/listingcarts")
@bp.get("/my/listingcarts")
def list_carts() -> Response:
    """All carts, including portal carts; `_expand=ListingIds` adds their listings."""
    return page_response([serialize_cart(cart) for cart in saved_items().carts.values()])


@bp.get("/listingcarts/for/<listing_ids>")
def list_carts_with_listings(listing_ids: str) -> Response:
    """The carts that hold at least one of these listings; commas separate the ids."""
    ids = set(listing_ids.split(","))
    return page_response([serialize_cart(cart) for cart in saved_items().carts.values() if ids & set(cart.listing_ids)])


@bp.get("/listingcarts/<cart_id>")
def get_cart(cart_id: str) -> Response:
    return results([serialize_cart(find_cart(saved_items(), cart_id), with_listings=True)])


@bp.route("/listingcarts/<cart_id>/listings", methods=["GET", "POST"])
def list_cart_listings(cart_id: str) -> Response:
    """The listings of a cart; takes the parameters of a search."""
    require_read()
    homes = by_id(current_access().mls_id)
    return page_of_homes(homes[key] for key in find_cart(saved_items(), cart_id).listing_ids if key in homes)


@bp.post("/listingcarts")
def create_carts() -> Response:
    requested = requested_items("ListingCarts")
    with edit_saved_items() as items:
        created = [save_cart(items, new_cart(items, fields)) for fields in requested]
    return results([{"ResourceUri": cart_uri(cart)} for cart in created], status=201)


@bp.post("/listingcarts/<cart_id>")
def add_listings(cart_id: str) -> Response:
    added = requested_listing_ids(request_data())
    with edit_saved_items() as items:
        return results([cart_summary(save_cart(items, find_writable_cart(items, cart_id).with_listings(added)))])


@bp.put("/listingcarts/<cart_id>")
def update_cart(cart_id: str) -> Response:
    """`ListingIds` replaces the listings; `Name` renames the cart."""
    fields = request_data()
    if not fields.keys() & {"ListingIds", "Name"}:
        raise SparkError(400, 1050, "ListingIds or Name is missing")
    with edit_saved_items() as items:
        cart = find_writable_cart(items, cart_id)
        if "Name" in fields:
            cart = rename_cart(items, cart, fields)
        if "ListingIds" in fields:
            cart = replace(cart, listing_ids=()).with_listings(requested_listing_ids(fields))
        save_cart(items, cart)
    return success_response()


@bp.delete("/listingcarts/<cart_id>")
def delete_cart(cart_id: str) -> Response:
    with edit_saved_items() as items:
        require_custom_cart(find_cart(items, cart_id))
        del items.carts[cart_id]
    return success_response()


@bp.delete("/listingcarts/<cart_id>/listings/<listing_id>")
def remove_listing(cart_id: str, listing_id: str) -> Response:
    with edit_saved_items() as items:
        return results([cart_summary(remove_listings(items, find_writable_cart(items, cart_id), [listing_id]))])


@bp.get("/listingcarts/portal")
def list_portal_carts() -> Response:
    """The portal carts of a consumer. Agents have none."""
    carts, agent_id = saved_items().carts.values(), current_access().agent.id
    return page_response([serialize_portal_cart(cart, agent_id) for cart in carts if cart.portal_type])


@bp.get("/listingcarts/portal/<any(favorites, rejects):name>")
def get_portal_cart(name: str) -> Response:
    return results([serialize_portal_cart(find_portal_cart(saved_items(), name), current_access().agent.id)])


@bp.post("/listingcarts/portal/<any(favorites, rejects):name>")
def add_to_portal_cart(name: str) -> Response:
    added = requested_listing_ids(request_data())
    with edit_saved_items() as items:
        return results([cart_summary(save_cart(items, find_portal_cart(items, name).with_listings(added)))])


@bp.delete("/listingcarts/portal/<any(favorites, rejects):name>")
def remove_from_portal_cart(name: str) -> Response:
    """The query string names the listings: `?ListingIds=<id>,<id>`."""
    ids = request.args.get("ListingIds", "").split(",")
    with edit_saved_items() as items:
        return results([cart_summary(remove_listings(items, find_portal_cart(items, name), ids))])


def find_portal_cart(items: SavedItems, name: str) -> Cart:
    found = next((cart for cart in items.carts.values() if cart.portal_type == name.capitalize()), None)
    if found is None:
        raise SparkError(404, 404, "Not Found")
    return found
