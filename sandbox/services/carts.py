"""Listing carts: https://sparkplatform.com/docs/api_services/listing_carts

Spark does not say what follows here, so this is ours: a listing that is added again stays once and is no fault; one
that is removed without being there is a 404; one that the MLS has not is a 400 with code 1053, and nothing is added.
"""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response

from sandbox.access import current
from sandbox.envelope import SparkFault, results
from sandbox.homes import by_id
from sandbox.listings.reads import reads_only
from sandbox.listings.views import page
from sandbox.services.cart_changes import check_own, found, keep, listing_ids, new_cart, renamed, without, writable
from sandbox.services.cart_shapes import brief, shape, uri
from sandbox.services.portal import sent
from sandbox.services.shelves import asked, changing_shelf, not_for_idx, paged, shelf, succeeded

bp = Blueprint("carts", __name__, url_prefix="/v1")
bp.before_request(not_for_idx)


@bp.get("/listingcarts")
@bp.get("/my/listingcarts")
def carts() -> Response:
    """All of them, portal carts included; with their listings if these are expanded."""
    return paged([shape(cart) for cart in shelf().carts.values()])


@bp.get("/listingcarts/for/<listing_ids>")
def holding(listing_ids: str) -> Response:
    """The carts that hold at least one of the listings, whose ids are joined by commas."""
    wanted = set(listing_ids.split(","))
    return paged([shape(cart) for cart in shelf().carts.values() if wanted & set(cart.listing_ids)])


@bp.get("/listingcarts/<cart_id>")
def cart(cart_id: str) -> Response:
    return results([shape(found(shelf(), cart_id), with_listings=True)])


@bp.route("/listingcarts/<cart_id>/listings", methods=["GET", "POST"])
def listings_in(cart_id: str) -> Response:
    """The listings themselves, with the parameters of a search."""
    reads_only()
    homes = by_id(current().mls_id)
    return page(homes[key] for key in found(shelf(), cart_id).listing_ids if key in homes)


@bp.post("/listingcarts")
def create() -> Response:
    wanted = asked("ListingCarts")
    with changing_shelf() as mine:
        made = [keep(mine, new_cart(mine, one)) for one in wanted]
    return results([{"ResourceUri": uri(one)} for one in made], status=201)


@bp.post("/listingcarts/<cart_id>")
def add(cart_id: str) -> Response:
    added = listing_ids(sent())
    with changing_shelf() as mine:
        return results([brief(keep(mine, writable(mine, cart_id).plus(added)))])


@bp.put("/listingcarts/<cart_id>")
def change(cart_id: str) -> Response:
    """`ListingIds` replace all that are in it; `Name` renames it."""
    wanted = sent()
    if not wanted.keys() & {"ListingIds", "Name"}:
        raise SparkFault(400, 1050, "ListingIds or Name is missing")
    with changing_shelf() as mine:
        changed = writable(mine, cart_id)
        if "Name" in wanted:
            changed = renamed(mine, changed, wanted)
        if "ListingIds" in wanted:
            changed = replace(changed, listing_ids=()).plus(listing_ids(wanted))
        keep(mine, changed)
    return succeeded()


@bp.delete("/listingcarts/<cart_id>")
def delete(cart_id: str) -> Response:
    with changing_shelf() as mine:
        check_own(found(mine, cart_id))
        del mine.carts[cart_id]
    return succeeded()


@bp.delete("/listingcarts/<cart_id>/listings/<listing_id>")
def remove(cart_id: str, listing_id: str) -> Response:
    with changing_shelf() as mine:
        return results([brief(without(mine, writable(mine, cart_id), [listing_id]))])
