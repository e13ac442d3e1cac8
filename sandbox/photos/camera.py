"""The camera of the rooms. Coordinates are meters right of the middle, above the floor, and from the lens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.photos.palette import mix

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from sandbox.photos.canvas import Canvas, Point


FAR, LENS, EYE, HALF, CEILING = 5.7, 1230.0, 1.4, 2.8, 2.75
Space = tuple[float, float, float]


def project(c: Canvas, x: float, y: float, z: float) -> Point:
    """The page coordinates of a point."""
    return 800 + LENS * (x - c.eye) / z, 570 - LENS * (y - EYE) / z


def facing(c: Canvas, x: float, y: float, z: float = FAR) -> AbstractContextManager[None]:
    """Draw in meters, with y up, on a vertical plane that faces the camera."""
    return c.meters(*project(c, x, y, z), LENS / z)


def face(c: Canvas, points: Iterable[Space], fill: str, o: float = 1) -> None:
    c.poly([project(c, *each) for each in points], fill, o)


def panel(c: Canvas, x: float, y: float, z: float, w: float, h: float, color: str, r: float = 0) -> None:
    """A vertical rectangle that faces the camera, with corners of radius `r`."""
    (left, top), (right, low), k = project(c, x, y + h, z), project(c, x + w, y, z), LENS / z
    c.rect(left, top, right - left, low - top, c.ramp(c.tone(color, 0.05), c.tone(color, 0.14)), r=r * k)


def dim(c: Canvas, x: float, y: float, z: float, w: float, h: float, o: float) -> None:
    """A dark panel, such as a groove or the front of a drawer."""
    with facing(c, x, y, z):
        c.shade(0, 0, w, h, o)


def level(c: Canvas, x: float, y: float, z: float, w: float, d: float, color: str, o: float = 1) -> None:
    """A horizontal rectangle."""
    face(c, [(x, y, z), (x + w, y, z), (x + w, y, z + d), (x, y, z + d)], c.tone(color, 0.03), o)


def box(c: Canvas, x: float, y: float, z: float, w: float, h: float, d: float, color: str, r: float = 0) -> None:
    """A box: its shadow, its top or underside, its visible side and its front."""
    tone = c.resolve_color(color)
    if y < 0.05:
        shade = [(x - 0.06, 0, z - 0.06), (x + w + 0.16, 0, z - 0.06), (x + w + 0.16, 0, z + d), (x - 0.06, 0, z + d)]
        face(c, shade, c.light.shade, 0.16)
    if y + h < EYE:
        level(c, x, y + h, z, w, d, mix(tone, "#ffffff", 0.22))
    else:
        level(c, x, y, z, w, d, mix(tone, c.light.shade, 0.3))
    if not x < c.eye < x + w:
        edge, dark = (x, 0.04) if x > c.eye else (x + w, 0.26)
        face(c, [(edge, y, z), (edge, y + h, z), (edge, y + h, z + d), (edge, y, z + d)], c.tone(tone, dark))
    panel(c, x, y, z, w, h, tone, r)
