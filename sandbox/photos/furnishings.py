"""The parts of a room, by their place in metres: what hangs, stands, glows and grows in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .camera import FAR, HALF, facing, level, panel
from .palette import mix

if TYPE_CHECKING:
    from .canvas import Art

WHITE = "#ffffff"


def dado(a: Art, colour: str) -> None:
    """The lower part of the far wall, panelled and painted."""
    panel(a, -HALF, 0.1, FAR, 2 * HALF, 1.1, f"{colour}+45")
    grooves(a, 0.1, 1.1, 0.25)
    panel(a, -HALF, 1.2, FAR, 2 * HALF, 0.06, WHITE)


def grooves(a: Art, y: float, h: float, gap: float) -> None:
    """Upright joints across the far wall."""
    with facing(a, -HALF, y):
        a.rects([(i * gap, 0, 0.011, h) for i in range(1, int(2 * HALF / gap) + 1)], a.light.shade, 0.14)


def picture(a: Art, x: float, y: float, w: float, h: float) -> None:
    """A framed print: a sun, a hill, a field."""
    sky, hill, field = a.rng.sample(a.room[2:], 3)
    with facing(a, x, y):
        a.shade(0.03, -0.04, w, h, 0.18)
        a.rect(0, 0, w, h, a.tone(a.rng.choice(("#4a3d36", "#d9b98c", WHITE))))
        a.rect(0.05, 0.05, w - 0.1, h - 0.1, a.tone("#fbf5ea"))
    with facing(a, x + 0.11, y + 0.11):
        w, h = w - 0.22, h - 0.22
        a.rect(0, 0, w, h, a.tone(sky))
        a.oval(w * a.rng.uniform(0.3, 0.7), h * 0.62, w * 0.17, w * 0.17, a.tone("#fbe7c0"))
        a.poly([(0, 0), (0, h * 0.3), (w, h * 0.5), (w, 0)], a.tone(hill))
        a.poly([(0, 0), (0, h * 0.36), (w, h * 0.12), (w, 0)], a.tone(field))


def mirror(a: Art, x: float, y: float, z: float, r: float) -> None:
    """A round looking-glass in brass."""
    with facing(a, x, y, z):
        a.oval(0, 0, r, r, a.tone("#d0a553"))
        a.oval(0, 0, r * 0.9, r * 0.9, a.ramp(mix(a.light.sky, WHITE, 0.6), mix(a.room.wall, WHITE, 0.4)))


def shelf(a: Art, x: float, y: float, w: float) -> None:
    """Books, bowls and jugs on a board."""
    with facing(a, x, y):
        at = 0.08
        while at < w - 0.16:
            wide, tall = a.rng.uniform(0.05, 0.13), a.rng.uniform(0.12, 0.26)
            a.rect(at, 0.04, wide, tall, a.tone(a.rng.choice(a.room[2:])), r=a.rng.choice((0, 0, 0.035)))
            at += wide + a.rng.choice((0.012, 0.012, 0.1))
        a.rect(0, 0, w, 0.05, a.tone("#a9805a"))
        a.shade(0, -0.05, w, 0.05, 0.16)


def plant(a: Art, x: float, y: float, z: float, h: float) -> None:
    """A pot of long leaves, of height h."""
    with facing(a, x, y, z):
        a.oval(0.06, 0, h * 0.2, h * 0.04, a.light.shade, 0.25)
        for i in range(9):
            lean = (i - 4) / 4 + a.rng.uniform(-0.12, 0.12)
            tip, mid = (lean * h * 0.45, h * (1 - abs(lean) * 0.35)), lean * h * 0.13
            half = h * 0.125 + tip[1] / 2
            blade = [(0, h * 0.25), (mid - h * 0.09, half + h * 0.09), tip, tip, (mid + h * 0.09, half)]
            a.curve(blade, a.tone(mix("#4f7d57", "#86aa66", a.rng.random()), 0.1 if lean > 0 else 0))
        pot = [(-h * 0.17, h * 0.3), (h * 0.17, h * 0.3), (h * 0.12, 0), (-h * 0.12, 0)]
        a.poly(pot, a.shaded("bright", 0.25, side=True))


def pendant(a: Art, x: float, y: float, z: float, colour: str) -> None:
    """A dome that hangs from the ceiling."""
    with facing(a, x, y, z):
        a.rect(-0.007, 0.15, 0.014, 3, a.tone("#3b3b40"))
        a.oval(0, -0.02, 0.21, 0.05, "#fff0c4")
        a.curve([(-0.24, -0.03), (-0.2, 0.24), (0.2, 0.24), (0.24, -0.03)], a.shaded(colour, 0.25, side=True))
    glow(a, x, y, z, 0.55)


def lamp(a: Art, x: float, y: float, z: float, stem: float, colour: str) -> None:
    with facing(a, x, y, z):
        a.oval(0, 0, 0.06 + stem * 0.08, 0.03, a.tone(colour))
        a.rect(-0.014, 0, 0.028, stem + 0.1, a.tone(colour))
    glow(a, x, y + stem + 0.15, z, 0.75)
    with facing(a, x, y + stem, z):
        a.path("M-.11 .3H.11L.19 0H-.19z", a.ramp("#fff3d2", a.tone("bright")))


def glow(a: Art, x: float, y: float, z: float, r: float) -> None:
    with facing(a, x, y, z):
        a.glow(0, 0, r, "#ffe3a6", 0.9 if a.dusk else 0.4)


def flame(a: Art, x: float, y: float, z: float, w: float, h: float, colour: str) -> None:
    with facing(a, x, y, z):
        a.curve([(-w, 0), (-w * 0.87, h * 0.47), (0, h), (w * 0.74, h * 0.47), (w, 0)], colour)


def rug(a: Art, x: float, z: float, w: float, d: float, colour: str) -> None:
    for inset, pale in ((0, 0), (0.11, 55), (0.18, 25)):
        level(a, x + inset, 0, z + inset, w - 2 * inset, d - 2 * inset, f"{colour}+{pale}")


def cushion(a: Art, x: float, y: float, z: float, w: float, colour: str) -> None:
    panel(a, x, y, z, w, w * 0.85, colour, w * 0.2)


def bowl(a: Art, x: float, y: float, z: float, r: float, colour: str) -> None:
    with facing(a, x, y, z):
        a.curve([(-r, r * 0.7), (r, r * 0.7), (r * 0.5, -r * 0.1), (-r * 0.5, -r * 0.1)], a.tone(colour))


def stool(a: Art, x: float, z: float) -> None:
    with facing(a, x, 0, z):
        a.rects([(0.04, 0, 0.04, 0.64), (0.32, 0, 0.04, 0.64), (0.04, 0.22, 0.32, 0.03)], a.tone("#6d4e39"))


def tub(a: Art, x: float, z: float) -> None:
    """A freestanding bath about its middle, with a towel over its rim."""
    with facing(a, x, 0, z):
        a.oval(0.04, 0, 0.77, 0.1, a.light.shade, 0.28)
        right = [(0.45, -0.03), (0.85, 0.04), (0.9, 0.6), (0.9, 0.6)]
        body = [*[(-dx, dy) for dx, dy in reversed(right)], *right]
        a.curve(body, a.ramp(a.tone(WHITE), a.tone("#d9dce0", 0.18), side=True))
        a.oval(0, 0.6, 0.9, 0.13, a.tone(WHITE, 0.03))
        a.oval(0, 0.59, 0.84, 0.095, a.ramp(a.tone("#cfd6da"), a.tone("#b5dbe0")))
        a.rect(-0.45, 0.08, 0.36, 0.42, a.tone("cloth"), r=0.03)
        a.rect(-0.45, 0.14, 0.36, 0.04, a.tone(WHITE), 0.6)
