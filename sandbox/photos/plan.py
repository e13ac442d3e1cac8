"""The floor plan, in centimeters from the top left corner of the house."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sandbox.photos.palette import mix
from sandbox.photos.sketch import sketch

if TYPE_CHECKING:
    from sandbox.photos.canvas import Canvas


WIDTH, DEPTH = 1200, 850


class PlanRoom(NamedTuple):
    """A room: L(iving), K(itchen), D(ining), B(edroom), W(ash) or H(all), with its position and size."""

    kind: str
    x: float
    y: float
    w: float
    d: float


PLANS = [
    [PlanRoom(each[0], *map(float, each[1:].split(","))) for each in row.split()]
    for row in """
L0,0,550,460 K550,0,350,460 D900,0,300,460 B0,460,400,390 H400,460,200,390 W600,460,240,390 B840,460,360,390
B0,0,400,380 W400,0,240,380 L640,0,560,520 B0,380,400,470 H400,380,240,470 K640,520,320,330 D960,520,240,330
K0,0,420,360 D420,0,360,360 B780,0,420,440 L0,360,540,490 H540,360,240,490 W780,440,210,410 B990,440,210,410
""".strip().splitlines()
]
# Relative to the middle of each room's top wall.
FURNITURE = {
    "L": """
rug -150 110 300 220 bright+45 4; piece -130 310 260 86 cloth 16; rug -104 316 208 50 cloth+25 10
piece -65 185 130 70 #b98d63 6; piece -240 180 80 84 deep 16""",
    "K": """
piece -145 14 290 66 #fbf6ec 2; piece -145 14 66 220 #fbf6ec 2; rug -10 26 80 42 #d3e7f0 8
rug -134,-106 150,178 20 20 #4b4f57 10; piece -30 180 140 72 joinery 4""",
    "D": "piece -50,12 70,256 40 38 joinery 10; piece -62 100 124 164 #b98d63 14",
    "B": """
piece -82 22 164 205 #ffffff 8; rug -82 100 164 127 cloth+25 8; rug -70,6 34 64 46 bright+50 10""",
    "W": """
piece -85 260 170 92 #ffffff 34; rug -69 276 138 60 #bcdce4 26; piece -85 24 60 86 #ffffff 22
piece 5 24 84 56 #ffffff 6; rug 19 34 56 36 #bcdce4 18""",
    "H": "rug -42 200 84 150 cloth+40 4; piece -90 40 44 130 #b98d63 4",
}


def plan(c: Canvas) -> None:
    """Rooms, furniture, walls, windows and doors."""
    c.rect(0, 0, 1600, 1200, c.ramp("#fbf7ef", mix("#f1e9dc", c.room.wall, 0.5)))
    chambers, ink = c.rng_for("plan").choice(PLANS), mix(c.room.deep, "#2b2f3a", 0.6)
    with c.moved(200, 175):
        c.shade(26, 31, WIDTH, DEPTH, 0.14)
        for room in chambers:
            c.rect(*room[1:], floor(c, room))
            with c.moved(room.x + room.w / 2, room.y):
                sketch(c, {"piece": piece, "rug": rug}, FURNITURE[room.kind])
        outline = "".join(f"M{x:.0f} {y:.0f}h{w:.0f}v{d:.0f}h-{w:.0f}z" for _, x, y, w, d in chambers)
        c.line(outline, ink, 12)
        c.line(f"M0 0h{WIDTH}v{DEPTH}h-{WIDTH}z", ink, 22)
        for room in chambers:
            openings(c, room, ink)


def floor(c: Canvas, room: PlanRoom) -> str:
    tints = {"K": c.room.bright, "W": c.room.deep, "B": c.room.wall}
    return mix(tints.get(room.kind, c.room.floor), "#fffaf0", 0.78 if room.kind == "W" else 0.55)


def openings(c: Canvas, room: PlanRoom, ink: str) -> None:
    """Windows in outside walls, a door to the inside, and the entrance in the hall."""
    _, x, y, w, d = room
    span, outer, inner = min(w * 0.45, 180), y if y == 0 else y + d, y + d if y == 0 else y
    if room.kind == "H":
        door(c, x + w / 2 - 50, outer, 100, ink, floor(c, room))
    elif outer in (0, DEPTH):
        c.rect(x + w / 2 - span / 2, outer - 11, span, 22, "#ffffff")
        c.rect(x + w / 2 - span / 2, outer - 2, span, 4, ink, 0.6)
    door(c, x + w - 112, inner, 84, ink if y == 0 else "", floor(c, room))


def door(c: Canvas, x: float, y: float, w: float, ink: str, fill: str) -> None:
    """A gap in a wall; with `ink`, also the door leaf and its swing."""
    c.rect(x, y - 12, w, 24, fill)
    if ink:
        c.path(f"M{x:.0f} {y:.0f}v-{w}a{w} {w} 0 0 1 {w} {w}", "none", 0.7, f' stroke="{ink}" stroke-width="3"')


def piece(c: Canvas, x: float, y: float, w: float, d: float, color: str, r: float) -> None:
    """A piece of furniture with its shadow."""
    c.rect(x + 6, y + 8, w, d, c.light.shade, 0.14, r)
    rug(c, x, y, w, d, color, r)


def rug(c: Canvas, x: float, y: float, w: float, d: float, color: str, r: float) -> None:
    c.rect(x, y, w, d, c.resolve_color(color), 1, r)
