"""The house from the front and from the street, in meters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.photos.background import background, grove
from sandbox.photos.building_parts import build
from sandbox.photos.houses import HOUSES, draw_house
from sandbox.photos.palette import SCHEMES
from sandbox.photos.plants import bush, round_tree

if TYPE_CHECKING:
    from sandbox.photos.canvas import Canvas


def front(c: Canvas) -> None:
    """The house from its path."""
    house, rng = HOUSES[c.style], c.rng_for("place")
    scale, ground = house.scale * rng.uniform(0.9, 1.04), 1010 if house.town else rng.uniform(880, 930)
    slack = 0 if c.style == "townhouse" else max(0.0, 700 - house.half * scale)
    background(c, ground - 75)
    with c.meters(800 + rng.uniform(-0.45, 0.45) * slack, ground, scale):
        edge = 800 / scale
        grove(c, house.half, edge)
        if c.style != "land":
            c.oval(0.6, 0, house.half + 1.6, 0.42, c.light.shade, 0.25)
        approach(c)
        draw_house(c)
        (curb if house.town else foreground)(c, edge)


def street(c: Canvas) -> None:
    """The house with its neighbors, across the road."""
    house = HOUSES[c.style]
    distant = 0.7 if house.half < 8 else 0.6
    scale = house.scale * (0.85 if house.town else distant)
    background(c, 800)
    with c.meters(800, 850, scale):
        grove(c, house.half, 800 / scale)
        if not house.town:
            approach(c)
        if not house.town and c.style != "land":
            neighbors(c, house.half)
        draw_house(c)
        road(c, 800 / scale, 4.5 if c.style == "townhouse" else house.half)


def approach(c: Canvas) -> None:
    """The sidewalk and the road, or the driveway and the path, in front of the house."""
    house, paving = HOUSES[c.style], "#f4f6fa" if c.snow else "#d9cdbd"
    if house.town:
        c.rect(-30, -1.4, 60, 1.5, c.tone(paving))
        c.rect(-30, -1.6, 60, 0.25, c.tone("#b9b0a6"))
        return c.rect(-30, -9, 60, 7.4, c.ramp(c.tone("#8b8a90"), c.tone("#6d6d76")))
    rng = c.rng_for("path")
    drift = rng.uniform(-3, 3)
    if house.drive is None:
        return rng.choice((path, slabs, winding))(c, house.door, 0.8, paving, drift)
    path(c, house.drive, 2.1, "#eceff4" if c.snow else "#c4bcb4", abs(drift))
    return rng.choice((path, slabs))(c, house.door, 0.8, paving, 0)


def path(c: Canvas, x: float, w: float, tone: str, drift: float) -> None:
    """A straight path from a door to the viewer, wider in front."""
    near, far = x + drift, x + drift * 0.4
    right, left = [(x + w, 0), (far + w * 1.5, -2), (near + w * 3, -6)], [(near - w * 2.6, -6), (far - w * 1.1, -2)]
    c.poly([(x - w, 0), *right, *left], c.shaded(tone))


def slabs(c: Canvas, x: float, w: float, tone: str, drift: float) -> None:
    """Stepping stones."""
    for i in range(7):
        k, y, at = 0.6 + i * 0.2, -0.35 - i * 0.5 - i * i * 0.07, x + drift * (i / 6) ** 2 + 0.12 * (-1) ** i
        c.oval(at, y - 0.05, w * k * 1.02, 0.17 * k, c.light.shade, 0.25)
        c.oval(at, y, w * k, 0.16 * k, c.tone(tone, 0.02))


def winding(c: Canvas, x: float, w: float, tone: str, drift: float) -> None:
    """A path with a bend in it."""
    bend = drift * 1.5 + 2
    right = [(x + w, 0.0), (x + w, 0.0), (x + w + bend * 0.5, -1.3), (x + w * 1.4 - bend, -2.6), (x + w * 3, -7)]
    left = [(x - w * 3, -7), (x - w * 2 - bend, -2.8), (x - w + bend * 0.4, -1.4)]
    c.curve([(x - w, 0.0), (x - w, 0.0), *right, *left], c.shaded(tone))


def foreground(c: Canvas, edge: float) -> None:
    """Bushes near the viewer, in the corners; sometimes a fence or a hedge."""
    fenced = HOUSES[c.style].drive is None and c.style not in ("cabin", "land")
    kind = c.rng_for("foreground").choice(("", "", "pickets" if fenced else "", "hedge"))
    if kind == "pickets":
        pickets(c, edge)
    count, reach = (6, edge * 0.6) if kind == "hedge" else (3, 1.6)
    for side in (-1, 1):
        for _ in range(count):
            x = edge - c.rng.uniform(-0.6, reach)
            bush(c, side * x, -4.6 - c.rng.random() * 0.6, c.rng.uniform(0.9, 1.6))


def pickets(c: Canvas, edge: float) -> None:
    """A white fence near the viewer, with a gap for the path."""
    gap, y, reach = 2.8, -4.25, edge + 3
    runs = [(-reach, reach - gap), (gap + 0.4, reach - gap)]
    c.rects([(x, y - 0.04, w, 0.12) for x, w in runs], c.light.shade, 0.25)
    c.rects([(x, y + h, w, 0.12) for x, w in runs for h in (0.32, 0.85)], c.tone("#ffffff", 0.16))
    posts = [x + i * 0.46 for x, w in runs for i in range(int(w / 0.46) + 1)]
    c.path("".join(f"M{c.number(x)} {y}v1.15l.14 .2l.14-.2v-1.15z" for x in posts), c.tone("#ffffff", 0.05))


def curb(c: Canvas, edge: float) -> None:
    """Street trees and a parked car."""
    for x in (-edge * 0.52, edge * 0.38):
        round_tree(c, x, -1.1, 5.2)
    car(c, c.rng_for("car").uniform(-0.5, 0.3) * edge, -2.5, "door")


def car(c: Canvas, x: float, y: float, color: str) -> None:
    """A small car from the side."""
    with c.moved(x, y):
        build(c, CAR.replace("body", c.resolve_color(color)))


CAR = """
cast 2.2 .02 2.5 .16; shape body+15 0 .35 0 .8 .5 .98 1.1 1.5 2.9 1.5 3.6 .98 4.3 .85 4.4 .35
glass .75 .98 1.2 1.4 1.9 1.4 1.9 .98; glass 2.05 .98 2.05 1.4 2.8 1.4 3.3 .98
oval .95,3.45 .34 .36 .36 #2d2e35; oval .95,3.45 .34 .17 .17 #d9dade; rect 0,4.28 .62 .12 .16 #fff0c2
"""


def neighbors(c: Canvas, half: float) -> None:
    rng = c.rng_for("neighbours")
    for side in (-1, 1):
        scheme = rng.choice([each for each in SCHEMES if each is not c.scheme])
        with c.painted(scheme), c.moved(side * (half + 6.2), 0):
            build(c, COTTAGE.replace("TALL", rng.choice(("3.2", "5"))))


COTTAGE = """
chimney 2.4 5 2.6 .8; wall -4.2 0 8.4 3.2 siding; roof -4.2 8.4 3.2 2.6 .3; wall -3.8 0 3.8 TALL siding accent
gable -1.9 3.8 TALL 2.6 shingle .4 accent; window -1.9 1 1.8 1.4; window 2.9 1 1.2 1.4; door .9 .1; bushes -4 3.8
"""


def road(c: Canvas, edge: float, half: float) -> None:
    """Sidewalk, curb, road with a broken line, lamps, street trees and a car."""
    c.rect(-edge, -2.6, 2 * edge, 1.0, c.tone("#f0f2f6" if c.snow else "#d9cdbd"))
    c.rect(-edge, -2.8, 2 * edge, 0.2, c.tone("#b3aaa0"))
    c.rect(-edge, -15, 2 * edge, 12.2, c.ramp(c.tone("#85858c"), c.tone("#66666f")))
    c.rects([(x * 4.0 - edge, -5.6, 2.2, 0.18) for x in range(int(edge / 2) + 1)], c.tone("#f3e3b4"), 0.8)
    car(c, c.rng_for("car").uniform(-0.8, 0.5) * edge, -4.4, "cloth")
    for x in (-half - 1.0, half + 1.2):
        round_tree(c, x, -1.9, 4.6)
        c.rect(x + 1.9, -2.2, 0.12, 4.2, c.tone("#3d3d44"))
        c.oval(x + 1.96, 2.1, 0.26, 0.3, c.lamp("#f4efe2"))
        if c.dusk:
            c.glow(x + 1.96, 2.1, 2.2, "#ffd98a", 0.6)
