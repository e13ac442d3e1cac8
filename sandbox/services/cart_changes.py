"""What may be done to a cart. Every change is made to a shelf that is being changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sandbox.access import current
from sandbox.envelope import SparkFault
from sandbox.homes import by_id
from sandbox.kept.owner import current_owner
from sandbox.kept.records import AUTOMATIC, READ_ONLY, Cart, Shelf, new_id
from sandbox.services.shapes import Shape
from sandbox.services.shelves import forbidden, free_name


def found(mine: Shelf, cart_id: str) -> Cart:
    if cart_id not in mine.carts:
        raise SparkFault(404, 404, "Not Found")
    return mine.carts[cart_id]


def writable(mine: Shelf, cart_id: str) -> Cart:
    wanted = found(mine, cart_id)
    if wanted.portal_type in READ_ONLY:
        raise forbidden(f"{wanted.name} is filled by the agent")
    return wanted


def check_own(wanted: Cart) -> None:
    if wanted.portal_type in AUTOMATIC:
        raise SparkFault(405, 1018, f"{wanted.name} can be neither renamed nor deleted")


def new_cart(mine: Shelf, wanted: Shape) -> Cart:
    owner = current_owner()
    name = free_name(wanted, {other.name for other in mine.carts.values()})
    kind, now = "Custom" if owner.is_consumer else None, owner.time()
    return Cart(new_id(), owner.id, name, kind, (), now, now).plus(listing_ids(wanted))


def renamed(mine: Shelf, wanted: Cart, asked_for: Shape) -> Cart:
    check_own(wanted)
    return replace(wanted, name=free_name(asked_for, {one.name for one in mine.carts.values()} - {wanted.name}))


def without(mine: Shelf, wanted: Cart, ids: Iterable[str]) -> Cart:
    left = wanted.minus(ids)
    if left == wanted:
        raise SparkFault(404, 404, "The listing is not in the cart")
    return keep(mine, left)


def keep(mine: Shelf, changed: Cart) -> Cart:
    """Nothing happens to a cart that stays as it is."""
    if mine.carts.get(changed.id) != changed:
        mine.carts[changed.id] = replace(changed, modified=current_owner().time())
    return mine.carts[changed.id]


def listing_ids(wanted: Shape) -> list[str]:
    """The `ListingIds` of a body, none if it has no such field; the MLS has them all."""
    ids = wanted.get("ListingIds", [])
    if not isinstance(ids, list):
        raise SparkFault(400, 1053, "ListingIds must be a list")
    known = by_id(current().mls_id)
    if unknown := [one for one in ids if not isinstance(one, str) or one not in known]:
        raise SparkFault(400, 1053, f"There is no listing {unknown[0]}")
    return ids
