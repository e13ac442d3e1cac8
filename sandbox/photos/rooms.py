"""The four rooms: walls, a window, and a sketch of the furniture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.photos import camera, furnishings
from sandbox.photos.camera import CEILING, FAR, HALF, box, face, facing, level, panel
from sandbox.photos.palette import mix
from sandbox.photos.sketch import sketch

if TYPE_CHECKING:
    from collections.abc import Callable

    from sandbox.photos.canvas import Canvas


NEAR, WHITE = 1.6, "#ffffff"

ROOMS = {
    "kitchen": """
shell {boards|tiles} wall; panel -2.8 .9 5.7 5.6 .62 bright+60; grooves .9 .62 .28; dim -2.8 1.2 5.7 5.6 .012 .14
casement -.75 1.12 1.5 1.15; shelf -2.1,1.05 1.62,2.05 1
box -2.7 0 5.1 4.6 .88 .6 joinery; dim -2.66,-2.01,-1.36,-.71,-.06,.59,1.24 .1 5.09 .59 .54 .12
dim -2.66,-2.01,-1.36,-.71,-.06,.59,1.24 .67 5.09 .59 .16 .12
panel -2.42,-1.77,-.47,.18,.83,1.48 .74 5.09 .12 .025 #d8b25a; panel -1.36 .06 5.08 .62 .76 #3f444b
panel -1.28 .14 5.07 .46 .4 #5f4a44; box -2.74 .88 5.06 4.66 .06 .64 #f1ebe1; plant -2.3 .94 5.3 .42
panel -.02 .94 5.4 .035 .32 #8c8c90; panel -.02 1.23 5.4 .21 .035 #8c8c90
box 1.95 0 5 .78 2.05 .68 #e9e6df; panel 2 .75 4.99 .03 .5 #8c8c90
box -1.25 0 3.6 2.5 .88 .85 deep; dim -1.18,-.38,.42 .12 3.59 .74 .66 .1; box -1.35 .88 3.5 2.7 .07 1 #f4eee4
panel .34,.46,.57 1.03 3.9 .14 .14 #e9b93f .07; bowl .5 .95 3.9 .26 #fdf8ef
stool -.95,-.2,.55 3.25; box -.95,-.2,.55 .64 3.23 .4 .07 .34 #b98d5e .03; pendant -.7,.7 1.95 3.9 deep
""",
    "living": """
shell boards wall; doorway 2.8; {dado deep||}; casement -.3 .75 2 1.55 3 bright
{box -2.35 0 5.3 1.5 2.75 .4 wall+40; panel -2.15 0 5.28 1.1 .95 #fbf7ef; panel -1.99 .04 5.27 .78 .7 #3a2f33
flame -1.6 .04 5.26 .2 .64 #f0924a; flame -1.6 .04 5.26 .1 .38 #ffd98a; panel -2.25 1 5.22 1.3 .08 #a9805a
mirror -1.6 1.72 5.26 .35|picture -2.25 1.35 .62 .8; picture -1.53 1.5 .5 .62; box -2.35 0 5.2 1.5 .6 .45 #a9805a
dim -2.3,-1.58 .06 5.19 .68 .46 .12; plant -2.05 .6 5.3 .5}
rug -1.7 2.9 3.4 1.7 deep; lamp 2.2 0 5 1.4 #3b3b40
box -1.05 .12 4.58 2.2 .72 .22 cloth .08; box -1.05 .02 3.96 2.2 .42 .62 cloth+8 .04
panel -.85,-.25,.35 .3 3.95 .58 .15 cloth+16 .04
cushion -.81 .44 4.4 .44 bright; cushion -.43 .44 4.4 .44 deep; cushion .43 .44 4.4 .44 joinery
box -1.25,1.13 .02 3.9 .22 .6 .88 cloth .04; plant -2.2 0 4.2 1.35
level -.6 0 3.18 1.3 .55 #000000 .2; box -.51,.55 0 3.26 .06 .36 .06 #7d5a40; box -.55 .36 3.2 1.2 .06 .55 #a9805a
box -.37 .42 3.35 .34 .05 .24 joinery; bowl .35 .42 3.45 .17 bright
""",
    "bedroom": """
