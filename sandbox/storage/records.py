"""The records of carts and saved searches, and their owner. Records are immutable: a change replaces them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sandbox.people import Agent, Consumer


class Owner(NamedTuple):
    """A consumer as the contact of one agent (`id` is the contact's), or an agent (`id` is the agent's)."""

    id: str
    person: Consumer | Agent
    agent: Agent

    @property
    def is_consumer(self) -> bool:
        return isinstance(self.person, Consumer)

    @property
    def mls_id(self) -> str:
        return self.agent.mls.id

    def time(self, days_ago: float = 0) -> str:
        """A time, now or earlier, in the MLS's time zone: `2026-03-02T09:15:00-06:00`."""
        moment = datetime.now(ZoneInfo(self.agent.mls.zone)) - timedelta(days=days_ago)
        return moment.isoformat(timespec="seconds")


AUTOMATIC_CARTS = ("Favorites", "Rejects", "Recommended", "Removed")
READ_ONLY_CARTS = frozenset({"Recommended", "Removed"})

_numbers = count()


@dataclass(frozen=True)
class Cart:
    """`portal_type` is in `AUTOMATIC_CARTS`, or `Custom` for a consumer's own cart, or None for an agent's."""

    id: str
    owner_id: str
    name: str
    portal_type: str | None
    listing_ids: tuple[str, ...]
    created: str
    modified: str

    def with_listings(self, listing_ids: Iterable[str]) -> Cart:
        """Add these listings, each of them once."""
        return replace(self, listing_ids=tuple(dict.fromkeys((*self.listing_ids, *listing_ids))))

    def without_listings(self, listing_ids: Iterable[str]) -> Cart:
        removed = frozenset(listing_ids)
        return replace(self, listing_ids=tuple(id_ for id_ in self.listing_ids if id_ not in removed))


@dataclass(frozen=True)
class SavedSearch:
    """`provided` means that the agent made it. Searches `from_old_system` run, but their filter is not shown."""

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
class SavedItems:
    """All carts and saved searches of one owner, by id and in the order of creation."""

    carts: dict[str, Cart] = field(default_factory=dict)
    searches: dict[str, SavedSearch] = field(default_factory=dict)

    def copy(self) -> SavedItems:
        return SavedItems(dict(self.carts), dict(self.searches))


def new_id() -> str:
    """A 26-digit id that starts with the time. Two ids of one microsecond still differ."""
    return f"{datetime.now(UTC):%Y%m%d%H%M%S%f}{next(_numbers) % 1_000_000:06}"
