"""The location and building of a home. Its price and history are in `sale.py`."""

from __future__ import annotations

import random
from dataclasses import dataclass

from sandbox.homes.home_types import HomeType
from sandbox.homes.towns import Street, Town, random_street

THIS_YEAR = 2025  # fixed, so that the homes stay the same
WATERFRONT_SHARE = {"cabin": 0.8, "modern": 0.5, "colonial": 0.3, "ranch": 0.25, "land": 0.3}


@dataclass(frozen=True)
class Location:
    """`water` is the name of the lake at the lot, or None."""

    town: Town
    street: Street
    number: str
    unit: str | None
    area: str
    postal_code: str
    latitude: float
    longitude: float
    water: str | None


@dataclass(frozen=True)
class Building:
    """`size` is in square feet, `garage` in stalls. `baths` counts a half bath as 0.5."""

    year: int
    size: int
    beds: int
    full: int
    three_quarter: int
    half: int
    garage: int
    basement: str | None
    fireplaces: int

    @property
    def baths(self) -> float:
        return self.full + self.three_quarter + self.half / 2


@dataclass(frozen=True)
class House:
    """`number` counts the homes of an MLS, starting at 0."""

    number: int
    kind: HomeType
    location: Location
    acres: float
    building: Building | None


def random_house(rng: random.Random, number: int, kind: HomeType, town: Town) -> House:
    acres = round(rng.uniform(*kind.acres), 2)
    return House(number, kind, _location(rng, kind, town), acres, _building(rng, kind) if kind.built else None)


def _location(rng: random.Random, kind: HomeType, town: Town) -> Location:
    reach = town.spread * (2.5 if kind.acres[1] > 5 else 1)
    north, east = rng.triangular(-reach, reach), rng.triangular(-reach, reach) * 1.4
    area = rng.choice(town.areas)
    on_water = "Lake" in area and rng.random() < WATERFRONT_SHARE.get(kind.style, 0)
    return Location(
        town=town,
        street=random_street(rng, town, north=north > 0),
        number=_house_number(rng, kind, town),
        unit=str(rng.randint(1, 3) * 100 + rng.randint(1, 18)) if kind.style == "condo" else None,
        area=area,
        postal_code=rng.choice(town.postal_codes),
        latitude=round(town.latitude + north, 6),
        longitude=round(town.longitude + east, 6),
        water=area if on_water else None,
    )


def _house_number(rng: random.Random, kind: HomeType, town: Town) -> str:
    """Five digits in the country, as rural counties number; by blocks in town."""
    if kind.acres[1] > 5 or kind.style == "cabin":
        return str(rng.randint(11000, 48900))
    block = rng.randint(1, 52 if town.weight > 80 else 12)
    return str(block * 100 + rng.randint(0, 24) * 2 + rng.randint(0, 1))


def _building(rng: random.Random, kind: HomeType) -> Building:
    size = rng.randint(*kind.area)
    stories = kind.stories > 1
    full, three_quarter, half = _baths(rng, size, stories)
    basements = ["Full", "Full, Finished", "Partially Finished", "Crawl Space"]
    units = {"Duplex": 2, "Fourplex": 4}.get(kind.subtype, 1)
    return Building(
        year=rng.randint(*kind.years),
        size=size,
        beds=max(units, min(8, round(size / (560 if size < 1500 else 690) + rng.uniform(-0.3, 0.9)))),
        full=max(full, units),
        three_quarter=three_quarter,
        half=half,
        garage=_garage(rng, kind),
        basement=rng.choice(basements) if kind.subtype in {"Single Family", "Duplex", "Farmstead"} else None,
        fireplaces=int(rng.random() < 0.45) if kind.style != "condo" else 0,
    )


def _baths(rng: random.Random, size: int, stories: bool) -> tuple[int, int, int]:
    full = 1 + (size > rng.randint(1100, 1900)) + (size > rng.randint(2500, 3600))
    return full, int(size > 1500 and rng.random() < 0.4), int(stories and rng.random() < 0.55)


def _garage(rng: random.Random, kind: HomeType) -> int:
    if kind.style in {"condo", "cabin", "victorian", "craftsman"}:
        return rng.choice([0, 1, 1, 2])
    return rng.choice([2, 2, 2, 3, 3] if kind.style in {"modern", "colonial", "farmhouse"} else [1, 2, 2, 3])
