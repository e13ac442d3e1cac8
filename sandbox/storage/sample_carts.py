"""The carts that each owner starts with: the same homes at every start, some of which changed since."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sandbox.homes import Home, homes
from sandbox.homes.ids import stable_id
from sandbox.homes.listing import Fields
from sandbox.homes.quirks import Quirk
from sandbox.people import DANA, MARCUS, PAT, SAM
from sandbox.storage.records import AUTOMATIC_CARTS, Cart, Owner

CREATED_DAYS_AGO, MODIFIED_DAYS_AGO = 60, 21  # days ago


class Pick(NamedTuple):
    """This many homes that match."""

    number: int
    matches: Callable[[Fields], bool]


def sample_carts(owner: Owner) -> dict[str, Cart]:
    """By id. No home is in two carts."""
    pool = [home for home in homes(owner.mls_id) if _has_no_quirk(home)]
    random.Random(f"carts {owner.id}").shuffle(pool)
    carts = [_cart(owner, name, _take(pool, picks)) for name, picks in _picks_by_cart(owner).items()]
    return {cart.id: cart for cart in carts}


def _has_no_quirk(home: Home) -> bool:
    return home.quirk == Quirk() and bool(home.photos)


def _picks_by_cart(owner: Owner) -> dict[str, tuple[Pick, ...]]:
    own = CUSTOM_PICKS.get((owner.person.id, owner.agent.id), {})
    if not owner.is_consumer:
        return own
    return dict.fromkeys(AUTOMATIC_CARTS, ()) | {"Recommended": (Pick(5, is_active),)} | own


def _take(pool: list[Home], picks: tuple[Pick, ...]) -> tuple[str, ...]:
    """Remove the picked homes from the pool."""
    found: list[Home] = []
    for pick in picks:
        found += [home for home in pool if home not in found and pick.matches(home.fields)][: pick.number]
    pool[:] = [home for home in pool if home not in found]
    return tuple(home.id for home in found)


def _cart(owner: Owner, name: str, listing_ids: tuple[str, ...]) -> Cart:
    custom = "Custom" if owner.is_consumer else None
    return Cart(
        id=stable_id(f"cart {owner.id} {name}"),
        owner_id=owner.id,
        name=name,
        portal_type=name if name in AUTOMATIC_CARTS else custom,
        listing_ids=listing_ids,
        created=owner.time(days_ago=CREATED_DAYS_AGO),
        modified=owner.time(days_ago=MODIFIED_DAYS_AGO),
    )


def is_active(fields: Fields) -> bool:
    return fields["PropertyType"] == "A" and fields["StandardStatus"] == "Active"


def has_original_price(fields: Fields) -> bool:
    return is_active(fields) and fields["PriceChangeTimestamp"] is None


def is_reduced(fields: Fields) -> bool:
    return is_active(fields) and _is_since(fields["PriceChangeTimestamp"])


def went_pending(fields: Fields) -> bool:
    return (
        fields["PropertyType"] == "A"
        and fields["StandardStatus"] == "Pending"
        and _is_since(fields["StatusChangeTimestamp"])
    )


def is_closed(fields: Fields) -> bool:
    return fields["StandardStatus"] == "Closed" and fields["PropertyType"] == "A"


def is_toward_lakes(fields: Fields) -> bool:
    return is_active(fields) and fields["City"] in {"Hawley", "Barnesville"}


def is_on_lake(fields: Fields) -> bool:
    return is_active(fields) and fields["WaterBodyName"] is not None


def _is_since(timestamp: object) -> bool:
    """Whether it is later than the carts' last change."""
    return timestamp is not None and datetime.fromisoformat(str(timestamp)) > datetime.now(UTC) - timedelta(
        MODIFIED_DAYS_AGO
    )


CUSTOM_PICKS: dict[tuple[str, str], dict[str, tuple[Pick, ...]]] = {
    (PAT.id, DANA.id): {
        "Favorites": (Pick(3, is_reduced), Pick(1, went_pending), Pick(1, is_closed), Pick(2, has_original_price)),
        "Rejects": (Pick(2, is_active),),
        "Lake cabins": (Pick(3, is_toward_lakes),),
    },
    (SAM.id, DANA.id): {"Favorites": (Pick(1, is_reduced), Pick(2, has_original_price))},
    (SAM.id, MARCUS.id): {
        "Favorites": (Pick(3, is_on_lake), Pick(1, went_pending)),
        "Rejects": (Pick(1, is_active),),
        "To see in July": (Pick(2, is_on_lake),),
    },
    (DANA.id, DANA.id): {"Tour on Saturday": (Pick(4, is_active),)},
}
