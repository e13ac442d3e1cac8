"""The block from the air: streets, gardens, roofs; the home in the middle keeps its colours. In metres."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from .houses import HOUSES
from .palette import SCHEMES, mix
from .planting import crown

if TYPE_CHECKING:
    from .canvas import Art, Point


def aerial(a: Art) -> None:
    a.rect(0, 0, 1600, 1200, a.ramp(mix(a.light.grass, a.light.haze, 0.35), a.light.grass))
    paving, line = a.tone("#e4e8ee" if a.snow else "#a9a6a6"), a.tone("#f6ecd0")
    for v, w, fill in ((-37, 7, paving), (33, 7, paving), (-33.7, 0.4, line), (36.3, 0.4, line)):
        ground(a, v, -110, w, 220, fill)
        ground(a, -110, v, 220, w, fill)
    corners = [block + side for block in (-70, 0, 70) for side in (-28, 4)]
    for x, y in sorted(product(corners, corners), key=sum):
        px, py = seen(x + 10, y + 10)
        if -90 < px < 1690 and -60 < py < 1290:
            lot(a, x, y, own=(x, y) == (4, 4))


def seen(x: float, y: float, z: float = 0) -> Point:
    """Where a point of the neighbourhood falls on the page."""
    return 800 + (x - y) * 16.5, 520 + (x + y) * 8.25 - z * 16


def ground(a: Art, x: float, y: float, w: float, d: float, fill: str, o: float = 1) -> None:
    a.poly([seen(x, y), seen(x + w, y), seen(x + w, y + d), seen(x, y + d)], fill, o)


def lot(a: Art, x: float, y: float, *, own: bool) -> None:
    """One garden with its house, a drive, trees and sometimes a pool."""
    scheme = a.scheme if own else a.rng.choice(SCHEMES)
    ground(a, x, y, 24, 24, mix(a.light.grass, "#ffffff", 0.35 if own else a.rng.uniform(0.04, 0.16)), 0.8)
    canopy(a, x + a.rng.uniform(1, 6), y + 2)
    canopy(a, x + a.rng.uniform(1, 6), y + 11)
    if own or a.rng.random() < 0.3:
        ground(a, x + 2.6, y + 15.5, 6, 5, a.tone("#f0e8da"))
        ground(a, x + 3.4, y + 16.2, 4.4, 3.6, a.tone("#6fbccb"))
    ground(a, x + 18, y + 16, 4, 9, a.tone("#eceff4" if a.snow else "#cfc6ba"))
    walls = a.pick(HOUSES[a.style].walls).split()[1] if own else scheme.paint
    villa(a, x + 8, y + 4, a.rng.uniform(9, 12), walls, scheme.roof)
    canopy(a, x + 21, y + a.rng.uniform(2, 9))
    canopy(a, x + a.rng.uniform(9, 15), y + 21.5)


def canopy(a: Art, x: float, y: float) -> None:
    """A tree; its radius is in pixels."""
    r, (px, py) = a.rng.uniform(28, 46), seen(x, y)
    a.oval(px + r * 0.8, py + 2, r, r * 0.5, a.light.shade, 0.22)
    crown(a, px, py - r * 0.7, r, r)


def villa(a: Art, x: float, y: float, w: float, walls: str, slates: str) -> None:
    """Two walls and a gabled roof, with its shade on the grass."""
    d, h, top, low = 11, 4.0, 7.2, 3.5
    east, south, middle, slate = x + w, y + d, x + w / 2, a.snowy(slates)
    ground(a, x + 1.5, y - 2.5, w + 3.5, d + 1, a.light.shade, 0.2)
    front = [seen(x, south), seen(east, south), seen(east, south, h), seen(middle, south, top), seen(x, south, h)]
    a.poly(front, a.tone(walls))
    a.poly([seen(east, south), seen(east, y), seen(east, y, h), seen(east, south, h)], a.tone(walls, 0.24))
    ridge = (seen(middle, y - 0.6, top), seen(middle, south + 0.6, top))
    for eave, paint in ((x - 0.7, a.tone(mix(slate, "#ffffff", 0.2))), (east + 0.7, a.tone(slate, 0.12))):
        a.poly([*ridge, seen(eave, south + 0.6, low), seen(eave, y - 0.6, low)], paint)
    for share in (0.2, 0.62):
        lights(a, share, (x, south), (w, 0))
        lights(a, share, (east, y), (0, d))


def lights(a: Art, share: float, corner: Point, along: Point) -> None:
    """A window in a wall from its corner along its foot, a share of the way."""
    (x, y), (dx, dy) = corner, along
    left, right = (x + dx * share, y + dy * share), (x + dx * (share + 0.2), y + dy * (share + 0.2))
    a.poly([seen(*left, 1.3), seen(*right, 1.3), seen(*right, 3), seen(*left, 3)], a.lamp("#6f8796"))
