"""The styles of homes: a sketch in meters, on y = 0 and centered at x = 0, and its place on the lot."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sandbox.photos.building_parts import build
from sandbox.photos.palette import SCHEMES, mix
from sandbox.photos.plants import crown, round_tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.photos.canvas import Canvas


class HouseStyle(NamedTuple):
    """A style of home: pixels per meter in the front view, half the width, door, driveway and walls."""

    scale: float
    half: float
    sketch: str
    door: float = 0
    drive: float | None = None
    town: bool = False
    walls: str = "siding paint"
    more: Callable[[Canvas], None] | None = None


def draw_house(c: Canvas) -> None:
    """Draw the house, the same in every picture."""
    house = HOUSES[c.style]
    build(c, house.sketch)
    if house.more:
        house.more(c)


def terraces(c: Canvas) -> None:
    """A row of townhouses wider than the picture, with the home in the middle."""
    rng = c.rng_for("terrace")
    shift, kind = rng.choice((-2.9, -1.4, 0)), rng.randrange(6)
    neighbors = rng.sample(SCHEMES, 4)
    for i, scheme in enumerate((*neighbors[:2], c.scheme, *neighbors[2:])):
        with c.painted(scheme), c.moved((i - 2.5) * 5.7 + shift, 0):
            build(c, TERRACES[(i + kind) % 6 % len(TERRACES)])


CORNICE = """
shaded -.1 9.6 5.85 .6 trim; shade 0 9.2 5.7 .4 .26
rect .3,1.28,2.26,3.24,4.22,5.2 9.3 .22 .4 trim .08
"""
ATTIC = "roof 0 5.7 9.8 2.2 -.05 .06; window 2.85 10.3; gable 2.85 1.7 11.4 .6 plain .2"
BRICK = "wall 0 0 5.7 9.8 brick; base 0 5.7 .9; window 1.14,2.85,4.56 4.4,7.3 .95 1.75"
PLASTER = "wall 0 0 5.7 9.8 plain; base 0 5.7 .9; window 1.6,4.1 4.4,7.3 1.25 1.75"
ENTRY = """
window 4 1.75 1.9 1.75 3 1; door 1.25 .9 1.05 2.3; rect .4 3.5 1.7 .24 trim; shade .45 3.3 1.7 .2 .2
steps 1.25 .9 1.5; bushes 2.6 2.8
"""
TERRACES = [f"{w};{top};{ENTRY}" for w, top in ((BRICK, CORNICE), (PLASTER, CORNICE), (BRICK, ATTIC))]


def flats(c: Canvas) -> None:
    """Six floors of windows and balconies."""
    stagger = c.rng_for("block").choice((0, 1))
    for floor in range(6):
        for i in range(5):
            balcony = (i + floor * stagger) % 2 == 0
            with c.moved(-8 + i * 4, 3.9 + floor * 3):
                build(c, BALCONY if balcony else "window 0 0 2.3 2 2 1")
                if balcony:
                    crown(c, 0.9, 0.5, 0.4, 0.45)


BALCONY = """
window 0 0 2.3 2 2 1 #3a4048; shade -1.4 -.75 3.1 .6; rect -1.6 -.25 3.2 .25 trim .06
rect -1.55 0 3.1 .85 #c3cfd3; rect -1.6 .83 3.2 .1 trim
"""


def plot(c: Canvas) -> None:
    """A lot without a house: a big tree, a pond, wild flowers."""
    round_tree(c, -5.2, -0.5, 8.8)
    bank = [(2.6, -1.2), (6.5, -0.9), (9.4, -1.5), (8.2, -2.3), (4.4, -2.5), (2.2, -1.9)]
    c.curve([(x * 1.02, y - 0.12) for x, y in bank], mix(c.light.grass, c.light.shade, 0.3))
    c.curve(bank, c.ramp(mix(c.light.sky, c.light.far, 0.3), mix(c.light.haze, "#ffffff", 0.2)))
    c.rects([(4, -1.5, 1.6, 0.05), (6.2, -1.9, 1.1, 0.05)], "#ffffff", 0.6)
    for tone, size in (("#ee8f7c", 0.1), ("#fff3dc", 0.13), ("#f4c65a", 0.09)):
        drift = [(c.rng.gauss(-4, 4), c.rng.uniform(-4.6, -1)) for _ in range(0 if c.snow else 22)]
        c.dots(drift, size, c.tone(tone))


RANCH = """
chimney 2.4 3.4 2 1.3; wall -9 0 18 2.9 siding; base -9 18 .35; roof -9 18 2.9 1.9 1.7 .8
window 2.5 .85 {3|2.2} 1.5 3 1; door -.9 .15; steps -.9 .17 1.8; garage 6.5 4; shade -2.4 0 .7 2.9 .28
wall -8.2 0 5.8 2.9 {batten|brick} accent; gable -5.3 5.8 2.9 1.7 batten .6 accent; window -5.3 .85 2.6 1.45 3 2
bushes -8 5.4; bushes .6 3.6
"""
CRAFTSMAN = """
chimney 4.3 4.8 3; wall -6 0 12 3.6 siding; roof -6 12 3.6 3.2 .3 .9
{wall -2.6 4.6 5.2 1.5 siding accent; gable 0 5.2 6.1 1.5 shingle .7 accent; window -1.4,0,1.4 4.9 1 1.05 2 1
|gable -1.6 7.4 4 2.7 shingle .6 accent; window -2.3,-.9 4.5 1.1 1.15 2 1}
window -3.7,3.7 1.25 2.3 1.5 3 1; door 0 .65 1.1; porch -6 12 .65 3 1
wall -6.23,-2.33,1.57,5.47 0 .76 1.6 stone #b5a596; rect -6.31,-2.41,1.49,5.39 1.6 .92 .12 trim
bushes -6,2 4.2 -.2
"""
COLONIAL = """
chimney -5.6,5.6 6.8 2.2; wall -6.5 0 13 6.2 {siding paint|brick #b8674f}; base -6.5 13; roof -6.5 13 6.2 2.3 .5
window -5,-2.55,0,2.55,5 4.1 1.05 1.55 2 3; shutters -5,-2.55,0,2.55,5 4.1 1.05 1.55
window -5,-2.55,2.55,5 1.2 1.05 1.65 2 3; shutters -5,-2.55,2.55,5 1.2 1.05 1.65
{wall -4.45,-.75,2.95 6.75 1.5 1.05 siding; window -3.7,0,3.7 6.95 .8 .85; gable -3.7,0,3.7 1.5 7.8 .65 plain .25|
|}
door 0 .5 1.15; shade -1.4 .5 2.9 2.6; post -1.25,1.25 .5 2.45 .28; rect -1.6 2.95 3.2 .35 trim .04
gable 0 3.3 3 .75 plain .3 trim; steps 0 .5 3; bushes -6.3,1.9 4.6
"""
VICTORIAN = """
chimney 1.4 8.2 2.8 .8; wall -5 0 9 6.4 siding; roof -5 9 6.4 3 1.6 .4
wall -4.8 3.4 4.6 3.2 siding; gable -2.5 4.6 6.6 3.6 shingle .45 accent; oval -2.5 8 .62 .62 trim; porthole -2.5 8 .46
window -3.4,-1.6 4.35,1.35 1 1.8; window .85 4.35 .9 1.8; door .6 .75 1.1 2.2; porch -5 6.7 .75 4 3
shade 1.55 .6 .5 6 .2; wall 1.95 0 3.3 7.2 siding accent; base 1.95 3.3 .6; shade 4.3 0 .95 7.2 .16
window 2.55 1.35,4.5 .6 1.7 1; window 3.5 1.35,4.5 .85 1.7 1; window 4.7 1.35,4.5 .55 1.7 1
rect 1.85 3.5,6.65 3.5 .22 trim; shade 1.95 3.3 3.3 .2 .2; spire 1.5 4.2 7; bushes -5 4.2 -.2; bushes 2.2 3.4 -.2
"""
MODERN = """
wall -8 0 12.6 3.1 batten {#b98355|#c89a6b}; rect 4.6 0 4.4 3.1 #6c6a6c .45; garage 6.9 3.9 2.45
window -3.9 .3 5.4 2.4 4 1 #2f3338; door 1.6 .1 1.3 2.5 #2f3338; wall 2.8 0 .9 3.1 stone #8c857d
shade -8 2.3 17 .8 .3; shaded -8.6 3.05 18.2 .32 {#f6f4ef|#4d5660}
{wall -2.6 3.37 11.6 3.1 plain #f6f4ef|wall -2.6 3.37 11.6 3.1 plain #4d5660}
window .6 4 4.6 1.9 3 1 #2f3338; window 6.4 4.3 2.2 1.5 2 1 #2f3338; cap -3 6.4 12.4 .3 #3c4046; rail -8.2 5.4 3.37
steps 1.6 .17 2.4; bushes -8 8.6
"""
FARMHOUSE = """
chimney 4.2 7 1.8; wall -6.6 0 13.2 5.7 batten; base -6.6 13.2; roof -6.6 13.2 5.7 2.6 .3 .5 seam
window 1,3.2,5.4 3.95 1 1.3 2 2 {#2e3238|trim}; window 4.7 1.15 1.9 1.6 3 2 {#2e3238|trim}; door 1.2 .55
porch -.6 7.1 .55 3 0 seam; shade -.8 0 .75 5.7 .26
wall -6.3 0 5.5 5.9 batten; base -6.3 5.5; gable -3.55 5.5 5.9 3.3 batten
window -4.7,-2.4 3.85 1.1 1.5 2 2 {#2e3238|trim}; window -3.55 1.1 3 1.7 3 2 {#2e3238|trim}
window -3.55 6.6 .7 .95 1 2 {#2e3238|trim}; bushes -6.4 5.4; bushes 2.6 4.2
"""
CONDO = """
wall -6.5 21.6 13 2.7 plain accent; window -4,0,4 22 2.6 1.8 3 1 #3a4048; cap -7 24.2 14 .35 trim
wall -10 0 20 21.6 {brick|plain}; shaded -10.3 21.5 20.6 .4 trim; rect -10 0 20 3.4 roof
window -7.5,-3.9,3.9,7.5 .5 2.8 2.3 2 1 #3a4048; window 0 .1 2.8 2.6 2 1 door
shade -10 2.9 20 .5 .3; rect -2.6 3.1 5.2 .35 door; bushes -9.8,2.6 7.2
"""
CABIN = """
{chimney 3.4 3.6 3.4 1.1; wall -5.2 0 10.4 3.5 log #a06b44; base -5.2 10.4 .5; roof -5.2 10.4 3.5 3 .3 .8
window -4,4.1 1.35 1.2 1.2; wall -2.6 0 5.2 3.5 log #ad7850; gable 0 5.2 3.5 2.7 batten .7 #ad7850
window 0 4.1 1.1 1; window -1.6,1.6 1.35 1 1.2; door 0 .55; steps 0 .55 2; bushes -5.2,2.6 2.6
|rect -6.2 .2 12.4 .35 #a97c55; shade -6.2 0 12.4 .25 .4; chimney 2.3 5 3.6 .8; gable 0 9 .55 8.6 batten .5 #b07d52
glass -1.9 3.6 1.9 3.6 0 7.4; rect -.06 3.6 .12 3.6 trim; rect -1,.9 3.6 .12 1.8 trim; rect -2.5 3.3 5 .28 trim
window -1.9,1.9 .9 1.4 2; door 0 .6 1.1 2.2; steps 0 .55 2.2; bushes -6,2.6 3.6}
"""
PLOT = """
rect -12.1,-9.1,-6.1,-3.1,-.1,2.9,5.9,8.9,11.9 0 .2 1.25 #8d6a4e; rect -12 .45,.9 27 .12 #a37e5d
rect -6 -1.8 .1 1.3 #d9b68a; shape #d9573f -5.9 -.55 -5.2 -.7 -5.9 -.9
rect 5.4 -2.6 .1 1.3 #d9b68a; shape #d9573f 5.5 -1.35 6.2 -1.5 5.5 -1.7
"""
HOUSES = {
    "ranch": HouseStyle(66, 9.4, RANCH, -0.9, 6.5),
    "craftsman": HouseStyle(76, 6.6, CRAFTSMAN),
    "colonial": HouseStyle(68, 6.8, COLONIAL, walls="{siding paint|brick #b8674f}"),
    "victorian": HouseStyle(64, 5.6, VICTORIAN, 0.55),
    "modern": HouseStyle(68, 9, MODERN, 1.6, 6.9, walls="batten {#b98355|#c89a6b}"),
    "farmhouse": HouseStyle(68, 7, FARMHOUSE, 0.6, walls="batten paint"),
    "townhouse": HouseStyle(66, 14, "", town=True, walls="brick paint", more=terraces),
    "condo": HouseStyle(34, 10.2, CONDO, town=True, walls="{brick|plain} paint", more=flats),
    "cabin": HouseStyle(72, 6, CABIN, walls="{log #a06b44|batten #b07d52}"),
    "land": HouseStyle(62, 2, PLOT, 0.5, more=plot),
}
