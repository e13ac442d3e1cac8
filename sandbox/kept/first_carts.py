"""The carts that everybody begins with: the same homes at every start, some of which have changed since."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sandbox.homes import Home, homes
from sandbox.homes.ids import an_id
from sandbox.homes.listing import Fields
from sandbox.homes.quirks import Quirk
from sandbox.kept.owner import Owner
from sandbox.kept.records import AUTOMATIC, Cart
from sandbox.people import DANA, MARCUS, PAT, SAM

MADE, TOUCHED = 60, 21  # days ago


class Wish(NamedTuple):
    """So many homes that fit."""

    number: int
    fits: Callable[[Fields], bool]


def first_carts(owner: Owner) -> dict[str, Cart]:
    """By id. No home is in two of them."""
    pool = [home for home in homes(owner.mls_id) if _is_plain(home)]
    random.Random(f"carts {owner.id}").shuffle(pool)
    begun = [_cart(owner, name, _picked(pool, wishes)) for name, wishes in _wishes(owner).items()]
    return {cart.id: cart for cart in begun}


def _is_plain(home: Home) -> bool:
    return home.quirk == Quirk() and bool(home.photos)


def _wishes(owner: Owner) -> dict[str, tuple[Wish, ...]]:
    own = OWN.get((owner.person.id, owner.agent.id), {})
    if not owner.is_consumer:
        return own
    return dict.fromkeys(AUTOMATIC, ()) | {"Recommended": (Wish(5, active_home),)} | own


def _picked(pool: list[Home], wishes: tuple[Wish, ...]) -> tuple[str, ...]:
    """Takes them out of the pool."""
    found: list[Home] = []
    for wish in wishes:
        found += [home for home in pool if home not in found and wish.fits(home.fields)][: wish.number]
    pool[:] = [home for home in pool if home not in found]
    return tuple(home.id for home in found)


def _cart(owner: Owner, name: str, listing_ids: tuple[str, ...]) -> Cart:
    custom = "Custom" if owner.is_consumer else None
    return Cart(
        id=an_id(f"cart {owner.id} {name}"),
        owner_id=owner.id,
        name=name,
        portal_type=name if name in AUTOMATIC else custom,
        listing_ids=listing_ids,
        created=owner.time(days_ago=MADE),
        modified=owner.time(days_ago=TOUCHED),
    )


def active_home(fields: Fields) -> bool:
    return fields["PropertyType"] == "A" and fields["StandardStatus"] == "Active"


def unchanged(fields: Fields) -> bool:
    return active_home(fields) and fields["PriceChangeTimestamp"] is None


def cheaper_since(fields: Fields) -> bool:
    return active_home(fields) and _is_since(fields["PriceChangeTimestamp"])


def pending_since(fields: Fields) -> bool:
    return (
        fields["PropertyType"] == "A"
        and fields["StandardStatus"] == "Pending"
        and _is_since(fields["StatusChangeTimestamp"])
    )


def closed(fields: Fields) -> bool:
    return fields["StandardStatus"] == "Closed" and fields["PropertyType"] == "A"


def toward_the_lakes(fields: Fields) -> bool:
    return active_home(fields) and fields["City"] in {"Hawley", "Barnesville"}


def on_a_lake(fields: Fields) -> bool:
    return active_home(fields) and fields["WaterBodyName"] is not None


def _is_since(timestamp: object) -> bool:
    """Later than the carts were last touched."""
    return timestamp is not None and datetime.fromisoformat(str(timestamp)) > datetime.now(UTC) - timedelta(TOUCHED)


OWN: dict[tuple[str, str], dict[str, tuple[Wish, ...]]] = {
    (PAT.id, DANA.id): {
        "Favorites": (Wish(3, cheaper_since), Wish(1, pending_since), Wish(1, closed), Wish(2, unchanged)),
        "Rejects": (Wish(2, active_home),),
        "Lake cabins": (Wish(3, toward_the_lakes),),
    },
    (SAM.id, DANA.id): {"Favorites": (Wish(1, cheaper_since), Wish(2, unchanged))},
    (SAM.id, MARCUS.id): {
        "Favorites": (Wish(3, on_a_lake), Wish(1, pending_since)),
        "Rejects": (Wish(1, active_home),),
        "To see in July": (Wish(2, on_a_lake),),
    },
    (DANA.id, DANA.id): {"Tour on Saturday": (Wish(4, active_home),)},
}
