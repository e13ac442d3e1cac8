"""The parts of a house, in metres: walls, windows, doors, roofs, porches."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from .palette import mix
from .planting import bushes
from .sketch import sheen, sketch

if TYPE_CHECKING:
    from collections.abc import Callable

    from .canvas import Art


def build(a: Art, text: str) -> None:
    """Draw a house, or a piece of one, from a sketch."""
    sketch(a, PARTS, text)


def wall(a: Art, x: float, y: float, w: float, h: float, kind: str, colour: str = "paint") -> None:
    a.rect(x, y, w, h, a.shaded(colour, side=True))
    a.rect(x, y, w, h, a.texture(kind))


def base(a: Art, x: float, w: float, h: float = 0.4) -> None:
    wall(a, x, 0, w, h, "stone", "#b9ada0")


def window(
    a: Art, x: float, y: float, w: float = 1.1, h: float = 1.5, cols: float = 2, rows: float = 2, frame: str = "trim"
) -> None:
    """A window about its middle and sill; at dusk most are lit."""
    look = (w, h, int(cols), int(rows), a.hue(frame), a.dusk and a.night.random() < 0.85)
    a.stamp(look, partial(pane, a, *look), (x, y))


def pane(a: Art, w: float, h: float, cols: int, rows: int, frame: str, bright: bool) -> None:
    """Casing, glass or lamplight between curtains, reveal, bars and sill."""
    trim, left = a.tone(frame), -w / 2
    a.rect(left - 0.12, -0.12, w + 0.24, h + 0.24, trim)
    a.rect(left, 0, w, h, a.ramp("#ffe9ae", "#f5b45d") if bright else sheen(a))
    if bright:
        a.rects([(left, 0, w * 0.2, h), (w * 0.3, 0, w * 0.2, h)], "#c9793f", 0.4)
    else:
        a.poly([(left, h * 0.35), (w * 0.05, h), (w * 0.35, h), (left, 0)], "#ffffff", 0.2)
    a.shade(left, h - 0.13, w, 0.13, 0.35)
    bars = [(left + w * i / cols - 0.03, 0, 0.06, h) for i in range(1, cols)]
    a.rects(bars + [(left, h * i / rows - 0.03, w, 0.06) for i in range(1, rows)], trim)
    a.rect(left - 0.22, -0.2, w + 0.44, 0.12, a.shaded(frame, 0.2))
    a.shade(left - 0.16, -0.34, w + 0.4, 0.14)


def shutters(a: Art, x: float, y: float, w: float, h: float) -> None:
    left, half = (x - w / 2 - 0.58, x + w / 2 + 0.14), h / 2 - 0.2
    a.rects([(i, y - 0.05, 0.44, h + 0.1) for i in left], a.tone("door", 0.12))
    a.rects([(i + 0.07, j, 0.3, half) for i in left for j in (y + 0.1, y + h / 2 + 0.1)], a.light.shade, 0.15)


def door(a: Art, x: float, y: float, w: float = 1.0, h: float = 2.15, frame: str = "trim") -> None:
    """A front door with its casing, lights, panels, knob and lamp."""
    with a.moved(x, y):
        a.rect(-w / 2 - 0.16, 0, w + 0.32, h + 0.2, a.tone(frame))
        a.rect(-w / 2, 0, w, h, a.shaded("door", 0.15))
        a.rects([(w * dx, h * 0.62, w * 0.29, h * 0.26) for dx in (-0.32, 0.03)], a.lamp("#8a9dab"))
        a.rects([(w * dx, h * 0.12, w * 0.28, h * 0.4) for dx in (-0.34, 0.06)], a.light.shade, 0.18)
        a.shade(-w / 2, h - 0.12, w, 0.12, 0.3)
        a.oval(w * 0.38, h * 0.46, 0.05, 0.05, a.tone("#f0cf85"))
        a.rect(w / 2 + 0.3, h * 0.74, 0.16, 0.3, a.lamp("#3d3d44"))
        if a.dusk:
            a.glow(w / 2 + 0.38, h * 0.8, 1.3, "#ffd98a", 0.6)


def steps(a: Art, x: float, top: float, w: float) -> None:
    count = max(1, round(top / 0.17))
    rise = top / count
    for i in range(count):
        wide = w + 0.25 * i
        a.rect(x - wide / 2, top - (i + 1) * rise, wide, rise, a.tone("#cfc4b6", 0.02 + 0.05 * i))
        a.rect(x - wide / 2, top - i * rise - 0.04, wide, 0.05, a.tone("#ece4d8"))


def roof(
    a: Art, x: float, w: float, y: float, h: float, inset: float = 0.4, over: float = 0.5, kind: str = "shingle"
) -> None:
    """A roof seen from the side of its slope, its eave, and the shade the eave throws."""
    left, right, top = x - over, x + w + over, y + h
    slope = [(left, y), (right, y), (right - inset - over, top), (left + inset + over, top)]
    a.shade(x, y - 0.55, w, 0.55, 0.26)
    a.poly(slope, a.shaded(mix(a.snowy("roof"), "#ffffff", 0.12)))
    a.poly(slope, a.texture(kind))
    a.poly([(right, y), slope[2], (slope[2][0] - inset - 1.2, top), (right - inset - 1.6, y)], a.light.shade, 0.1)
    a.rect(left + inset + over, top - 0.05, w - 2 * inset, 0.13, a.tone("roof", 0.15))
    a.rect(left, y - 0.2, right - left, 0.22, a.shaded("trim"))
    a.shade(left, y - 0.24, right - left, 0.06, 0.3)


def gable(a: Art, x: float, w: float, y: float, h: float, kind: str, over: float = 0.5, colour: str = "paint") -> None:
    """A gable end about its middle: wall, shade of the verge, barge boards, edge of the roof."""
    half, k = w / 2, 2 * h / w
    slant, out, low = math.hypot(1, k), half + over, -k * over
    drop, t = 0.5 * slant, 0.24 * slant
    with a.moved(x, y):
        for fill in (a.shaded(colour, side=True), a.texture(kind)):
            a.poly([(-half, 0), (half, 0), (0, h)], fill)
        verge = [(half, -drop), (0, h - drop), (-half, -drop * 0.4)]
        a.poly([(-half, 0), (0, h), (half, 0), *verge], a.light.shade, 0.24)
        for under, top, paint in ((0.0, t, "trim"), (t, t * 1.7, a.snowy("roof"))):
            lower = [(-out, low + under), (0, h + under), (out, low + under)]
            a.poly([*lower, (out, low + top), (0, h + top), (-out, low + top)], a.tone(paint))
        a.poly([(0, h), (out, low), (out, low + t), (0, h + t)], a.light.shade, 0.1)


def porthole(a: Art, x: float, y: float, r: float) -> None:
    a.oval(x, y, r, r, a.lamp("#6d8aa0"))


def spire(a: Art, x: float, w: float, y: float) -> None:
    """A witch's hat with a gilt ball, from its left eave."""
    with a.moved(x + w / 2, y):
        hat = [(-w / 2, 0), (w / 2, 0), (0.8, 1.5), (0, 4.2), (-0.8, 1.5)]
        a.poly(hat, a.shaded(mix(a.snowy("roof"), "#ffffff", 0.18), 0.35, side=True))
        a.poly(hat, a.texture("shingle"))
        a.rect(-w / 2, -0.15, w, 0.2, a.tone("trim"))
        a.rect(-0.04, 4.0, 0.08, 0.9, a.tone("#d8b25a"))
        a.oval(0, 4.6, 0.14, 0.14, a.tone("#d8b25a"))


