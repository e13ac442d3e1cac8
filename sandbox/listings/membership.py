"""`ListingCart` and `SavedSearch` in a filter: https://sparkplatform.com/docs/api_services/listing_carts

Somebody else's id is as unknown as one that never was.
"""

from __future__ import annotations

from flask import request

from sandbox.access import current
from sandbox.envelope import SparkFault
from sandbox.kept.owner import current_owner
from sandbox.kept.records import Shelf
from sandbox.listings.fields import searchable
from sandbox.sparkql import Condition, Group, compile_condition
from sandbox.state import state


def in_cart(cart_id: str) -> Condition:
    if current().role == "idx":
        raise SparkFault(403, 1500, "This service is not available to your role")
    cart = _shelf().carts.get(cart_id)
    if cart is None:
        raise SparkFault(400, 1060, "The listing cart in the filter is not known")
    held = frozenset(cart.listing_ids)
    return lambda row: row["ListingKey"] in held


def in_search(search_id: str) -> Condition:
    """A provided search finds nothing unless `RequestMode=permissive` comes with it."""
    search = _shelf().searches.get(search_id)
    if search is None:
        raise SparkFault(400, 2001, "The saved search in the filter is not available")
    if search.provided and request.values.get("RequestMode") != "permissive":
        return lambda _: False
    return compile_condition(search.filter, searchable())


def _shelf() -> Shelf:
    return state().kept.shelf(current_owner())


GROUPS: dict[str, Group] = {"ListingCart": in_cart, "SavedSearch": in_search}
