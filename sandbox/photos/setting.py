"""What lies around a house: sky, far land, ground, trees. In pixels of the page unless said otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .palette import mix
from .planting import TREES

if TYPE_CHECKING:
    from .canvas import Art


def setting(a: Art, horizon: float) -> None:
    """Everything behind the house, and the ground it stands on."""
    sky(a)
    a.own("far").choice(FAR.get(a.style, (hills, hills, peaks, lake, city)))(a, horizon)
    treeline(a, horizon)
    near, far = mix(a.light.grass, a.light.shade, 0.12), mix(a.light.grass, a.light.haze, 0.25)
    a.rect(0, horizon, 1600, 1200 - horizon, a.ramp(far, near))
    for i in range(5):
        x, y, wide = a.rng.uniform(0, 1600), horizon + 40 + i * i * 16, a.rng.uniform(300, 620)
        a.oval(x, y, wide, 8 + i * 5, mix(a.light.grass, "#ffffff", 0.3), 0.3)
    tufts(a, horizon, mix(a.light.grass, a.light.shade, 0.22))
    tufts(a, horizon, mix(a.light.grass, "#ffffff", 0.3))


def sky(a: Art) -> None:
    """Sky, sun or moon with its glow, flat clouds, stars at dusk."""
    a.rect(0, 0, 1600, 920, a.ramp(a.light.sky, a.light.haze))
    x, y = a.rng.uniform(160, 460), a.rng.uniform(130, 330)
    a.glow(x, y, 330, a.light.orb, 0.7)
    if a.light.name not in ("overcast", "noon"):
        a.oval(x, y, 52, 52, a.light.orb, 0.95)
    if a.dusk:
        a.dots([(a.night.uniform(0, 1600), a.night.uniform(0, 380)) for _ in range(26)], 2.2, "#fff3d8", 0.7)
    for _ in range(6 if a.light.name == "overcast" else 3):
        tone = mix(a.light.haze, "#ffffff", 0.1 if a.dusk else 0.6)
        cloud(a, a.rng.uniform(-100, 1500), a.rng.uniform(60, 420), a.rng.uniform(180, 420), tone)


def cloud(a: Art, x: float, y: float, w: float, tone: str) -> None:
    """A heap on a flat base."""
    lumps = [(x + w * k, w * r) for k, r in ((0.18, 0.13), (0.42, 0.22), (0.66, 0.17), (0.84, 0.1))]
    d = "".join(f"M{px - r:.0f} {y:.0f}a{r:.0f} {r * 1.1:.0f} 0 0 1 {2 * r:.0f} 0z" for px, r in lumps)
    a.path(d, a.ramp(mix(tone, "#ffffff", 0.3), mix(tone, a.light.sky, 0.3)), 0.45 if a.dusk else 0.8)


def hills(a: Art, horizon: float) -> None:
    ridge(a, horizon - 60, 210, 6, a.ramp(a.light.far, mix(a.light.far, a.light.haze, 0.6)))
    ridge(a, horizon - 15, 120, 7, a.ramp(mix(a.light.far, a.light.mid, 0.6), a.light.mid))


def peaks(a: Art, horizon: float) -> None:
    high, low = mix(a.light.far, a.light.shade, 0.2), mix(a.light.far, a.light.haze, 0.6)
    ridge(a, horizon - 50, 430, 6, a.ramp(high, low), sharp=True)
    ridge(a, horizon - 20, 200, 9, a.ramp(mix(a.light.far, a.light.mid, 0.5), a.light.mid), sharp=True)


def lake(a: Art, horizon: float) -> None:
    ridge(a, horizon - 60, 130, 5, mix(a.light.far, a.light.haze, 0.25))
    water = a.ramp(mix(a.light.haze, "#ffffff", 0.2), mix(a.light.sky, a.light.far, 0.5))
    a.rect(0, horizon - 62, 1600, 120, water)
    glints = [(a.rng.uniform(0, 1500), horizon - a.rng.uniform(8, 54), a.rng.uniform(60, 220), 3) for _ in range(9)]
    a.rects(glints, "#ffffff", 0.5)


def city(a: Art, horizon: float) -> None:
    """Blocks far off, in haze."""
    for depth, tone in ((470, mix(a.light.far, a.light.haze, 0.35)), (280, mix(a.light.far, a.light.mid, 0.5))):
        blocks, x = [], -40.0
        while x < 1640:
            w, h = a.rng.uniform(70, 150), a.rng.uniform(120, depth)
            blocks += [(x, horizon - h, w, h + 40), (x + w * 0.3, horizon - h - 26, w * 0.3, 30)]
            x += w + a.rng.uniform(-6, 50)
        a.rects(blocks, tone)


FAR = {"condo": (city,), "townhouse": (city,), "cabin": (peaks, lake), "land": (hills, peaks, lake)}


def ridge(a: Art, y: float, rise: float, steps: int, fill: str, *, sharp: bool = False) -> None:
    """A skyline from one side of the page to the other."""
    tops = [(i * 1600 / steps, y - rise * a.rng.uniform(0.1, 1) * (1 if i % 2 else 0.45)) for i in range(steps + 1)]
    draw = a.poly if sharp else a.curve
    draw([(-200.0, 1300.0), (-200.0, y), *tops, (1800.0, y), (1800.0, 1300.0)], fill)


def treeline(a: Art, horizon: float) -> None:
    """A far wood: a farther and a nearer row of tree tops."""
    farther, nearer = mix(a.light.leaf, a.light.far, 0.6), mix(a.light.leaf, a.light.mid, 0.45)
    for r, count, rise, tone in ((36, 26, 34, farther), (21, 42, 12, nearer)):
        a.rect(0, horizon - 22, 1600, 60, tone)
        a.dots([(i * 1640 / count - 20, horizon - a.rng.uniform(0, rise)) for i in range(count + 1)], r, tone)


def tufts(a: Art, horizon: float, tone: str) -> None:
    """Blades of grass, larger towards the viewer."""
    for near in (0.3, 0.6, 1.0):
        k = 4 + 14 * near
        blade = (
            f"l{-k * 0.5:.0f}-{k:.0f}l{k * 0.7:.0f} {k * 0.6:.0f}l{k * 0.2:.0f}-{k:.0f}l{k * 0.4:.0f} {k * 1.2:.0f}z"
        )
        spots = [(a.rng.uniform(0, 1600), horizon + 60 + near * a.rng.uniform(0.5, 1) * 260) for _ in range(5)]
        a.path("".join(f"M{x:.0f} {y:.0f}{blade}" for x, y in spots), tone, 0.6)


def grove(a: Art, half: float, edge: float) -> None:
    """Trees behind and beside a house of a half width, out to the edge of the picture; metres."""
    kinds = a.own("trees").choice((("round",), ("round", "tall"), ("pine", "round"), ("pine",), ("tall", "round")))
    for side in (-1, 1):
        for i in range(3):
            x = side * a.rng.uniform(half * 0.5, edge + 1)
            TREES[a.rng.choice(kinds)](a, x, 0.9 - i * 0.25, a.rng.uniform(6, 9.5))
        if edge - half > 1.2 and a.rng.random() < 0.8:
            TREES[a.rng.choice(kinds)](a, side * (half + (edge - half) * 0.75), -0.5, a.rng.uniform(5, 8))
