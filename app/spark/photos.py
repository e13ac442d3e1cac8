"""Photos of a listing: https://sparkplatform.com/docs/api_services/listings/photos."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .fields import Fields

SIZES = {
    300: "Uri300", 640: "Uri640", 800: "Uri800", 1024: "Uri1024", 1280: "Uri1280", 1600: "Uri1600", 2048: "Uri2048",
}  # fmt: skip
"""Nominal width in pixels by key; Spark's pictures fit a box of that width, a portrait one is narrower."""


SAFE = re.compile(r"https?://[^\s,\"<>\\]*")
"""What an address may be made of to stand inside `srcset`."""


@dataclass(frozen=True)
class Photo:
    """`sources` are (address, nominal width), smallest first, never empty; `caption` is None when it says nothing."""

    sources: tuple[tuple[str, int], ...]
    caption: str | None = None
    primary: bool = False

    @property
    def small(self) -> str:
        """The address nearest to a card's width."""
        return min(self.sources, key=lambda source: abs(source[1] - 640))[0]

    @property
    def large(self) -> str:
        return self.sources[-1][0]

    @property
    def srcset(self) -> str:
        return ", ".join(f"{address} {width}w" for address, width in self.sources)


def photos(listing: Fields, *, captions: bool = True) -> tuple[Photo, ...]:
    """The photos of a listing's StandardFields that have an address, the primary one first. A caption may tell where
    the home is, so those that withhold that are read without `captions`."""
    found = [photo for item in listing.items("Photos") if (photo := _photo(item))]
    found = found if captions else [replace(photo, caption=None) for photo in found]
    return tuple(sorted(found, key=lambda photo: not photo.primary))


def _photo(item: Fields) -> Photo | None:
    sized = [(address, width) for width, key in SIZES.items() if (address := picture_address(item.text(key)))]
    whole = picture_address(item.text("UriLarge", "UriThumb"))
    sources = tuple(sized) or (((whole, 1024),) if whole else ())
    return Photo(sources, item.text("Caption"), item.flag("Primary") or False) if sources else None


def picture_address(text: str | None) -> str | None:
    """An http(s) address that is safe inside `srcset`; anything else is no photo."""
    return text if text and SAFE.fullmatch(text) else None