shell boards wall; doorway -2.8; {dado joinery|}; casement .95 .85 1.25 1.4 2 cloth; picture -1.15,-.43 1.55 .58 .72
rug -2.1 2.7 3.2 2.2 bright; box -2.12,.62 0 5.2 .5 .52 .42 #a9805a; dim -2.06,.68 .28 5.19 .38 .16 .14
lamp -1.87,.87 .52 5.35 .18 #d8b25a; box -1.55 0 5.5 2.1 1.25 .12 deep .08; box -1.5 .06 3.5 2 .28 2 #8d6a4e
box -1.52 .3 3.46 2.04 .32 2 #fbf7ef .05; cushion -1.4,-.42 .6 5.2 .8 #ffffff
cushion -1.08 .6 5 .5 bright; cushion -.38 .6 5 .5 cloth; box -1.55 .28 3.42 2.1 .37 1.3 cloth+35 .04
level -1.55 .655 4.5 2.1 .24 #ffffff; level -1.55 .655 3.62 2.1 .55 joinery
level -1.55 .655 3.72,4.02 2.1 .05 bright; plant 2.3 0 4 1.2
""",
    "bath": """
shell tiles {wall+30|accent+60}; dado joinery; casement -.2 1.4 1.6 .95; box -2.5 .2 5.15 1.3 .62 .5 #a9805a
dim -2.45,-1.83 .28 5.14 .58 .46 .13; box -2.53 .82 5.1 1.36 .06 .55 #fbf8f2; panel -1.86 1 5.35 .026 .16 #d8b25a
bowl -1.85 .9 5.3 .27 #ffffff; mirror -1.85 1.75 5.7 .45; panel -1.48 .88 5.2 .12 .26 bright .03
rug -.9 2.9 1.8 .75 cloth; picture 1.75 1.5 .55 .7; tub .75 4.2; stool -.95 4.1
box -.95 .64 4.08 .4 .07 .34 #b98d5e .03; panel -.87 .71 4.2 .11 .16 #fbf5ea .01; panel -.73 .71 4.2 .12 .26 deep .03
glow -.81 .93 4.2 .25; plant 2.3 0 4.6 1.3; pendant -1.2 2.2 4.6 bright
""",
}


def draw_room(c: Canvas) -> None:
    """Draw the room of this view, in warm light and slightly off center."""
    c.tint, c.eye = mix("#fffaf2", c.light.tint, 0.3), c.rng.uniform(-0.45, 0.45)
    sketch(c, ALL_PARTS, ROOMS[c.view])


def shell(c: Canvas, floor: str, paint: str) -> None:
    """Walls, ceiling, floor, baseboards, and beams in some styles."""
    c.rect(0, 0, 1600, 1200, c.tone(mix(c.resolve_color(paint), WHITE, 0.55)))
    for x, dark in ((-HALF, 0.16), (HALF, 0.02)):
        face(c, [(x, 0, NEAR), (x, CEILING, NEAR), (x, CEILING, FAR), (x, 0, FAR)], c.tone(paint, dark))
    panel(c, -HALF, 0, FAR, 2 * HALF, CEILING, paint)
    (boards if floor == "boards" else tiles)(c)
    panel(c, -HALF, 0, FAR, 2 * HALF, 0.12, WHITE)
    panel(c, -HALF, CEILING - 0.09, FAR, 2 * HALF, 0.09, WHITE)
    if c.style in ("farmhouse", "cabin", "craftsman") and c.rng_for("beams").random() < 0.7:
        for z in (5.0, 4.1, 3.2):
            box(c, -HALF, CEILING - 0.13, z, 2 * HALF, 0.13, 0.15, "#c39a70")


def boards(c: Canvas) -> None:
    level(c, -HALF, 0, NEAR, 2 * HALF, FAR - NEAR, "floor")
    for i in range(-9, 10, 2):
        z = c.rng.uniform(2.4, 4.6)
        level(c, i * 0.29, 0, NEAR, 0.28, z - NEAR, mix(c.room.floor, c.light.shade, 0.12), 0.6)
        level(c, i * 0.29, 0, z + 0.01, 0.28, FAR - z, "floor+12", 0.6)


def tiles(c: Canvas) -> None:
    """A checkered floor."""
    level(c, -HALF, 0, NEAR, 2 * HALF, FAR - NEAR, "#f3ece0")
    tint = mix(c.rng_for("tiles").choice((c.room.joinery, c.room.deep)), "#e8dcc9", 0.55)
    for i in range(-5, 6):
        for j in range(i % 2, 8, 2):
            level(c, max(i * 0.5, -HALF), 0, 1.7 + j * 0.5, 0.5 if i < 5 else HALF - 2.5, 0.5, tint)


def doorway(c: Canvas, x: float) -> None:
    """An opening in a side wall, with the hall behind it."""
    hall = mix(c.room.wall, c.room.deep, 0.22)
    for grow, tone in ((0.09, c.tone(WHITE, 0.08)), (0, c.tone(hall, 0.14))):
        near, far, top = 3.9 - grow, 4.95 + grow, 2.1 + grow
        face(c, [(x, 0, near), (x, top, near), (x, top, far), (x, 0, far)], tone)
    face(c, [(x, 0, 3.9), (x * 1.1, 0, 4.2), (x * 1.1, 0, 4.95), (x, 0, 4.95)], c.tone("floor", 0.12))
    face(c, [(x, 2.1, 4.95), (x, 0, 4.95), (x, 0, 4.8), (x, 2.1, 4.8)], c.tone(WHITE, 0.02))


def casement(c: Canvas, x: float, y: float, w: float, h: float, cols: float = 2, drapes: str = "") -> None:
    """A window in the far wall, with its view, bars, sill, curtains and light."""
    with facing(c, x, y):
        c.rect(-0.09, -0.09, w + 0.18, h + 0.18, c.tone(WHITE, 0.02))
        scenery(c, w, h)
        bars = [(w * i / cols - 0.025, 0, 0.05, h) for i in range(1, int(cols))]
        c.rects([*bars, (0, h * 0.66, w, 0.04), (-0.16, -0.14, w + 0.32, 0.08)], c.tone(WHITE, 0.03))
        c.shade(-0.16, -0.2, w + 0.32, 0.06, 0.14)
    sun = "#ffd28a" if c.dusk else mix(c.light.orb, "#ffedc2", 0.4)
    for left in (x, x + w * 0.52):
        right = left + w * 0.46
        face(c, [(left, 0, 5.4), (right, 0, 5.4), (right + 0.9, 0, 3.6), (left + 0.8, 0, 3.6)], sun, 0.34)
    if drapes:
        panel(c, x - 0.5, y + h + 0.14, FAR, w + 1.0, 0.04, "#8a6a4c")
        for side in (x - 0.42, x + w + 0.04):
            curtain(c, side, h + y + 0.08, drapes)


def scenery(c: Canvas, w: float, h: float) -> None:
    """The view from a window."""
    c.rect(0, 0, w, h, c.ramp(c.light.sky, c.light.haze))
    for share, tone in ((0.5, c.light.far), (0.38, c.light.mid), (0.2, c.light.leaf)):
        tops = [(w * i / 3, share * h * c.rng.uniform(0.6, 1.2)) for i in range(4)]
        c.poly([(0, 0), *tops, (w, 0)], mix(tone, c.light.haze, 0.12))


def curtain(c: Canvas, x: float, h: float, color: str) -> None:
    panel(c, x, 0.06, FAR, 0.38, h, color)
    with facing(c, x, 0.06):
        c.rects([(0.05 + i * 0.12, 0, 0.05, h) for i in range(3)], c.light.shade, 0.12)


ROOM_PARTS = (shell, doorway, casement, camera.panel, camera.dim, camera.level, camera.box)
THINGS = "dado grooves picture mirror shelf plant pendant lamp glow flame rug cushion bowl stool tub"
ALL_PARTS: dict[str, Callable[..., None]] = {part.__name__: part for part in ROOM_PARTS} | {
    name: getattr(furnishings, name) for name in THINGS.split()
}
