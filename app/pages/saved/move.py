"""From one cart to another: what may be moved where, and what is said about it."""

from __future__ import annotations

from app.spark import carts
from app.spark.carts import HIDDEN, SAVED, Cart, Carts
from app.spark.client import Spark

UNKNOWN = "That list is no longer there, so nothing was changed."
AGENTS = "Your agent fills that list, so nothing was changed."
NAMES = {SAVED: "your saved homes", HIDDEN: "your hidden homes"}


class Misplaced(Exception):
    """A home cannot be moved like that; the message is for the visitor."""


def moved(spark: Spark, mine: Carts, home: str, source_id: str, target_id: str) -> tuple[Carts, str]:
    """The carts after it, and what was done. Without a source the home is added, without a target it is removed.

    Raises Misplaced, before anything is asked of Spark.
    """
    source, target = _writable(mine, source_id), _writable(mine, target_id)
    if source == target:
        raise Misplaced(UNKNOWN)
    after = carts.put(spark, mine, target, home) if target else mine
    if source and (left := after.by_id(source.id)):
        after = carts.take(spark, after, left, home)
    return after, _words(source, target)


def _writable(mine: Carts, cart_id: str) -> Cart | None:
    """Only a cart that Spark listed for this consumer is ever named to Spark."""
    cart = mine.by_id(cart_id)
    if cart_id and cart is None:
        raise Misplaced(UNKNOWN)
    if cart and cart.read_only:
        raise Misplaced(AGENTS)
    return cart


def _words(source: Cart | None, target: Cart | None) -> str:
    if target:
        return f"{'Moved' if source else 'Added'} to {called(target)}."
    return f"Removed from {called(source)}." if source else ""


def called(cart: Cart) -> str:
    return NAMES.get(cart.kind or "", cart.name)
