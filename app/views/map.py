"""A drawing of where homes lie: their positions to scale and to the north, on our own paper. No streets, no tiles.

Homes whose position is withheld or unknown are counted, not drawn.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from statistics import median

from app.spark.carts import HIDDEN, SAVED, ListingCarts
from app.spark.listing import Listing

WIDTH, HEIGHT, MARGIN = 360, 440, 36
"""The drawing's size and the room left at its edges, in its own units: pixels, when it is shown in full."""
MILES_A_DEGREE = 69.05
LENGTHS = (0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Miles that a scale bar may stand for."""
SMALLEST = 0.6
"""Miles: homes that lie closer together than this are not pulled apart over the whole drawing."""
ENOUGH, FAR = 6, 3.5
"""Times the usual distance from the middle: what lies farther out would squeeze all others into one spot."""

Place = tuple[float, float]


@dataclass(frozen=True)
class Pin:
    """One home, with its number in the list, or several that are too close to tell apart.

    `x` and `y` are its middle. `kind` is saved, hidden, seen or plain.
    """

    x: float
    y: float
    homes: tuple[tuple[int, Listing], ...]
    kind: str

    @property
    def label(self) -> str:
        numbers = [str(number) for number, _ in self.homes]
        return ", ".join(numbers) if len(numbers) < 3 else f"{len(numbers)} homes"

    @cached_property
    def width(self) -> int:
        return {1: 28, 2: 48}.get(len(self.homes), 66)

    def touches(self, other: Pin) -> bool:
        return abs(self.x - other.x) < (self.width + other.width) / 2 - 4 and abs(self.y - other.y) < 24

    def with_(self, other: Pin) -> Pin:
        here, there = len(self.homes), len(other.homes)
        x, y = ((a * here + b * there) / (here + there) for a, b in ((self.x, other.x), (self.y, other.y)))
        kind = self.kind if self.kind == other.kind else "plain"
        half = 33  # the widest pin stays inside
        return Pin(min(max(x, half), WIDTH - half), y, tuple(sorted(self.homes + other.homes, key=_number)), kind)


@dataclass(frozen=True)
class Map:
    """`bar` is the length of the scale bar, which stands for `miles`; `towns` are names with their middles.

    `beyond` are homes, by number, that lie too far out to be drawn; `missing` counts those without a position.
    """

    pins: tuple[Pin, ...]
    towns: tuple[tuple[str, float, float], ...]
    bar: float
    miles: float
    beyond: tuple[tuple[int, Listing], ...]
    missing: int
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def lines(self) -> tuple[list[float], list[float]]:
        """The grid: x of the upright and y of the level lines, a bar apart."""
        return _steps(self.bar, self.width), _steps(self.bar, self.height)


def draw(homes: Sequence[Listing], carts: ListingCarts | None = None, seen: Collection[str] = ()) -> Map | None:
    """The map of the homes, numbered from 1 in their order; None if no position is known."""
    placed = {number: (home, place) for number, home in enumerate(homes, 1) if (place := _place(home))}
    if not placed:
        return None
    near = _near({number: place for number, (_, place) in placed.items()})
    middle, scale = _fit(list(near.values()))
    at = {number: _point(place, middle, scale) for number, place in near.items()}
    known = {number: home for number, (home, _) in placed.items()}
    pins = [Pin(*at[number], ((number, known[number]),), _kind(known[number], carts, seen)) for number in near]
    miles = max((length for length in LENGTHS if length * scale <= WIDTH / 3), default=LENGTHS[0])
    beyond = tuple((number, home) for number, home in known.items() if number not in near)
    towns = _towns((known[number].address.city, at[number]) for number in near)
    return Map(tuple(_apart(pins)), towns, miles * scale, miles, beyond, len(homes) - len(placed))


def _place(home: Listing) -> Place | None:
    latitude, longitude = home.address.latitude, home.address.longitude
    known = latitude is not None and longitude is not None and abs(latitude) < 85 and abs(longitude) <= 180
    return (float(latitude), float(longitude)) if known and latitude and longitude else None


def _near(places: dict[int, Place]) -> dict[int, Place]:
    """Those that lie where most do; a few homes are all drawn."""
    if len(places) < ENOUGH:
        return places
    middle = median(lat for lat, _ in places.values()), median(lon for _, lon in places.values())
    far = {number: math.dist(_point(place, middle, 1), (WIDTH / 2, HEIGHT / 2)) for number, place in places.items()}
    reach = max(median(far.values()) * FAR, SMALLEST)
    return {number: place for number, place in places.items() if far[number] <= reach}


def _fit(places: list[Place]) -> tuple[Place, float]:
    """The middle of the drawing, and how many units a mile takes."""
    south, north = min(lat for lat, _ in places), max(lat for lat, _ in places)
    west, east = min(lon for _, lon in places), max(lon for _, lon in places)
    middle = ((south + north) / 2, (west + east) / 2)
    tall = max((north - south) * MILES_A_DEGREE, SMALLEST)
    wide = max((east - west) * MILES_A_DEGREE * math.cos(math.radians(middle[0])), SMALLEST)
    return middle, min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / tall)


def _point(place: Place, middle: Place, scale: float) -> Place:
    east = (place[1] - middle[1]) * MILES_A_DEGREE * math.cos(math.radians(middle[0]))
    north = (place[0] - middle[0]) * MILES_A_DEGREE
    return WIDTH / 2 + east * scale, HEIGHT / 2 - north * scale


def _kind(home: Listing, carts: ListingCarts | None, seen: Collection[str]) -> str:
    if carts and carts.holds(SAVED, home.id):
        return "saved"
    if carts and carts.holds(HIDDEN, home.id):
        return "hidden"
    return "seen" if home.id in seen else "plain"


def _apart(pins: list[Pin]) -> list[Pin]:
    """Pins that touch become one, until none do."""
    while pair := next(((one, other) for one, other in combinations(pins, 2) if one.touches(other)), None):
        pins = [pin for pin in pins if not (pin is pair[0] or pin is pair[1])] + [pair[0].with_(pair[1])]
    return sorted(pins, key=lambda pin: pin.homes[0][0])


def _towns(homes: Iterable[tuple[str | None, Place]]) -> tuple[tuple[str, float, float], ...]:
    """Each town's name above its northernmost home, as far as names leave each other room."""
    highest: dict[str, Place] = {}
    for town, (x, y) in homes:
        if town and y < highest.get(town, (0, math.inf))[1]:
            highest[town] = (min(max(x, 50), WIDTH - 50), y)
    told: list[tuple[str, float, float]] = []
    for town, (x, y) in highest.items():
        if not any(abs(x - there) < 80 and abs(y - 20 - height) < 18 for _, there, height in told):
            told.append((town, x, y - 20))
    return tuple(told)


def _number(numbered: tuple[int, Listing]) -> int:
    return numbered[0]


def _steps(step: float, end: int) -> list[float]:
    return [step * count for count in range(1, math.ceil(end / step))]
