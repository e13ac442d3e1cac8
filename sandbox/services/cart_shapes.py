"""Carts in the shapes of Spark's JSON; `ListingCount` counts what the cart holds, of whatever status."""

from __future__ import annotations

from flask import request

from sandbox.kept.records import Cart
from sandbox.listings.query import choice
from sandbox.services.shapes import Shape


def shape(wanted: Cart, *, with_listings: bool = False) -> Shape:
    """`PortalCartType` is missing from an agent's own carts."""
    whole = brief(wanted) | {
        "OwnerId": wanted.owner_id,
        "ModificationTimestamp": wanted.modified,
        "CreatedTimestamp": wanted.created,
        "ViewId": None,
    }
    return whole | portal_type(wanted) | expansion(wanted, with_listings)


def portal_type(wanted: Cart) -> Shape:
    return {"PortalCartType": wanted.portal_type} if wanted.portal_type else {}


def expansion(wanted: Cart, always: bool = False) -> Shape:
    asked_for = always or "ListingIds" in choice(request.args).expand
    return {"ListingIds": list(wanted.listing_ids)} if asked_for else {}


def brief(wanted: Cart) -> Shape:
    counted = {"Name": wanted.name, "ListingCount": len(wanted.listing_ids)}
    return {"ResourceUri": uri(wanted), "Id": wanted.id} | counted


def uri(wanted: Cart) -> str:
    return f"/v1/listingcarts/{wanted.id}"
