"""Changes to listing carts. Each function works on the `SavedItems` that the request edits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sandbox.auth import current_access, current_owner
from sandbox.errors import SparkError
from sandbox.homes import by_id
from sandbox.responses import JsonObject
from sandbox.services.request_data import available_name
from sandbox.services.saved_items import forbidden
from sandbox.storage.records import AUTOMATIC_CARTS, READ_ONLY_CARTS, Cart, SavedItems, new_id


def find_cart(items: SavedItems, cart_id: str) -> Cart:
    if cart_id not in items.carts:
        raise SparkError(404, 404, "Not Found")
    return items.carts[cart_id]


def find_writable_cart(items: SavedItems, cart_id: str) -> Cart:
    cart = find_cart(items, cart_id)
    if cart.portal_type in READ_ONLY_CARTS:
        raise forbidden(f"{cart.name} is filled by the agent")
    return cart


def require_custom_cart(cart: Cart) -> None:
    if cart.portal_type in AUTOMATIC_CARTS:
        raise SparkError(405, 1018, f"{cart.name} can be neither renamed nor deleted")


def new_cart(items: SavedItems, fields: JsonObject) -> Cart:
    owner = current_owner()
    name = available_name(fields, {cart.name for cart in items.carts.values()})
    portal_type, now = "Custom" if owner.is_consumer else None, owner.time()
    return Cart(new_id(), owner.id, name, portal_type, (), now, now).with_listings(requested_listing_ids(fields))


def rename_cart(items: SavedItems, cart: Cart, fields: JsonObject) -> Cart:
    require_custom_cart(cart)
    taken = {other.name for other in items.carts.values()} - {cart.name}
    return replace(cart, name=available_name(fields, taken))


def remove_listings(items: SavedItems, cart: Cart, ids: Iterable[str]) -> Cart:
    changed = cart.without_listings(ids)
    if changed == cart:
        raise SparkError(404, 404, "The listing is not in the cart")
    return save_cart(items, changed)


def save_cart(items: SavedItems, cart: Cart) -> Cart:
    """An unchanged cart keeps its modification time."""
    if items.carts.get(cart.id) != cart:
        items.carts[cart.id] = replace(cart, modified=current_owner().time())
    return items.carts[cart.id]


def requested_listing_ids(fields: JsonObject) -> list[str]:
    """The `ListingIds` of a body, or an empty list. Raises an error for listings that the MLS does not have."""
    ids = fields.get("ListingIds", [])
    if not isinstance(ids, list):
        raise SparkError(400, 1053, "ListingIds must be a list")
    known = by_id(current_access().mls_id)
    if unknown := [id_ for id_ in ids if not isinstance(id_, str) or id_ not in known]:
        raise SparkError(400, 1053, f"There is no listing {unknown[0]}")
    return ids
