"""A home, and the fields that each role sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sandbox.homes.listing import Fields
from sandbox.homes.media import Media
from sandbox.homes.open_houses import OpenHouse
from sandbox.homes.permissions import PRIVATE_FIELDS, VOW_FIELDS
from sandbox.homes.photos import Photo
from sandbox.homes.quirks import Quirk
from sandbox.sparkql import MASK

MASKED_FIELDS = {"private": frozenset[str](), "vow": PRIVATE_FIELDS, "idx": PRIVATE_FIELDS | VOW_FIELDS}


@dataclass(frozen=True, eq=False)
class Home:
    """`fields` has all fields without masks. `large_photos` means that large photo sizes exist.

    `quirk` defines extra masks and unusual response formats.
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
def visible_fields(home: Home, role: str) -> Fields:
    """The fields as a role sees them, with `********` for hidden values. Nulls stay null."""
    return home.fields | {name: MASK for name in _masked_names(home, role) if home.fields.get(name) is not None}


def _masked_names(home: Home, role: str) -> frozenset[str]:
    if role == "private":
        return MASKED_FIELDS[role]
    if home.quirk.all_masked:
        return frozenset(home.fields) - {"ListingKey"}  # a search needs it to find the home
    return (MASKED_FIELDS[role] | home.quirk.masked) - home.quirk.unmasked


@lru_cache(maxsize=4000)
def response_fields(home: Home, role: str) -> Fields:
    """The StandardFields of a response: the visible fields in this listing's format."""
    return (
        home.quirk.format_fields(visible_fields(home, role)) if home.quirk.format_fields else visible_fields(home, role)
    )


def response_items(home: Home, role: str, items: list[Fields]) -> list[Fields]:
    """The items of an expansion, such as photos, in this listing's format."""
    format_item = home.quirk.format_item
    return [format_item(visible_fields(home, role), item) for item in items] if format_item else items
