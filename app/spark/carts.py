"""Listing carts: the homes a consumer saved or hid, and those their agent recommends.

Follows https://sparkplatform.com/docs/api_services/listing_carts and its page on portal (VOW) carts.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from .client import Spark
from .errors import Misasked, NotFound
from .fields import Fields

SAVED, HIDDEN, RECOMMENDED, REMOVED = "Favorites", "Rejects", "Recommended", "Removed"
"""The `PortalCartType` of the carts that every consumer has."""
EXCLUDES = {SAVED: HIDDEN, HIDDEN: SAVED}
"""No home is in both; Spark leaves that to its clients."""
MOST = 25
"""Carts in one answer, as many as Spark gives."""


@dataclass(frozen=True)
class Cart:
    """`kind` is its PortalCartType, `homes` the ids of its listings in the order in which they were added."""

    id: str
    name: str
    kind: str | None
    count: int
    homes: tuple[str, ...]

    @property
    def read_only(self) -> bool:
        """Whether only the agent changes it."""
        return self.kind in {RECOMMENDED, REMOVED}

    def with_(self, home: str) -> Cart:
        return self._holding((*self.homes, home)) if home not in self.homes else self

    def without(self, home: str) -> Cart:
        return self._holding(tuple(one for one in self.homes if one != home)) if home in self.homes else self

    def _holding(self, homes: tuple[str, ...]) -> Cart:
        return replace(self, homes=homes, count=self.count + len(homes) - len(self.homes))

    @classmethod
    def read(cls, item: Fields) -> Cart:
        homes = item.texts("ListingIds")
        return cls(
            id=item.text("Id") or "",
            name=item.text("Name") or "",
            kind=item.text("PortalCartType"),
            count=item.whole("ListingCount") or len(homes),
            homes=homes,
        )


@dataclass(frozen=True)
class Carts:
    """All carts of a consumer with one agent."""

    every: tuple[Cart, ...] = ()

    @property
    def saved(self) -> Cart | None:
        return self.of(SAVED)

    @property
    def hidden(self) -> Cart | None:
        return self.of(HIDDEN)

    @property
    def recommended(self) -> Cart | None:
        return self.of(RECOMMENDED)

    @property
    def own(self) -> tuple[Cart, ...]:
        """Carts that go by their name: those that the consumer or the agent made, and `Possibilities`."""
        return tuple(cart for cart in self.every if cart.kind not in {SAVED, HIDDEN, RECOMMENDED, REMOVED})

    def of(self, kind: str) -> Cart | None:
        return next((cart for cart in self.every if cart.kind == kind), None)

    def by_id(self, cart_id: str | None) -> Cart | None:
        return next((cart for cart in self.every if cart.id == cart_id), None)

    def holds(self, kind: str, home: str) -> bool:
        cart = self.of(kind)
        return cart is not None and home in cart.homes

    def with_(self, changed: Cart) -> Carts:
        """With this cart in the place of the one it was."""
        return Carts(tuple(changed if cart.id == changed.id else cart for cart in self.every))


def carts(spark: Spark) -> Carts:
    """GET `/v1/listingcarts`, with the ids of the homes in each."""
    answer = spark.get("listingcarts", expand="ListingIds", limit=MOST)
    return Carts(tuple(_whole(spark, Cart.read(item)) for item in answer.items("Results")))


def _whole(spark: Spark, cart: Cart) -> Cart:
    """A portal cart whose expansion did not come is asked by its own id, where the ids always stand."""
    if cart.homes or not cart.count or cart.kind not in {SAVED, HIDDEN, RECOMMENDED}:
        return cart
    answer = spark.get(f"listingcarts/{cart.id}").items("Results")
    return Cart.read(answer[0]) if answer else cart


def put(spark: Spark, mine: Carts, cart: Cart, home: str) -> Carts:
    """Add a home, and take it out of the cart that excludes this one; first add, so that it is never in neither.

    Raises NotFound for a home that Spark does not take.
    """
    after, other = mine.with_(_add(spark, cart, home)), mine.of(EXCLUDES.get(cart.kind or "", ""))
    return take(spark, after, other, home) if other else after


def take(spark: Spark, mine: Carts, cart: Cart, home: str) -> Carts:
    """Take a home out; one that is not in it any more is no fault."""
    if home in cart.homes or len(cart.homes) < cart.count:
        with suppress(NotFound):
            spark.delete(f"listingcarts/{cart.id}/listings/{home}")
    return mine.with_(cart.without(home))


def _add(spark: Spark, cart: Cart, home: str) -> Cart:
    if home not in cart.homes:
        try:
            spark.post(f"listingcarts/{cart.id}", {"ListingIds": [home]})
        except Misasked as error:
            if error.status != 409:  # a conflict: it is in there already
                raise NotFound(f"not taken into a cart: {error}", status=error.status, code=error.code) from None
    return cart.with_(home)