def chimney(a: Art, x: float, y: float, h: float, w: float = 1.0) -> None:
    wall(a, x - w / 2, y, w, h, "brick", "#a9644f")
    a.rect(x - w / 2 - 0.12, y + h - 0.2, w + 0.24, 0.24, a.tone(a.snowy("#8a5546")))
    a.shade(x + w * 0.12, y, w * 0.38, h, 0.2)


def post(a: Art, x: float, y: float, h: float, w: float = 0.24) -> None:
    a.rect(x - w / 2, y, w, h, a.shaded("trim", 0.22, side=True))
    a.rects([(x - w / 2 - 0.08, y + dy, w + 0.16, 0.15) for dy in (0, h - 0.15)], a.tone("trim"))


def rail(a: Art, x: float, w: float, y: float) -> None:
    count = round(w / 0.3)
    bars = [(x + i * w / count - 0.03, y, 0.06, 0.8) for i in range(count + 1)]
    a.rects([*bars, (x, y + 0.78, w, 0.1), (x, y + 0.08, w, 0.07)], a.tone("trim", 0.05))


def porch(a: Art, x: float, w: float, y: float, bays: float, gap: float, kind: str = "shingle") -> None:
    """A roofed porch over what is drawn behind it; steps go up through the bay that is the gap in its rail."""
    h, pitch, left = 2.35, (w - 0.3) / bays, x + 0.15
    a.shade(x, y, w, h, 0.3)
    if a.dusk:
        a.glow(x + w / 2, y + h * 0.6, w * 0.5, "#ffca75", 0.4)
    a.rect(x - 0.2, y - 0.2, w + 0.4, 0.22, a.tone("#d9cbb8"))
    wall(a, x - 0.1, 0, w + 0.2, y - 0.2, "batten", mix(a.scheme.trim, "#8c7f74", 0.5))
    for i in set(range(int(bays))) - {int(gap)}:
        rail(a, left + i * pitch, pitch, y)
    for i in range(int(bays) + 1):
        post(a, left + i * pitch, y, h)
    roof(a, x - 0.1, w + 0.2, y + h, 1.0, 0.1, 0.35, kind)
    steps(a, left + (gap + 0.5) * pitch, y, min(pitch - 0.2, 2.2))


def garage(a: Art, x: float, w: float, h: float = 2.3) -> None:
    """A panelled garage door about its middle."""
    a.rect(x - w / 2 - 0.16, 0, w + 0.32, h + 0.18, a.tone("trim"))
    a.rect(x - w / 2, 0, w, h, a.shaded("accent"))
    a.rects([(x - w / 2, h * i / 4 - 0.025, w, 0.05) for i in (1, 2, 3)], a.light.shade, 0.25)
    a.rects([(x - w / 2 + w * (i + 0.14) / 4, h * 0.8, w * 0.18, h * 0.13) for i in range(4)], a.lamp("#5a6f80"))
    a.shade(x - w / 2, h - 0.25, w, 0.25, 0.3)


WORDS = (wall, base, window, shutters, door, steps, roof, gable, porthole, spire, chimney, post, rail, porch, garage)
PARTS: dict[str, Callable[..., None]] = {part.__name__: part for part in (*WORDS, bushes)}
