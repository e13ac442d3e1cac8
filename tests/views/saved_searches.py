"""What the saved searches pages show."""

from __future__ import annotations

import re

from bs4 import Tag

from tests.servers import Visitor


def row(visitor: Visitor, name: str) -> Tag:
    """The search of this name on /searches."""
    visitor.get("/searches")
    return next(item for item in visitor.soup.select(".rules > li") if item.h2 and item.h2.get_text(strip=True) == name)


def names(visitor: Visitor) -> list[str]:
    visitor.get("/searches")
    return [heading.get_text(strip=True) for heading in visitor.soup.select(".rules h2")]


def words(tag: Tag) -> str:
    return " ".join(tag.get_text(" ").split())


def link(tag: Tag, label: str) -> str:
    return next(str(a["href"]) for a in tag.select("a") if words(a).startswith(label))


def typed(visitor: Visitor) -> str:
    field = visitor.soup.select_one("#name")
    assert field
    return str(field["value"])


def found(visitor: Visitor) -> int:
    """The number of homes in the page's text."""
    return int(re.findall(r"([\d,]+) homes?", visitor.text("main"))[0].replace(",", ""))
