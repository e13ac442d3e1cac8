"""A home as the sandbox keeps it and as the API gives it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sandbox.homes.listing import Fields
from sandbox.homes.media import Media
from sandbox.homes.open_houses import OpenHouse
from sandbox.homes.photos import Photo
from sandbox.homes.quirks import Quirk
from sandbox.homes.rights import PRIVATE, VOW_ONLY
from sandbox.sparkql import MASK

MASKS = {"private": frozenset[str](), "vow": PRIVATE, "idx": PRIVATE | VOW_ONLY}


@dataclass(frozen=True, eq=False)
class Home:
    """`fields` are the whole truth; `large_photos` says whether big sizes were kept.

    `quirk` says what is hidden from consumers besides the usual, and what is sent oddly.
    """

    id: str
    mls_id: str
    fields: Fields
    photos: tuple[Photo, ...]
    large_photos: bool
    media: Media
    open_houses: tuple[OpenHouse, ...]
    quirk: Quirk


@lru_cache(maxsize=4000)
def seen(home: Home, role: str) -> Fields:
    """The fields as a role may see them, `********` where it may not; a null stays null."""
    return home.fields | {name: MASK for name in _hidden(home, role) if home.fields.get(name) is not None}


def _hidden(home: Home, role: str) -> frozenset[str]:
    if role == "private":
        return MASKS[role]
    if home.quirk.all_masked:
        return frozenset(home.fields) - {"ListingKey"}  # by which a search finds it
    return (MASKS[role] | home.quirk.masked) - home.quirk.leaked


@lru_cache(maxsize=4000)
def sent(home: Home, role: str) -> Fields:
    """The StandardFields of an answer: what is seen, in this listing's own spelling."""
    return home.quirk.spell(seen(home, role)) if home.quirk.spell else seen(home, role)


def retold(home: Home, role: str, items: list[Fields]) -> list[Fields]:
    """Items of a part of the listing, such as its photos, in this listing's own way of sending them."""
    tell = home.quirk.retold
    return [tell(seen(home, role), item) for item in items] if tell else items
