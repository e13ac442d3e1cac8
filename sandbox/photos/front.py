"""The house from the street, the street itself, in metres about the house."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .houses import HOUSES, stand
from .palette import SCHEMES
from .parts import build
from .planting import bush, round_tree
from .setting import grove, setting

if TYPE_CHECKING:
    from .canvas import Art


def front(a: Art) -> None:
    """The house from its path."""
    house, dice = HOUSES[a.style], a.own("place")
    scale, ground = house.scale * dice.uniform(0.9, 1.04), 1010 if house.town else dice.uniform(880, 930)
    slack = 0 if a.style == "townhouse" else max(0.0, 700 - house.half * scale)
    setting(a, ground - 75)
    with a.metres(800 + dice.uniform(-0.45, 0.45) * slack, ground, scale):
        edge = 800 / scale
        grove(a, house.half, edge)
        if a.style != "land":
            a.oval(0.6, 0, house.half + 1.6, 0.42, a.light.shade, 0.25)
        approach(a)
        stand(a)
        (kerb if house.town else foreground)(a, edge)


def street(a: Art) -> None:
    """The house among its neighbours, across the road."""
    house = HOUSES[a.style]
    scale = house.scale * (0.85 if house.town else 0.7 if house.half < 8 else 0.6)
    setting(a, 800)
    with a.metres(800, 850, scale):
        grove(a, house.half, 800 / scale)
        if not house.town:
            approach(a)
        if not house.town and a.style != "land":
            neighbours(a, house.half)
        stand(a)
        road(a, 800 / scale, 4.5 if a.style == "townhouse" else house.half)


def approach(a: Art) -> None:
    """The pavement and the road, or the drive and the path, in front of the house."""
    house, paving = HOUSES[a.style], "#f4f6fa" if a.snow else "#d9cdbd"
    if house.town:
        a.rect(-30, -1.4, 60, 1.5, a.tone(paving))
        a.rect(-30, -1.6, 60, 0.25, a.tone("#b9b0a6"))
        return a.rect(-30, -9, 60, 7.4, a.ramp(a.tone("#8b8a90"), a.tone("#6d6d76")))
    dice = a.own("path")
    drift = dice.uniform(-3, 3)
    if house.drive is None:
        return dice.choice((path, slabs, winding))(a, house.door, 0.8, paving, drift)
    path(a, house.drive, 2.1, "#eceff4" if a.snow else "#c4bcb4", abs(drift))
    return dice.choice((path, slabs))(a, house.door, 0.8, paving, 0)


def path(a: Art, x: float, w: float, tone: str, drift: float) -> None:
    """A straight way from a door to the viewer, widening as it nears."""
    near, far = x + drift, x + drift * 0.4
    right, left = [(x + w, 0), (far + w * 1.5, -2), (near + w * 3, -6)], [(near - w * 2.6, -6), (far - w * 1.1, -2)]
    a.poly([(x - w, 0), *right, *left], a.shaded(tone))


def slabs(a: Art, x: float, w: float, tone: str, drift: float) -> None:
    """Stepping stones."""
    for i in range(7):
        k, y, at = 0.6 + i * 0.2, -0.35 - i * 0.5 - i * i * 0.07, x + drift * (i / 6) ** 2 + 0.12 * (-1) ** i
        a.oval(at, y - 0.05, w * k * 1.02, 0.17 * k, a.light.shade, 0.25)
        a.oval(at, y, w * k, 0.16 * k, a.tone(tone, 0.02))


def winding(a: Art, x: float, w: float, tone: str, drift: float) -> None:
    """A path with a bend in it."""
    bend = drift * 1.5 + 2
    right = [(x + w, 0.0), (x + w, 0.0), (x + w + bend * 0.5, -1.3), (x + w * 1.4 - bend, -2.6), (x + w * 3, -7)]
    left = [(x - w * 3, -7), (x - w * 2 - bend, -2.8), (x - w + bend * 0.4, -1.4)]
    a.curve([(x - w, 0.0), (x - w, 0.0), *right, *left], a.shaded(tone))


def foreground(a: Art, edge: float) -> None:
    """Leaves near the viewer, at the corners; sometimes a low fence or a hedge."""
    fenced = HOUSES[a.style].drive is None and a.style not in ("cabin", "land")
    kind = a.own("foreground").choice(("", "", "pickets" if fenced else "", "hedge"))
    if kind == "pickets":
        pickets(a, edge)
    count, reach = (6, edge * 0.6) if kind == "hedge" else (3, 1.6)
    for side in (-1, 1):
        for _ in range(count):
            x = edge - a.rng.uniform(-0.6, reach)
            bush(a, side * x, -4.6 - a.rng.random() * 0.6, a.rng.uniform(0.9, 1.6))


def pickets(a: Art, edge: float) -> None:
    """A white fence near the viewer with a gap for the way in."""
    gap, y, reach = 2.8, -4.25, edge + 3
    runs = [(-reach, reach - gap), (gap + 0.4, reach - gap)]
    a.rects([(x, y - 0.04, w, 0.12) for x, w in runs], a.light.shade, 0.25)
    a.rects([(x, y + h, w, 0.12) for x, w in runs for h in (0.32, 0.85)], a.tone("#ffffff", 0.16))
    posts = [x + i * 0.46 for x, w in runs for i in range(int(w / 0.46) + 1)]
    a.path("".join(f"M{a.n(x)} {y}v1.15l.14 .2l.14-.2v-1.15z" for x in posts), a.tone("#ffffff", 0.05))


def kerb(a: Art, edge: float) -> None:
    """Street trees and a parked car."""
    for x in (-edge * 0.52, edge * 0.38):
        round_tree(a, x, -1.1, 5.2)
    car(a, a.own("car").uniform(-0.5, 0.3) * edge, -2.5, "door")


def car(a: Art, x: float, y: float, colour: str) -> None:
    """A small car from its side."""
    with a.moved(x, y):
        build(a, CAR.replace("body", a.hue(colour)))


CAR = """
cast 2.2 .02 2.5 .16; shape body+15 0 .35 0 .8 .5 .98 1.1 1.5 2.9 1.5 3.6 .98 4.3 .85 4.4 .35
glass .75 .98 1.2 1.4 1.9 1.4 1.9 .98; glass 2.05 .98 2.05 1.4 2.8 1.4 3.3 .98
oval .95,3.45 .34 .36 .36 #2d2e35; oval .95,3.45 .34 .17 .17 #d9dade; rect 0,4.28 .62 .12 .16 #fff0c2
"""


def neighbours(a: Art, half: float) -> None:
    dice = a.own("neighbours")
    for side in (-1, 1):
        scheme = dice.choice([each for each in SCHEMES if each is not a.scheme])
        with a.painted(scheme), a.moved(side * (half + 6.2), 0):
            build(a, COTTAGE.replace("TALL", dice.choice(("3.2", "5"))))


COTTAGE = """
chimney 2.4 5 2.6 .8; wall -4.2 0 8.4 3.2 siding; roof -4.2 8.4 3.2 2.6 .3; wall -3.8 0 3.8 TALL siding accent
gable -1.9 3.8 TALL 2.6 shingle .4 accent; window -1.9 1 1.8 1.4; window 2.9 1 1.2 1.4; door .9 .1; bushes -4 3.8
"""


def road(a: Art, edge: float, half: float) -> None:
    """Pavement, kerb, carriageway with its broken line, lamps, street trees and a car."""
    a.rect(-edge, -2.6, 2 * edge, 1.0, a.tone("#f0f2f6" if a.snow else "#d9cdbd"))
    a.rect(-edge, -2.8, 2 * edge, 0.2, a.tone("#b3aaa0"))
    a.rect(-edge, -15, 2 * edge, 12.2, a.ramp(a.tone("#85858c"), a.tone("#66666f")))
    a.rects([(x * 4.0 - edge, -5.6, 2.2, 0.18) for x in range(int(edge / 2) + 1)], a.tone("#f3e3b4"), 0.8)
    car(a, a.own("car").uniform(-0.8, 0.5) * edge, -4.4, "cloth")
    for x in (-half - 1.0, half + 1.2):
        round_tree(a, x, -1.9, 4.6)
        a.rect(x + 1.9, -2.2, 0.12, 4.2, a.tone("#3d3d44"))
        a.oval(x + 1.96, 2.1, 0.26, 0.3, a.lamp("#f4efe2"))
        if a.dusk:
            a.glow(x + 1.96, 2.1, 2.2, "#ffd98a", 0.6)
