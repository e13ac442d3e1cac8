"""An agent's remarks about a home, which match its facts."""

from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.homes.house import House


TEXTS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("remarks.toml").read_text(encoding="utf-8"))
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
SHORTEST, LONGEST = 60, 120  # words


def remarks(house: House, rng: random.Random) -> str:
    """60 to 120 words: an opening, the home's features in the order of a tour, and a close."""
    pools: dict[str, list[str]] = TEXTS["sentence"]
    topics = [*_topics(house), "close" if house.building else "close_land"]
    lines = [rng.choice(TEXTS["opening"][_subject(house)]), *(rng.choice(pools[topic]) for topic in topics)]
    spare = [line for line in (*pools[topics[0]], *pools["place" if house.building else "land"]) if line not in lines]
    facts = _facts(house)
    return _fit_length([line.format(**facts) for line in lines], [line.format(**facts) for line in spare], rng)


def _fit_length(lines: list[str], spare: list[str], rng: random.Random) -> str:
    """Add spare sentences before the close, or drop later ones, until the length fits."""
    rng.shuffle(spare)
    while len(" ".join(lines).split()) < SHORTEST:
        lines.insert(-1, spare.pop())
    while len(" ".join(lines).split()) > LONGEST:
        lines.pop(-3)
    return " ".join(lines)


def _subject(house: House) -> str:
    if house.kind.code == "F":
        return "Apartment" if house.kind.subtype == "Apartment" else "Rental"
    subtype_first = house.kind.code in {"B", "C", "E"}
    return house.kind.subtype if subtype_first else house.kind.architecture


def _topics(house: House) -> list[str]:
    water = ["water"] if house.location.water else []
    building = house.building
    if building is None:
        return ["land", *water]
    if house.kind.code == "B":
        return ["units", _age(house), "place"]
    if house.kind.code == "F":
        return ["rental", _age(house), "kitchen", "place"]
    beds = "beds" if building.beds > 1 and building.baths >= 2 else "beds_few"
    garage = {0: [], 1: ["garage_one"]}.get(building.garage, ["garage"])
    outside = "shared" if house.kind.style == "condo" else "yard"
    basement = ["basement"] if "Finished" in (building.basement or "") else []
    return [_age(house), *water, "kitchen", beds, *basement, *garage, outside, "place"]


def _age(house: House) -> str:
    if house.kind.style == "cabin":
        return "cabin"
    year = house.building.year if house.building else 0
    if year < 1945:
        return "old"
    return "middle" if year < 2005 else "new"


def _facts(house: House) -> dict[str, object]:
    location, building = house.location, house.building
    area = f"the {location.area} area" if "Lake" in location.area else location.area
    facts: dict[str, object] = {
        "town": location.town.name,
        "street": location.street,
        "area": area,
        "water": location.water,
    }
    facts["acres"] = f"{house.acres:g}"
    if building is None:
        return facts
    beds, baths = _count(building.beds, "bedroom"), _count(building.baths, "bath")
    year = building.year
    return facts | {
        "year": year,
        "a_year": f"an {year}" if year < 1900 else f"a {year}",
        "size": f"{building.size:,}",
        "beds": NUMBERS[building.beds],
        "bedrooms": beds,
        "Bedrooms": beds.capitalize(),
        "baths": baths,
        "Baths": baths.capitalize(),
        "garage": NUMBERS[building.garage],
        "Garage": NUMBERS[building.garage].capitalize(),
    }


def _count(number: float, what: str) -> str:
    """`two and a half baths`."""
    words = NUMBERS[int(number)] + (" and a half" if number % 1 else "")
    return f"{words} {what}" + ("s" if number > 1 else "")
