"""The towns of the two MLSs, with their streets and price levels."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import NamedTuple

from sandbox.mls import LAKES, PRAIRIE


class Town(NamedTuple):
    """`spread` is the radius of the built-up area in degrees of latitude; `level` multiplies prices."""

    name: str
    state: str
    county: str
    postal_codes: list[str]
    latitude: float
    longitude: float
    spread: float
    weight: int
    level: float
    streets: list[str]
    areas: list[str]


class Street(NamedTuple):
    """Such as `9th`, `Avenue`, `S`; the direction may be empty."""

    name: str
    suffix: str
    direction: str

    def __str__(self) -> str:
        return " ".join(part for part in self if part)


_TOWNS = tomllib.loads(Path(__file__).with_name("towns.toml").read_text(encoding="utf-8"))
TOWNS = {mls.id: [Town(**town) for town in _TOWNS[page]] for mls, page in ((PRAIRIE, "prairie"), (LAKES, "lakes"))}


def random_street(rng: random.Random, town: Town, *, north: bool) -> Street:
    """A street of the town. `#` in its list means a numbered street."""
    name = rng.choice(town.streets)
    direction = "N" if north else "S"
    if town.name == "West Fargo":
        direction = rng.choice("EW")
    if name == "#":
        highest = 45 if town.weight > 80 else 14
        return Street(ordinal(rng.randint(1, highest)), rng.choice(["Street", "Avenue"]), direction)
    words = name.split()
    numbered_town = "#" in town.streets and words[-1] in {"Street", "Avenue", "Drive"}
    if len(words) == 1:
        return Street(name, "", direction)
    return Street(" ".join(words[:-1]), words[-1], direction if numbered_town else "")


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
