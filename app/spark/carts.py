"""Listing carts: the homes a consumer saved or hid, and those their agent recommends.

Follows https://sparkplatform.com/docs/api_services/listing_carts and its page on portal (VOW) carts.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace

from app.spark.client import SparkClient
from app.spark.errors import BadRequest, NotFound
from app.spark.fields import Fields

SAVED, HIDDEN, RECOMMENDED, REMOVED = "Favorites", "Rejects", "Recommended", "Removed"
"""The `PortalCartType` of the carts that every consumer has."""
EXCLUDES = {SAVED: HIDDEN, HIDDEN: SAVED}
"""No home is in both; Spark leaves that to its clients."""
PAGE_SIZE = 25
"""Carts in one answer, as many as Spark gives."""


@dataclass(frozen=True)
class ListingCart:
    """`kind` is its PortalCartType, `homes` the ids of its listings in the order in which they were added."""

    id: str
    name: str
    kind: str | None
    count: int
    listing_ids: tuple[str, ...]

    @property
    def read_only(self) -> bool:
        """Whether only the agent changes it."""
        return self.kind in {RECOMMENDED, REMOVED}

    def with_listing(self, home: str) -> ListingCart:
        return self._holding((*self.listing_ids, home)) if home not in self.listing_ids else self

    def without_listing(self, home: str) -> ListingCart:
        return (
            self._holding(tuple(one for one in self.listing_ids if one != home)) if home in self.listing_ids else self
        )

    def _holding(self, homes: tuple[str, ...]) -> ListingCart:
        return replace(self, listing_ids=homes, count=self.count + len(homes) - len(self.listing_ids))

    @classmethod
    def read(cls, item: Fields) -> ListingCart:
        homes = item.texts("ListingIds")
        return cls(
            id=item.text("Id") or "",
            name=item.text("Name") or "",
            kind=item.text("PortalCartType"),
            count=item.integer("ListingCount") or len(homes),
            listing_ids=homes,
        )


@dataclass(frozen=True)
class ListingCarts:
    """All carts of a consumer with one agent."""

    all: tuple[ListingCart, ...] = ()

    @property
    def saved(self) -> ListingCart | None:
        return self.by_kind(SAVED)

    @property
    def hidden(self) -> ListingCart | None:
        return self.by_kind(HIDDEN)

    @property
    def recommended(self) -> ListingCart | None:
        return self.by_kind(RECOMMENDED)

    @property
    def named(self) -> tuple[ListingCart, ...]:
        """Carts that go by their name: those that the consumer or the agent made, and `Possibilities`."""
        return tuple(cart for cart in self.all if cart.kind not in {SAVED, HIDDEN, RECOMMENDED, REMOVED})

    def by_kind(self, kind: str) -> ListingCart | None:
        return next((cart for cart in self.all if cart.kind == kind), None)

    def by_id(self, cart_id: str | None) -> ListingCart | None:
        return next((cart for cart in self.all if cart.id == cart_id), None)

    def holds(self, kind: str, home: str) -> bool:
        cart = self.by_kind(kind)
        return cart is not None and home in cart.listing_ids

    def replacing(self, changed: ListingCart) -> ListingCarts:
        """With this cart in the place of the one it was."""
        return ListingCarts(tuple(changed if cart.id == changed.id else cart for cart in self.all))


def fetch_carts(spark: SparkClient) -> ListingCarts:
    """GET `/v1/listingcarts`, with the ids of the homes in each."""
    answer = spark.get("listingcarts", expand="ListingIds", limit=PAGE_SIZE)
    return ListingCarts(tuple(_whole(spark, ListingCart.read(item)) for item in answer.items("Results")))


def _whole(spark: SparkClient, cart: ListingCart) -> ListingCart:
    """A portal cart whose expansion did not come is asked by its own id, where the ids always stand."""
    if cart.listing_ids or not cart.count or cart.kind not in {SAVED, HIDDEN, RECOMMENDED}:
        return cart
    answer = spark.get(f"listingcarts/{cart.id}").items("Results")
    return ListingCart.read(answer[0]) if answer else cart


def add_listing(spark: SparkClient, mine: ListingCarts, cart: ListingCart, home: str) -> ListingCarts:
    """Add a home, and take it out of the cart that excludes this one; first add, so that it is never in neither.

    Raises NotFound for a home that Spark does not take.
    """
    after, other = mine.replacing(_add(spark, cart, home)), mine.by_kind(EXCLUDES.get(cart.kind or "", ""))
    return remove_listing(spark, after, other, home) if other else after


def remove_listing(spark: SparkClient, mine: ListingCarts, cart: ListingCart, home: str) -> ListingCarts:
    """Take a home out; one that is not in it any more is no fault."""
    if home in cart.listing_ids or len(cart.listing_ids) < cart.count:
        with suppress(NotFound):
            spark.delete(f"listingcarts/{cart.id}/listings/{home}")
    return mine.replacing(cart.without_listing(home))


def _add(spark: SparkClient, cart: ListingCart, home: str) -> ListingCart:
    if home not in cart.listing_ids:
        try:
            spark.post(f"listingcarts/{cart.id}", {"ListingIds": [home]})
        except BadRequest as error:
            if error.status != 409:  # a conflict: it is in there already
                raise NotFound(f"not taken into a cart: {error}", status=error.status, code=error.code) from None
    return cart.with_listing(home)
