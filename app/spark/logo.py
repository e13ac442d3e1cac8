"""Logos of an MLS: https://sparkplatform.com/docs/supporting_documentation/compliance."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from .fields import Fields
from .photos import picture_address

LOOPBACK = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Logo:
    """`address` is None where the MLS is to be named in words."""

    name: str
    address: str | None = None


def listing_logo(fields: Fields, name: str) -> Logo | None:
    """The `IDXLogo` or `IDXLogoSmall` of a listing; `name` says whose a picture is."""
    given = fields.text("LogoUri")
    if given and fields.text("Type") == "Text":
        return Logo(given)
    address = logo_address(given)
    return Logo(name, address) if address else None


def logo_address(text: str | None) -> str | None:
    """An https address, as a page over https shows nothing else; http only on this machine."""
    address = picture_address(text)
    try:
        parts = urlsplit(address or "")
        safe = parts.scheme == "https" or parts.hostname in LOOPBACK
    except ValueError:
        return None
    return address if safe else None
