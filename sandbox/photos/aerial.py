"""The aerial view, in meters: streets, yards and roofs. The home is in the middle, in its own colors."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from sandbox.photos.houses import HOUSES
from sandbox.photos.palette import SCHEMES, mix
from sandbox.photos.plants import crown

if TYPE_CHECKING:
    from sandbox.photos.canvas import Canvas, Point


def aerial(c: Canvas) -> None:
    c.rect(0, 0, 1600, 1200, c.ramp(mix(c.light.grass, c.light.haze, 0.35), c.light.grass))
    paving, line = c.tone("#e4e8ee" if c.snow else "#a9a6a6"), c.tone("#f6ecd0")
    for v, w, fill in ((-37, 7, paving), (33, 7, paving), (-33.7, 0.4, line), (36.3, 0.4, line)):
        ground_area(c, v, -110, w, 220, fill)
        ground_area(c, -110, v, 220, w, fill)
    corners = [block + side for block in (-70, 0, 70) for side in (-28, 4)]
    for x, y in sorted(product(corners, corners), key=sum):
        px, py = project(x + 10, y + 10)
        if -90 < px < 1690 and -60 < py < 1290:
            lot(c, x, y, own=(x, y) == (4, 4))


def project(x: float, y: float, z: float = 0) -> Point:
    """The page coordinates of a point."""
    return 800 + (x - y) * 16.5, 520 + (x + y) * 8.25 - z * 16


def ground_area(c: Canvas, x: float, y: float, w: float, d: float, fill: str, o: float = 1) -> None:
    c.poly([project(x, y), project(x + w, y), project(x + w, y + d), project(x, y + d)], fill, o)


def lot(c: Canvas, x: float, y: float, *, own: bool) -> None:
    """One lot with its house, driveway, trees and sometimes a pool."""
    scheme = c.scheme if own else c.rng.choice(SCHEMES)
    ground_area(c, x, y, 24, 24, mix(c.light.grass, "#ffffff", 0.35 if own else c.rng.uniform(0.04, 0.16)), 0.8)
    canopy(c, x + c.rng.uniform(1, 6), y + 2)
    canopy(c, x + c.rng.uniform(1, 6), y + 11)
    if own or c.rng.random() < 0.3:
        ground_area(c, x + 2.6, y + 15.5, 6, 5, c.tone("#f0e8da"))
        ground_area(c, x + 3.4, y + 16.2, 4.4, 3.6, c.tone("#6fbccb"))
    ground_area(c, x + 18, y + 16, 4, 9, c.tone("#eceff4" if c.snow else "#cfc6ba"))
    walls = c.pick_variant(HOUSES[c.style].walls).split()[1] if own else scheme.paint
    block_house(c, x + 8, y + 4, c.rng.uniform(9, 12), walls, scheme.roof)
    canopy(c, x + 21, y + c.rng.uniform(2, 9))
    canopy(c, x + c.rng.uniform(9, 15), y + 21.5)


def canopy(c: Canvas, x: float, y: float) -> None:
    """A tree; its radius is in pixels."""
    r, (px, py) = c.rng.uniform(28, 46), project(x, y)
    c.oval(px + r * 0.8, py + 2, r, r * 0.5, c.light.shade, 0.22)
    crown(c, px, py - r * 0.7, r, r)


def block_house(c: Canvas, x: float, y: float, w: float, walls: str, slates: str) -> None:
    """Two walls, a gabled roof and a shadow on the grass."""
    d, h, top, low = 11, 4.0, 7.2, 3.5
    east, south, middle, slate = x + w, y + d, x + w / 2, c.snowy(slates)
    ground_area(c, x + 1.5, y - 2.5, w + 3.5, d + 1, c.light.shade, 0.2)
    front = [
        project(x, south),
        project(east, south),
        project(east, south, h),
        project(middle, south, top),
        project(x, south, h),
    ]
    c.poly(front, c.tone(walls))
    c.poly([project(east, south), project(east, y), project(east, y, h), project(east, south, h)], c.tone(walls, 0.24))
    ridge = (project(middle, y - 0.6, top), project(middle, south + 0.6, top))
    for eave, paint in ((x - 0.7, c.tone(mix(slate, "#ffffff", 0.2))), (east + 0.7, c.tone(slate, 0.12))):
        c.poly([*ridge, project(eave, south + 0.6, low), project(eave, y - 0.6, low)], paint)
    for share in (0.2, 0.62):
        window_in_wall(c, share, (x, south), (w, 0))
        window_in_wall(c, share, (east, y), (0, d))


def window_in_wall(c: Canvas, share: float, corner: Point, along: Point) -> None:
    """A window in a wall, placed by its share of the wall's length."""
    (x, y), (dx, dy) = corner, along
    left, right = (x + dx * share, y + dy * share), (x + dx * (share + 0.2), y + dy * (share + 0.2))
    c.poly([project(*left, 1.3), project(*right, 1.3), project(*right, 3), project(*left, 3)], c.lamp("#6f8796"))
