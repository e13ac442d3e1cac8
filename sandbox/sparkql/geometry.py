"""The areas that can contain a listing's `Location`. Points are `lat lon`, separated by commas."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from itertools import pairwise

from sandbox.sparkql.values import invalid

Point = tuple[float, float]
Area = Callable[[object], bool]
EARTH_MILES = 3958.8


def points(text: str) -> list[Point]:
    """`'46.9 -96.9, 46.8 -96.7'` as pairs. A comma between latitude and longitude is an error."""
    return [_point(part) for part in text.split(",")]


def _point(text: str) -> Point:
    numbers = text.split()
    if len(numbers) != 2 or not all(re.fullmatch(r"-?\d+(\.\d+)?", number) for number in numbers):
        raise invalid(f"'{text.strip()}' is not a point: write latitude, a blank, longitude")
    return float(numbers[0]), float(numbers[1])


def rectangle(text: str) -> Area:
    corners = points(text)
    if len(corners) != 2:
        raise invalid("rectangle() takes exactly two opposite corners")
    (south, north), (west, east) = (sorted(axis) for axis in zip(*corners, strict=True))
    return lambda location: south <= _latitude(location) <= north and west <= _longitude(location) <= east


def polygon(text: str) -> Area:
    """Three corners or more. The last side closes it."""
    corners = points(text)
    if len(corners) < 3:
        raise invalid("polygon() takes at least three points")
    sides = list(pairwise([*corners, corners[0]]))
    return lambda location: sum(_crosses(side, location) for side in sides) % 2 == 1


def _crosses(side: tuple[Point, Point], location: object) -> bool:
    """Whether a ray from the point to the east crosses this side."""
    (lat1, lon1), (lat2, lon2) = side
    latitude, longitude = _latitude(location), _longitude(location)
    if (lat1 > latitude) == (lat2 > latitude):
        return False
    return longitude < lon1 + (latitude - lat1) * (lon2 - lon1) / (lat2 - lat1)


def radius(text: str, miles: float) -> Area:
    """A circle. Spark does not document the unit; here it is miles."""
    center = points(text)
    if len(center) != 1 or miles <= 0:
        raise invalid("radius() takes one point and a length above zero")
    return lambda location: distance(center[0], (_latitude(location), _longitude(location))) <= miles


def distance(one: Point, other: Point) -> float:
    """Miles along the great circle."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*one, *other))
    half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_MILES * math.asin(math.sqrt(half))


def _latitude(location: object) -> float:
    return location[0] if isinstance(location, tuple) else math.nan


def _longitude(location: object) -> float:
    return location[1] if isinstance(location, tuple) else math.nan
