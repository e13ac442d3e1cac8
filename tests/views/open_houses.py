"""A visitor on the open houses page, and what the page shows."""

from __future__ import annotations

import pytest
from bs4 import Tag

from tests.servers import Visitor


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    visitor.get("/open-houses")
    return visitor


def rows(visitor: Visitor) -> list[Tag]:
    return visitor.soup.select("main .visit")


def row(visitor: Visitor, home: str) -> Tag:
    return next(item for item in rows(visitor) if item.select_one(f"h3 a[href='/homes/{home}']"))


def keep(visitor: Visitor, home: str, do: str) -> None:
    """Save or hide a home."""
    token = str(visitor.soup.select("input[name=csrf_token]")[0]["value"])
    answer = visitor.http.post(f"{visitor.home}/saved", {"csrf_token": token, "home": home, "do": do})
    assert answer.ok
