"""The parts of a house, in meters: walls, windows, doors, roofs and porches."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

from sandbox.photos.palette import mix
from sandbox.photos.plants import bushes
from sandbox.photos.sketch import sheen, sketch

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.photos.canvas import Canvas


def build(c: Canvas, text: str) -> None:
    """Draw a house, or a part of one, from a sketch."""
    sketch(c, BUILDING_PARTS, text)


def wall(c: Canvas, x: float, y: float, w: float, h: float, kind: str, color: str = "paint") -> None:
    c.rect(x, y, w, h, c.shaded(color, side=True))
    c.rect(x, y, w, h, c.texture(kind))


def base(c: Canvas, x: float, w: float, h: float = 0.4) -> None:
    wall(c, x, 0, w, h, "stone", "#b9ada0")


def window(
    c: Canvas, x: float, y: float, w: float = 1.1, h: float = 1.5, cols: float = 2, rows: float = 2, frame: str = "trim"
) -> None:
    """A window, placed by the middle of its sill. At dusk most windows are lit."""
    look = (w, h, int(cols), int(rows), c.resolve_color(frame), c.dusk and c.night.random() < 0.85)
    c.stamp(look, partial(pane, c, *look), (x, y))


def pane(c: Canvas, w: float, h: float, cols: int, rows: int, frame: str, bright: bool) -> None:
    """Casing, glass or lamplight between curtains, reveal, bars and sill."""
    trim, left = c.tone(frame), -w / 2
    c.rect(left - 0.12, -0.12, w + 0.24, h + 0.24, trim)
    c.rect(left, 0, w, h, c.ramp("#ffe9ae", "#f5b45d") if bright else sheen(c))
    if bright:
        c.rects([(left, 0, w * 0.2, h), (w * 0.3, 0, w * 0.2, h)], "#c9793f", 0.4)
    else:
        c.poly([(left, h * 0.35), (w * 0.05, h), (w * 0.35, h), (left, 0)], "#ffffff", 0.2)
    c.shade(left, h - 0.13, w, 0.13, 0.35)
    bars = [(left + w * i / cols - 0.03, 0, 0.06, h) for i in range(1, cols)]
    c.rects(bars + [(left, h * i / rows - 0.03, w, 0.06) for i in range(1, rows)], trim)
    c.rect(left - 0.22, -0.2, w + 0.44, 0.12, c.shaded(frame, 0.2))
    c.shade(left - 0.16, -0.34, w + 0.4, 0.14)


def shutters(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    left, half = (x - w / 2 - 0.58, x + w / 2 + 0.14), h / 2 - 0.2
    c.rects([(i, y - 0.05, 0.44, h + 0.1) for i in left], c.tone("door", 0.12))
    c.rects([(i + 0.07, j, 0.3, half) for i in left for j in (y + 0.1, y + h / 2 + 0.1)], c.light.shade, 0.15)


def door(c: Canvas, x: float, y: float, w: float = 1.0, h: float = 2.15, frame: str = "trim") -> None:
    """A front door with its casing, lights, panels, knob and lamp."""
    with c.moved(x, y):
        c.rect(-w / 2 - 0.16, 0, w + 0.32, h + 0.2, c.tone(frame))
        c.rect(-w / 2, 0, w, h, c.shaded("door", 0.15))
        c.rects([(w * dx, h * 0.62, w * 0.29, h * 0.26) for dx in (-0.32, 0.03)], c.lamp("#8a9dab"))
        c.rects([(w * dx, h * 0.12, w * 0.28, h * 0.4) for dx in (-0.34, 0.06)], c.light.shade, 0.18)
        c.shade(-w / 2, h - 0.12, w, 0.12, 0.3)
        c.oval(w * 0.38, h * 0.46, 0.05, 0.05, c.tone("#f0cf85"))
        c.rect(w / 2 + 0.3, h * 0.74, 0.16, 0.3, c.lamp("#3d3d44"))
        if c.dusk:
            c.glow(w / 2 + 0.38, h * 0.8, 1.3, "#ffd98a", 0.6)


def steps(c: Canvas, x: float, top: float, w: float) -> None:
    count = max(1, round(top / 0.17))
    rise = top / count
    for i in range(count):
        wide = w + 0.25 * i
        c.rect(x - wide / 2, top - (i + 1) * rise, wide, rise, c.tone("#cfc4b6", 0.02 + 0.05 * i))
        c.rect(x - wide / 2, top - i * rise - 0.04, wide, 0.05, c.tone("#ece4d8"))


def roof(
    c: Canvas, x: float, w: float, y: float, h: float, inset: float = 0.4, over: float = 0.5, kind: str = "shingle"
) -> None:
    """A roof from the side of its slope, with its eave and shadow."""
    left, right, top = x - over, x + w + over, y + h
    slope = [(left, y), (right, y), (right - inset - over, top), (left + inset + over, top)]
    c.shade(x, y - 0.55, w, 0.55, 0.26)
    c.poly(slope, c.shaded(mix(c.snowy("roof"), "#ffffff", 0.12)))
    c.poly(slope, c.texture(kind))
    c.poly([(right, y), slope[2], (slope[2][0] - inset - 1.2, top), (right - inset - 1.6, y)], c.light.shade, 0.1)
    c.rect(left + inset + over, top - 0.05, w - 2 * inset, 0.13, c.tone("roof", 0.15))
    c.rect(left, y - 0.2, right - left, 0.22, c.shaded("trim"))
    c.shade(left, y - 0.24, right - left, 0.06, 0.3)


def gable(
    c: Canvas, x: float, w: float, y: float, h: float, kind: str, over: float = 0.5, color: str = "paint"
) -> None:
    """A gable, centered at `x`: wall, shadow, bargeboards and roof edge."""
    half, k = w / 2, 2 * h / w
    slant, out, low = math.hypot(1, k), half + over, -k * over
    drop, t = 0.5 * slant, 0.24 * slant
    with c.moved(x, y):
        for fill in (c.shaded(color, side=True), c.texture(kind)):
            c.poly([(-half, 0), (half, 0), (0, h)], fill)
        verge = [(half, -drop), (0, h - drop), (-half, -drop * 0.4)]
        c.poly([(-half, 0), (0, h), (half, 0), *verge], c.light.shade, 0.24)
        for under, top, paint in ((0.0, t, "trim"), (t, t * 1.7, c.snowy("roof"))):
            lower = [(-out, low + under), (0, h + under), (out, low + under)]
            c.poly([*lower, (out, low + top), (0, h + top), (-out, low + top)], c.tone(paint))
        c.poly([(0, h), (out, low), (out, low + t), (0, h + t)], c.light.shade, 0.1)


def porthole(c: Canvas, x: float, y: float, r: float) -> None:
    c.oval(x, y, r, r, c.lamp("#6d8aa0"))


def spire(c: Canvas, x: float, w: float, y: float) -> None:
    """A pointed roof with a golden ball, placed by its left eave."""
    with c.moved(x + w / 2, y):
        hat = [(-w / 2, 0), (w / 2, 0), (0.8, 1.5), (0, 4.2), (-0.8, 1.5)]
        c.poly(hat, c.shaded(mix(c.snowy("roof"), "#ffffff", 0.18), 0.35, side=True))
        c.poly(hat, c.texture("shingle"))
        c.rect(-w / 2, -0.15, w, 0.2, c.tone("trim"))
        c.rect(-0.04, 4.0, 0.08, 0.9, c.tone("#d8b25a"))
        c.oval(0, 4.6, 0.14, 0.14, c.tone("#d8b25a"))


def chimney(c: Canvas, x: float, y: float, h: float, w: float = 1.0) -> None:
    wall(c, x - w / 2, y, w, h, "brick", "#a9644f")
    c.rect(x - w / 2 - 0.12, y + h - 0.2, w + 0.24, 0.24, c.tone(c.snowy("#8a5546")))
    c.shade(x + w * 0.12, y, w * 0.38, h, 0.2)


def post(c: Canvas, x: float, y: float, h: float, w: float = 0.24) -> None:
    c.rect(x - w / 2, y, w, h, c.shaded("trim", 0.22, side=True))
    c.rects([(x - w / 2 - 0.08, y + dy, w + 0.16, 0.15) for dy in (0, h - 0.15)], c.tone("trim"))


def rail(c: Canvas, x: float, w: float, y: float) -> None:
    count = round(w / 0.3)
    bars = [(x + i * w / count - 0.03, y, 0.06, 0.8) for i in range(count + 1)]
    c.rects([*bars, (x, y + 0.78, w, 0.1), (x, y + 0.08, w, 0.07)], c.tone("trim", 0.05))


def porch(c: Canvas, x: float, w: float, y: float, bays: float, gap: float, kind: str = "shingle") -> None:
    """A roofed porch. Steps go up through the bay number `gap`, which has no rail."""
    h, pitch, left = 2.35, (w - 0.3) / bays, x + 0.15
    c.shade(x, y, w, h, 0.3)
    if c.dusk:
        c.glow(x + w / 2, y + h * 0.6, w * 0.5, "#ffca75", 0.4)
    c.rect(x - 0.2, y - 0.2, w + 0.4, 0.22, c.tone("#d9cbb8"))
    wall(c, x - 0.1, 0, w + 0.2, y - 0.2, "batten", mix(c.scheme.trim, "#8c7f74", 0.5))
    for i in set(range(int(bays))) - {int(gap)}:
        rail(c, left + i * pitch, pitch, y)
    for i in range(int(bays) + 1):
        post(c, left + i * pitch, y, h)
    roof(c, x - 0.1, w + 0.2, y + h, 1.0, 0.1, 0.35, kind)
    steps(c, left + (gap + 0.5) * pitch, y, min(pitch - 0.2, 2.2))


def garage(c: Canvas, x: float, w: float, h: float = 2.3) -> None:
    """A paneled garage door, centered at `x`."""
    c.rect(x - w / 2 - 0.16, 0, w + 0.32, h + 0.18, c.tone("trim"))
    c.rect(x - w / 2, 0, w, h, c.shaded("accent"))
    c.rects([(x - w / 2, h * i / 4 - 0.025, w, 0.05) for i in (1, 2, 3)], c.light.shade, 0.25)
    c.rects([(x - w / 2 + w * (i + 0.14) / 4, h * 0.8, w * 0.18, h * 0.13) for i in range(4)], c.lamp("#5a6f80"))
    c.shade(x - w / 2, h - 0.25, w, 0.25, 0.3)


ALL_PARTS = (
    wall,
    base,
    window,
    shutters,
    door,
    steps,
    roof,
    gable,
    porthole,
    spire,
    chimney,
    post,
    rail,
    porch,
    garage,
)
BUILDING_PARTS: dict[str, Callable[..., None]] = {part.__name__: part for part in (*ALL_PARTS, bushes)}
