"""The yard behind the house, in meters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sandbox.photos.background import background
from sandbox.photos.building_parts import build
from sandbox.photos.front import foreground
from sandbox.photos.houses import HOUSES
from sandbox.photos.plants import TREES, blossoms, crown

if TYPE_CHECKING:
    from sandbox.photos.canvas import Canvas


FENCE = """
wall -10 0 20 1.8 batten {#b98d63|#f4efe6|#8f8a84}; cap -10 1.75 20 .12 {#b98d63|#f4efe6|#8f8a84}
shade -10 -.16 20 .18 .18; bushes -2 12
"""
TERRACE = """
roof -11 6.6 6 2.4 .2 .6; window -7.4 -.05 3 2.4 3 1 #30353b; window -8.4,-6 3.7 1.2 1.5
rect -9.2 2.6 5.6 .16 #8d6a4e; rect -4 -.5 .16 3.1 #8d6a4e; shade -9.2 2.1 4.8 .5 .2
shape #c9a47c -11 -.4 -2.4 -.4 -1.6 -1.5 -11 -1.5; rect -11 -1.72 9.4 .22 #94704f
"""
POOL = """
shape #efe6d8 .2 -1 6.6 -1 7.9 -3.2 -.6 -3.2; shape #6fb9c6 .5 -1.15 6.35 -1.15 7.4 -3 -.2 -3
rect 1.4 -1.9 1.5 .05 #ffffff; rect 3.6 -2.3 2 .05 #ffffff; rect 1 -2.7 1.2 .05 #ffffff
cast -2.8,-1.3 -2.62 1 .12; rect -3.4,-2.3,-1.9,-.8 -2.6 .08 .4 #8d6a4e
shape cloth -3.7 -1.5 -3.3 -2.25 -2.1 -2.25 -2.1 -2.08 -3.2 -2.08 -3.55 -1.42
shape cloth -2.2 -1.5 -1.8 -2.25 -.6 -2.25 -.6 -2.08 -1.7 -2.08 -2.05 -1.42
"""
DINING = """
cast 2.9 -2.6 3.4 .42; rect 2.14 -2.5 .12 4.2 #8d6a4e; rect .1,.76,3.6,4.26 -2.5 .1 .65 #7d5a40
rect .1,4.26 -1.9 .1 1.1 #7d5a40; rect .1,3.6 -1.9 .76 .12 #7d5a40; rect .15,3.65 -1.8 .66 .12 deep
rect 1.1,3.2 -2.5 .12 1.05 #7d5a40; shaded .7 -1.5 3 .16 #c79b6e; oval 1.3 -1.2 .2 .16 bright
oval 2.9 -1.2 .2 .16 joinery; shape cloth -.6 .35 2.2 1.75 5 .35 2.2 .2; shape #fbf5ea 1.1 .25 2.2 1.75 3.3 .25 2.2 .2
"""


def yard(c: Canvas) -> None:
    """A fence, a terrace, and a pool, a table or raised beds."""
    background(c, 700)
    with c.meters(800, 830, 84):
        for x in (-8.5, -2.5, 2.8, 5.5, 8.8):
            TREES[c.rng.choice(("round", "tall", "pine"))](c, x, 1.0, c.rng.uniform(5, 7.5))
        build(c, FENCE)
        if c.style != "land":
            build(c, f"wall -11 -.4 6.6 6.4 {HOUSES[c.style].walls}; {TERRACE}")
            lights(c)
            garden = c.rng_for("garden").choice((POOL, DINING, ""))
            build(c, garden) if garden else beds(c)
        build(c, "bushes 5.6 5 .2")
        foreground(c, 9.6)


def lights(c: Canvas) -> None:
    """String lights."""
    string = [(-3.9 + i * 1.5, 2.6 - 0.55 * math.sin(i / 9 * math.pi)) for i in range(10)]
    c.line("M" + "L".join(f"{c.number(x)} {c.number(y + 0.1)}" for x, y in string), c.light.shade, 0.04, 0.6)
    c.dots(string, 0.09, "#ffe9b0")


def beds(c: Canvas) -> None:
    """Raised beds of vegetables."""
    for x, y in ((-0.6, -1.0), (3.2, -1.0), (-1.2, -2.7), (3.4, -2.7)):
        with c.moved(x, y):
            build(c, "cast 1.5 -.5 1.7 .12")
            for i in range(5):
                crown(c, 0.35 + i * 0.56, 0.2, 0.3, 0.34)
            blossoms(c, 1.4, 0.3, 1.4)
            build(c, "shaded 0 -.5 2.9 .55 #b98d63; shade 0 -.25 2.9 .04 .3")
