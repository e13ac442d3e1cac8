"""What the search page shows."""

from __future__ import annotations

from tests.servers import Visitor


def found(visitor: Visitor) -> list[str]:
    """The ids of the homes on the page."""
    return [str(card["id"]).removeprefix("home-") for card in visitor.soup.select("main .card")]


def total(visitor: Visitor) -> int:
    number = visitor.h1.split(" home")[0]
    return 0 if number == "No" else int(number.replace(",", ""))


def chips(visitor: Visitor) -> list[str]:
    return [
        " ".join(chip.find_all(string=True, recursive=False)).strip()
        for chip in visitor.soup.select(".chip:not(.plain)")
    ]
