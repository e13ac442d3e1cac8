"""A cart, a saved search, and the shelf they lie on. None of them changes: a change puts another in its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

AUTOMATIC = ("Favorites", "Rejects", "Recommended", "Removed")
READ_ONLY = frozenset({"Recommended", "Removed"})

_numbers = count()


@dataclass(frozen=True)
class Cart:
    """`portal_type` is one of `AUTOMATIC`, `Custom` for a consumer's own, None for an agent's; times have an offset."""

    id: str
    owner_id: str
    name: str
    portal_type: str | None
    listing_ids: tuple[str, ...]
    created: str
    modified: str

    def plus(self, listing_ids: Iterable[str]) -> Cart:
        """With these too, each of them once."""
        return replace(self, listing_ids=tuple(dict.fromkeys((*self.listing_ids, *listing_ids))))

    def minus(self, listing_ids: Iterable[str]) -> Cart:
        gone = frozenset(listing_ids)
        return replace(self, listing_ids=tuple(one for one in self.listing_ids if one not in gone))


@dataclass(frozen=True)
class SavedSearch:
    """`provided` ones come from the agent; those `from_old_system` run, but nobody is told their filter."""

    id: str
    owner_id: str
    name: str
    description: str
    filter: str
    contact_ids: tuple[str, ...]
    tags: tuple[str, ...]
    provided: bool
    from_old_system: bool
    modified: str

    @property
    def is_recent(self) -> bool:
        return "Recent" in self.tags


@dataclass(frozen=True)
class Shelf:
    """Everything one owner keeps, by id and in the order it came."""

    carts: dict[str, Cart] = field(default_factory=dict)
    searches: dict[str, SavedSearch] = field(default_factory=dict)

    def copy(self) -> Shelf:
        return Shelf(dict(self.carts), dict(self.searches))


def new_id() -> str:
    """26 digits that begin with the time; two of the same microsecond still differ."""
    return f"{datetime.now(UTC):%Y%m%d%H%M%S%f}{next(_numbers) % 1_000_000:06}"
