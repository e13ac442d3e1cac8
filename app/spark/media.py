"""Photos, videos, virtual tours and documents of a listing.

Agents enter free text here, embed code included. The portal passes on only addresses of other sites.
See https://sparkplatform.com/docs/api_services/listings/photos, .../videos, .../virtual_tours and .../documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from app.spark.fields import Fields

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
SIZES = {
    300: "Uri300", 640: "Uri640", 800: "Uri800", 1024: "Uri1024", 1280: "Uri1280", 1600: "Uri1600", 2048: "Uri2048",
}  # fmt: skip
"""Nominal width in pixels by key; Spark's pictures fit a box of that width, a portrait one is narrower."""
SAFE = re.compile(r"https?://[^\s,\"<>\\]*")
"""An address that is safe inside `srcset`."""


@dataclass(frozen=True)
class Photo:
    """`sources` are (address, nominal width), smallest first, never empty."""

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


def read_photos(listing: Fields, *, captions: bool = True) -> tuple[Photo, ...]:
    """The listing's photos that have an address, the primary one first.

    A caption may reveal where the home is: leave `captions` out when the address is withheld.
    """
    found = [photo for item in listing.items("Photos") if (photo := _photo(item))]
    found = found if captions else [replace(photo, caption=None) for photo in found]
    return tuple(sorted(found, key=lambda photo: not photo.primary))


def _photo(item: Fields) -> Photo | None:
    sized = [(address, width) for width, key in SIZES.items() if (address := image_url(item.text(key)))]
    whole = image_url(item.text("UriLarge", "UriThumb"))
    sources = tuple(sized) or (((whole, 1024),) if whole else ())
    return Photo(sources, item.text("Caption"), item.boolean("Primary") or False) if sources else None


def image_url(text: str | None) -> str | None:
    """The text if it is an http(s) address that is safe inside `srcset`, else None."""
    return text if text and SAFE.fullmatch(text) else None


YOUTUBE = re.compile(
    r"(?:^|//)(?:(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed/|v/|shorts/|live/|watch\?(?:[^\s\"'<>]*[&;])?v=)|youtu\.be/)"
    r"([\w-]{11})(?![\w-])",
    re.ASCII | re.IGNORECASE,
)
VIMEO = re.compile(
    r"(?:^|//)(?:www\.|player\.)?vimeo\.com/(?:video/)?(\d{5,12})(?:(?:/|\?(?:[^\s\"'<>]*[&;])?h=)([0-9a-f]{6,20}))?(?!\w)",
    re.ASCII | re.IGNORECASE,
)
HOST = re.compile(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.ASCII)


@dataclass(frozen=True)
class MediaLink:
    """A link to another site: `address` is https, and the page names `site`."""

    name: str | None
    address: str
    site: str


def read_videos(listing: Fields) -> tuple[MediaLink, ...]:
    """From the listing's StandardFields."""
    items = [item for item in listing.items("Videos") if _public(item)]
    return _unique(_video(item.text("Name", "Caption"), item.text("ObjectHtml") or "") for item in items)


def read_tours(listing: Fields) -> tuple[MediaLink, ...]:
    """One link a tour, unbranded if possible (`GroupId` marks variants); else the listing's own two fields."""
    items = [item for item in listing.items("VirtualTours") if _public(item)]
    items.sort(key=lambda item: item.text("Type") != "unbranded")
    groups = [item.text("GroupId") or item.text("Id") or str(place) for place, item in enumerate(items)]
    chosen = dict(reversed(list(zip(groups, items, strict=True))))
    found = _unique(external_link(item.text("Name"), item.text("Uri")) for item in reversed(chosen.values()))
    return found or _unique([external_link(None, listing.text("VirtualTourURLUnbranded", "VirtualTourURLBranded"))])


def read_documents(listing: Fields) -> tuple[MediaLink, ...]:
    """Only documents marked as public."""
    public = [item for item in listing.items("Documents") if item.text("Privacy") == "Public"]
    return _unique(external_link(item.text("Name"), item.text("Uri"), here=True) for item in public)


def external_link(name: str | None, text: str | None, *, here: bool = False) -> MediaLink | None:
    """A link to an https address at a named host; `here` allows this machine, too. None for anything else."""
    address = image_url(text)
    try:
        parts = urlsplit(address or "")
        host = (parts.hostname or "") if parts.port in {None, 443} or here else ""
    except ValueError:
        return None
    safe = parts.scheme == "https" and HOST.fullmatch(host) and "@" not in parts.netloc
    if address and address.isprintable() and (safe or (here and host in LOOPBACK)):
        return MediaLink(name, address, host.removeprefix("www."))
    return None


def _video(name: str | None, html: str) -> MediaLink | None:
    """A link rebuilt from the video's id on a known site; otherwise the text must be just an address."""
    if found := YOUTUBE.search(html):
        return MediaLink(name, f"https://www.youtube.com/watch?v={found[1]}", "YouTube")
    if found := VIMEO.search(html):
        return MediaLink(name, "https://vimeo.com/" + "/".join(filter(None, found.groups())), "Vimeo")
    return external_link(name, html)


def _public(item: Fields) -> bool:
    return item.text("Privacy") in {None, "Public"}


def _unique(links: Iterable[MediaLink | None]) -> tuple[MediaLink, ...]:
    """The links that are not None, each address once."""
    found: dict[str, MediaLink] = {}
    for link in filter(None, links):
        found.setdefault(link.address, link)
    return tuple(found.values())
