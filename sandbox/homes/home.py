"""A home as the sandbox keeps it and as the API gives it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from sandbox.homes.listing import Fields
from sandbox.homes.photos import Photo
from sandbox.homes.rights import PRIVATE, VOW_ONLY
from sandbox.sparkql import MASK

MASKS = {"private": frozenset[str](), "vow": PRIVATE, "idx": PRIVATE | VOW_ONLY}


@dataclass(frozen=True, eq=False)
class Home:
    """`fields` are the whole truth; `masked` is what its seller or the MLS hides from consumers besides the usual.

    `spell` turns fields into an odd but real way of sending them; `large_photos` says whether big sizes were kept.
    """

    id: str
    mls_id: str
    fields: Fields
    photos: tuple[Photo, ...]
    large_photos: bool
    masked: frozenset[str] = frozenset()
    spell: Callable[[Fields], Fields] | None = None


@lru_cache(maxsize=4000)
def seen(home: Home, role: str) -> Fields:
    """The fields as a role may see them, `********` where it may not; a null stays null."""
    hidden = MASKS[role] | (home.masked if role != "private" else frozenset())
    return home.fields | {name: MASK for name in hidden if home.fields.get(name) is not None}


@lru_cache(maxsize=4000)
def sent(home: Home, role: str) -> Fields:
    """The StandardFields of an answer: what is seen, in this listing's own spelling."""
    return home.spell(seen(home, role)) if home.spell else seen(home, role)
