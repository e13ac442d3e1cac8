"""The camera of the rooms: metres right of the middle, above the floor, and in front of the lens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .palette import mix

if TYPE_CHECKING:
    from collections.abc import Iterable
    from contextlib import AbstractContextManager

    from .canvas import Art, Point

FAR, LENS, EYE, HALF, CEILING = 5.7, 1230.0, 1.4, 2.8, 2.75
Space = tuple[float, float, float]


def spot(a: Art, x: float, y: float, z: float) -> Point:
    """Where a point of the room falls on the page."""
    return 800 + LENS * (x - a.eye) / z, 570 - LENS * (y - EYE) / z


def facing(a: Art, x: float, y: float, z: float = FAR) -> AbstractContextManager[None]:
    """Draw in metres, y upwards, on an upright plane that faces the camera."""
    return a.metres(*spot(a, x, y, z), LENS / z)


def face(a: Art, points: Iterable[Space], fill: str, o: float = 1) -> None:
    a.poly([spot(a, *each) for each in points], fill, o)


def panel(a: Art, x: float, y: float, z: float, w: float, h: float, colour: str, r: float = 0) -> None:
    """An upright rectangle that faces the camera, its corners rounded by r."""
    (left, top), (right, low), k = spot(a, x, y + h, z), spot(a, x + w, y, z), LENS / z
    a.rect(left, top, right - left, low - top, a.ramp(a.tone(colour, 0.05), a.tone(colour, 0.14)), r=r * k)


def dim(a: Art, x: float, y: float, z: float, w: float, h: float, o: float) -> None:
    """A panel of shade: a groove, a recess, the front of a drawer."""
    with facing(a, x, y, z):
        a.shade(0, 0, w, h, o)


def level(a: Art, x: float, y: float, z: float, w: float, d: float, colour: str, o: float = 1) -> None:
    """A rectangle that lies level."""
    face(a, [(x, y, z), (x + w, y, z), (x + w, y, z + d), (x, y, z + d)], a.tone(colour, 0.03), o)


def box(a: Art, x: float, y: float, z: float, w: float, h: float, d: float, colour: str, r: float = 0) -> None:
    """A block: its shade on the floor, its top or underside, the side the camera sees, its front."""
    tone = a.hue(colour)
    if y < 0.05:
        shade = [(x - 0.06, 0, z - 0.06), (x + w + 0.16, 0, z - 0.06), (x + w + 0.16, 0, z + d), (x - 0.06, 0, z + d)]
        face(a, shade, a.light.shade, 0.16)
    if y + h < EYE:
        level(a, x, y + h, z, w, d, mix(tone, "#ffffff", 0.22))
    else:
        level(a, x, y, z, w, d, mix(tone, a.light.shade, 0.3))
    if not x < a.eye < x + w:
        edge, dark = (x, 0.04) if x > a.eye else (x + w, 0.26)
        face(a, [(edge, y, z), (edge, y + h, z), (edge, y + h, z + d), (edge, y, z + d)], a.tone(tone, dark))
    panel(a, x, y, z, w, h, tone, r)
