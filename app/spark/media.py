"""Videos, virtual tours and documents: https://sparkplatform.com/docs/api_services/listings/videos and its neighbors.

What agents enter there is free text, embed code included. Nothing of it is passed on but an address that leads outside.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from .fields import Fields
from .logo import LOOPBACK
from .photos import picture_address

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
class Link:
    """It leads outside: to `address`, an https one, at `site`, which is to be named."""

    name: str | None
    address: str
    site: str


def videos(listing: Fields) -> tuple[Link, ...]:
    """From the listing's StandardFields."""
    items = [item for item in listing.items("Videos") if _public(item)]
    return _each(_video(item.text("Name", "Caption"), item.text("ObjectHtml") or "") for item in items)


def tours(listing: Fields) -> tuple[Link, ...]:
    """One for each tour: the unbranded of those that are the same (`GroupId`), else the listing's own two fields."""
    items = [item for item in listing.items("VirtualTours") if _public(item)]
    items.sort(key=lambda item: item.text("Type") != "unbranded")
    groups = [item.text("GroupId") or item.text("Id") or str(place) for place, item in enumerate(items)]
    chosen = dict(reversed(list(zip(groups, items, strict=True))))
    found = _each(outside(item.text("Name"), item.text("Uri")) for item in reversed(chosen.values()))
    return found or _each([outside(None, listing.text("VirtualTourURLUnbranded", "VirtualTourURLBranded"))])


def documents(listing: Fields) -> tuple[Link, ...]:
    """Only those that are marked as public."""
    public = [item for item in listing.items("Documents") if item.text("Privacy") == "Public"]
    return _each(outside(item.text("Name"), item.text("Uri"), here=True) for item in public)


def outside(name: str | None, text: str | None, *, here: bool = False) -> Link | None:
    """A link to an https address at a named host; `here` allows this machine, too. None for anything else."""
    address = picture_address(text)
    try:
        parts = urlsplit(address or "")
        host = (parts.hostname or "") if parts.port in {None, 443} or here else ""
    except ValueError:
        return None
    safe = parts.scheme == "https" and HOST.fullmatch(host) and "@" not in parts.netloc
    if address and address.isprintable() and (safe or (here and host in LOOPBACK)):
        return Link(name, address, host.removeprefix("www."))
    return None


def _video(name: str | None, html: str) -> Link | None:
    """Made of the number alone where the site is known; else what was entered must be an address and nothing more."""
    if found := YOUTUBE.search(html):
        return Link(name, f"https://www.youtube.com/watch?v={found[1]}", "YouTube")
    if found := VIMEO.search(html):
        return Link(name, "https://vimeo.com/" + "/".join(filter(None, found.groups())), "Vimeo")
    return outside(name, html)


def _public(item: Fields) -> bool:
    return item.text("Privacy") in {None, "Public"}


def _each(links: Iterable[Link | None]) -> tuple[Link, ...]:
    """Those there are, each address once."""
    found: dict[str, Link] = {}
    for link in filter(None, links):
        found.setdefault(link.address, link)
    return tuple(found.values())
