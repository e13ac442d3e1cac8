"""What a listing's page shows, and the fields that the MLS has."""

from __future__ import annotations

from bs4 import Tag

from sandbox.homes import QUIRKS, by_id
from sandbox.mls import PRAIRIE
from tests.servers import Visitor


def see(visitor: Visitor, quirk: str, query: str = "") -> str:
    """Open the page of this listing and return its text."""
    visitor.get(f"/homes/{QUIRKS[quirk]}{query}")
    return visitor.text("main")


def truth(quirk: str) -> dict[str, object]:
    """All fields of this listing in the MLS."""
    return dict(by_id(PRAIRIE.id)[QUIRKS[quirk]].fields)


def one(visitor: Visitor, selector: str) -> Tag:
    found = visitor.soup.select_one(selector)
    assert found, f"no {selector} in {visitor.page.url}"
    return found


def sections(visitor: Visitor) -> list[str]:
    return [" ".join(heading.get_text(" ").split()) for heading in visitor.soup.select("main h2")]
