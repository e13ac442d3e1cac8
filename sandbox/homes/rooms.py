"""The rooms of a house and the units of a multi-family house, as the agent measured them."""

from __future__ import annotations

import random
from typing import NamedTuple

from sandbox.homes.ids import stable_id
from sandbox.homes.listing import Fields

FEATURES = {
    "Living Room": ["Fireplace", "Hardwood floor", "Bay window", None],
    "Kitchen": ["Island", "Pantry", "Tile floor", None],
    "Primary Bedroom": ["Walk-in closet", "Private bath", "Carpet", None],
    "Bedroom": ["Carpet", "Hardwood floor", None],
}


class RoomRow(NamedTuple):
    """A room or a unit; `values` has its fields in order."""

    id: str
    values: dict[str, object]


ROOM_LABELS = {
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


def rooms(listing_id: str, fields: Fields) -> list[RoomRow]:
    """Empty for lots, and for the few homes whose agent left the rooms out."""
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


def _room(about: str, rng: random.Random, name: str, fields: Fields) -> RoomRow:
    size = f"{rng.randint(9, 19)} x {rng.randint(8, 17)}"
    values: dict[str, object] = {
        "RoomType": name,
        "RoomLevel": _level(rng, name, fields),
        "RoomDimensions": size if rng.random() < 0.85 else "",
        "RoomFeatures": rng.choice(FEATURES.get(name, [None])),
    }
    return RoomRow(stable_id(f"room {about}"), values)


def _level(rng: random.Random, name: str, fields: Fields) -> str:
    if name == "Family Room":
        return "Lower"
    upstairs = float(str(fields["StoriesTotal"])) > 1 and ("Bed" in name or name == "Bath")
    return rng.choice(["Main", "Upper", "Upper"]) if upstairs else "Main"


def units(listing_id: str, fields: Fields) -> list[RoomRow]:
    count = _count(fields, "NumberOfUnitsTotal")
    rng = random.Random(f"units {listing_id}")
    return [_unit(f"{listing_id} {place}", rng, place, count, fields) for place in range(count)]


def _unit(about: str, rng: random.Random, place: int, count: int, fields: Fields) -> RoomRow:
    beds, extra = divmod(_count(fields, "BedsTotal"), count)
    values: dict[str, object] = {
        "UnitNumber": "ABCDEFGH"[place],
        "UnitBedrooms": beds + (place < extra),
        "UnitBaths": 1,
        "UnitSquareFeet": _count(fields, "BuildingAreaTotal") // count,
        "UnitRent": rng.randrange(725, 1350, 25),
    }
    return RoomRow(stable_id(f"unit {about}"), values)
