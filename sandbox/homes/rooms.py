"""The rooms of a house and the units of a larger one, as its agent measured them."""

from __future__ import annotations

import random
from typing import NamedTuple

from sandbox.homes.ids import an_id
from sandbox.homes.listing import Fields

FEATURES = {
    "Living Room": ["Fireplace", "Hardwood floor", "Bay window", None],
    "Kitchen": ["Island", "Pantry", "Tile floor", None],
    "Primary Bedroom": ["Walk-in closet", "Private bath", "Carpet", None],
    "Bedroom": ["Carpet", "Hardwood floor", None],
}


class Row(NamedTuple):
    """A room or a unit: what is said of it, by the name of each field, in order."""

    id: str
    said: dict[str, object]


LABELS = {
    "RoomType": "Room",
    "RoomLevel": "Level",
    "RoomDimensions": "Dimensions",
    "RoomFeatures": "Features",
    "UnitNumber": "Unit #",
    "UnitBedrooms": "Bedrooms",
    "UnitBaths": "Baths",
    "UnitSquareFeet": "Sq Ft / Unit",
    "UnitRent": "Monthly Rent",
}


def rooms(listing_id: str, fields: Fields) -> list[Row]:
    """None of a bare lot, nor of the few homes whose agent left them out."""
    rng = random.Random(f"rooms {listing_id}")
    if fields["YearBuilt"] is None or rng.random() < 0.1:
        return []
    return [_room(f"{listing_id} {place}", rng, name, fields) for place, name in enumerate(_names(fields))]


def _names(fields: Fields) -> list[str]:
    baths = _count(fields, "BathsFull") + _count(fields, "BathsThreeQuarter") + _count(fields, "BathsHalf")
    return [
        *("Living Room", "Dining Room", "Kitchen"),
        *("Primary Bedroom", *["Bedroom"] * (_count(fields, "BedsTotal") - 1)),
        *["Bath"] * baths,
        *(["Family Room"] if "Finished" in str(fields["Basement"]) else []),
        "Laundry",
    ]


def _count(fields: Fields, name: str) -> int:
    return int(str(fields[name] or 0))


def _room(about: str, rng: random.Random, name: str, fields: Fields) -> Row:
    size = f"{rng.randint(9, 19)} x {rng.randint(8, 17)}"
    said: dict[str, object] = {
        "RoomType": name,
        "RoomLevel": _level(rng, name, fields),
        "RoomDimensions": size if rng.random() < 0.85 else "",
        "RoomFeatures": rng.choice(FEATURES.get(name, [None])),
    }
    return Row(an_id(f"room {about}"), said)


def _level(rng: random.Random, name: str, fields: Fields) -> str:
    if name == "Family Room":
        return "Lower"
    upstairs = float(str(fields["StoriesTotal"])) > 1 and ("Bed" in name or name == "Bath")
    return rng.choice(["Main", "Upper", "Upper"]) if upstairs else "Main"


def units(listing_id: str, fields: Fields) -> list[Row]:
    count = _count(fields, "NumberOfUnitsTotal")
    rng = random.Random(f"units {listing_id}")
    return [_unit(f"{listing_id} {place}", rng, place, count, fields) for place in range(count)]


def _unit(about: str, rng: random.Random, place: int, count: int, fields: Fields) -> Row:
    beds, extra = divmod(_count(fields, "BedsTotal"), count)
    said: dict[str, object] = {
        "UnitNumber": "ABCDEFGH"[place],
        "UnitBedrooms": beds + (place < extra),
        "UnitBaths": 1,
        "UnitSquareFeet": _count(fields, "BuildingAreaTotal") // count,
        "UnitRent": rng.randrange(725, 1350, 25),
    }
    return Row(an_id(f"unit {about}"), said)
