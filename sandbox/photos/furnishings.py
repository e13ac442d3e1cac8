"""Furniture, lamps, plants and pictures of a room, placed in meters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.photos.camera import FAR, HALF, facing, level, panel
from sandbox.photos.palette import mix

if TYPE_CHECKING:
    from sandbox.photos.canvas import Canvas


WHITE = "#ffffff"


def dado(c: Canvas, color: str) -> None:
    """The lower part of the far wall, paneled and painted."""
    panel(c, -HALF, 0.1, FAR, 2 * HALF, 1.1, f"{color}+45")
    grooves(c, 0.1, 1.1, 0.25)
    panel(c, -HALF, 1.2, FAR, 2 * HALF, 0.06, WHITE)


def grooves(c: Canvas, y: float, h: float, gap: float) -> None:
    """Vertical grooves across the far wall."""
    with facing(c, -HALF, y):
        c.rects([(i * gap, 0, 0.011, h) for i in range(1, int(2 * HALF / gap) + 1)], c.light.shade, 0.14)


def picture(c: Canvas, x: float, y: float, w: float, h: float) -> None:
    """A framed print: a sun, a hill, a field."""
    sky, hill, field = c.rng.sample(c.room[2:], 3)
    with facing(c, x, y):
        c.shade(0.03, -0.04, w, h, 0.18)
        c.rect(0, 0, w, h, c.tone(c.rng.choice(("#4a3d36", "#d9b98c", WHITE))))
        c.rect(0.05, 0.05, w - 0.1, h - 0.1, c.tone("#fbf5ea"))
    with facing(c, x + 0.11, y + 0.11):
        w, h = w - 0.22, h - 0.22
        c.rect(0, 0, w, h, c.tone(sky))
        c.oval(w * c.rng.uniform(0.3, 0.7), h * 0.62, w * 0.17, w * 0.17, c.tone("#fbe7c0"))
        c.poly([(0, 0), (0, h * 0.3), (w, h * 0.5), (w, 0)], c.tone(hill))
        c.poly([(0, 0), (0, h * 0.36), (w, h * 0.12), (w, 0)], c.tone(field))


def mirror(c: Canvas, x: float, y: float, z: float, r: float) -> None:
    """A round mirror in a brass frame."""
    with facing(c, x, y, z):
        c.oval(0, 0, r, r, c.tone("#d0a553"))
        c.oval(0, 0, r * 0.9, r * 0.9, c.ramp(mix(c.light.sky, WHITE, 0.6), mix(c.room.wall, WHITE, 0.4)))


def shelf(c: Canvas, x: float, y: float, w: float) -> None:
    """A shelf of books, bowls and jugs."""
    with facing(c, x, y):
        at = 0.08
        while at < w - 0.16:
            wide, tall = c.rng.uniform(0.05, 0.13), c.rng.uniform(0.12, 0.26)
            c.rect(at, 0.04, wide, tall, c.tone(c.rng.choice(c.room[2:])), r=c.rng.choice((0, 0, 0.035)))
            at += wide + c.rng.choice((0.012, 0.012, 0.1))
        c.rect(0, 0, w, 0.05, c.tone("#a9805a"))
        c.shade(0, -0.05, w, 0.05, 0.16)


def plant(c: Canvas, x: float, y: float, z: float, h: float) -> None:
    """A potted plant of height `h` with long leaves."""
    with facing(c, x, y, z):
        c.oval(0.06, 0, h * 0.2, h * 0.04, c.light.shade, 0.25)
        for i in range(9):
            lean = (i - 4) / 4 + c.rng.uniform(-0.12, 0.12)
            tip, mid = (lean * h * 0.45, h * (1 - abs(lean) * 0.35)), lean * h * 0.13
            half = h * 0.125 + tip[1] / 2
            blade = [(0, h * 0.25), (mid - h * 0.09, half + h * 0.09), tip, tip, (mid + h * 0.09, half)]
            c.curve(blade, c.tone(mix("#4f7d57", "#86aa66", c.rng.random()), 0.1 if lean > 0 else 0))
        pot = [(-h * 0.17, h * 0.3), (h * 0.17, h * 0.3), (h * 0.12, 0), (-h * 0.12, 0)]
        c.poly(pot, c.shaded("bright", 0.25, side=True))


def pendant(c: Canvas, x: float, y: float, z: float, color: str) -> None:
    """A dome lamp that hangs from the ceiling."""
    with facing(c, x, y, z):
        c.rect(-0.007, 0.15, 0.014, 3, c.tone("#3b3b40"))
        c.oval(0, -0.02, 0.21, 0.05, "#fff0c4")
        c.curve([(-0.24, -0.03), (-0.2, 0.24), (0.2, 0.24), (0.24, -0.03)], c.shaded(color, 0.25, side=True))
    glow(c, x, y, z, 0.55)


def lamp(c: Canvas, x: float, y: float, z: float, stem: float, color: str) -> None:
    with facing(c, x, y, z):
        c.oval(0, 0, 0.06 + stem * 0.08, 0.03, c.tone(color))
        c.rect(-0.014, 0, 0.028, stem + 0.1, c.tone(color))
    glow(c, x, y + stem + 0.15, z, 0.75)
    with facing(c, x, y + stem, z):
        c.path("M-.11 .3H.11L.19 0H-.19z", c.ramp("#fff3d2", c.tone("bright")))


def glow(c: Canvas, x: float, y: float, z: float, r: float) -> None:
    with facing(c, x, y, z):
        c.glow(0, 0, r, "#ffe3a6", 0.9 if c.dusk else 0.4)


def flame(c: Canvas, x: float, y: float, z: float, w: float, h: float, color: str) -> None:
    with facing(c, x, y, z):
        c.curve([(-w, 0), (-w * 0.87, h * 0.47), (0, h), (w * 0.74, h * 0.47), (w, 0)], color)


def rug(c: Canvas, x: float, z: float, w: float, d: float, color: str) -> None:
    for inset, pale in ((0, 0), (0.11, 55), (0.18, 25)):
        level(c, x + inset, 0, z + inset, w - 2 * inset, d - 2 * inset, f"{color}+{pale}")


def cushion(c: Canvas, x: float, y: float, z: float, w: float, color: str) -> None:
    panel(c, x, y, z, w, w * 0.85, color, w * 0.2)


def bowl(c: Canvas, x: float, y: float, z: float, r: float, color: str) -> None:
    with facing(c, x, y, z):
        c.curve([(-r, r * 0.7), (r, r * 0.7), (r * 0.5, -r * 0.1), (-r * 0.5, -r * 0.1)], c.tone(color))


def stool(c: Canvas, x: float, z: float) -> None:
    with facing(c, x, 0, z):
        c.rects([(0.04, 0, 0.04, 0.64), (0.32, 0, 0.04, 0.64), (0.04, 0.22, 0.32, 0.03)], c.tone("#6d4e39"))


def tub(c: Canvas, x: float, z: float) -> None:
    """A freestanding tub, centered at `x`, with a towel over its rim."""
    with facing(c, x, 0, z):
        c.oval(0.04, 0, 0.77, 0.1, c.light.shade, 0.28)
        right = [(0.45, -0.03), (0.85, 0.04), (0.9, 0.6), (0.9, 0.6)]
        body = [*[(-dx, dy) for dx, dy in reversed(right)], *right]
        c.curve(body, c.ramp(c.tone(WHITE), c.tone("#d9dce0", 0.18), side=True))
        c.oval(0, 0.6, 0.9, 0.13, c.tone(WHITE, 0.03))
        c.oval(0, 0.59, 0.84, 0.095, c.ramp(c.tone("#cfd6da"), c.tone("#b5dbe0")))
        c.rect(-0.45, 0.08, 0.36, 0.42, c.tone("cloth"), r=0.03)
        c.rect(-0.45, 0.14, 0.36, 0.04, c.tone(WHITE), 0.6)
