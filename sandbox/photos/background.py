"""The background of a house, in pixels: sky, distant land, ground and trees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox.photos.palette import mix
from sandbox.photos.plants import TREES

if TYPE_CHECKING:
    from sandbox.photos.canvas import Canvas


def background(c: Canvas, horizon: float) -> None:
    """Draw everything behind the house, and the ground."""
    sky(c)
    c.rng_for("far").choice(FAR_VIEWS.get(c.style, (hills, hills, peaks, lake, city)))(c, horizon)
    treeline(c, horizon)
    near, far = mix(c.light.grass, c.light.shade, 0.12), mix(c.light.grass, c.light.haze, 0.25)
    c.rect(0, horizon, 1600, 1200 - horizon, c.ramp(far, near))
    for i in range(5):
        x, y, wide = c.rng.uniform(0, 1600), horizon + 40 + i * i * 16, c.rng.uniform(300, 620)
        c.oval(x, y, wide, 8 + i * 5, mix(c.light.grass, "#ffffff", 0.3), 0.3)
    tufts(c, horizon, mix(c.light.grass, c.light.shade, 0.22))
    tufts(c, horizon, mix(c.light.grass, "#ffffff", 0.3))


def sky(c: Canvas) -> None:
    """The sky, the sun or moon, clouds, and stars at dusk."""
    c.rect(0, 0, 1600, 920, c.ramp(c.light.sky, c.light.haze))
    x, y = c.rng.uniform(160, 460), c.rng.uniform(130, 330)
    c.glow(x, y, 330, c.light.orb, 0.7)
    if c.light.name not in ("overcast", "noon"):
        c.oval(x, y, 52, 52, c.light.orb, 0.95)
    if c.dusk:
        c.dots([(c.night.uniform(0, 1600), c.night.uniform(0, 380)) for _ in range(26)], 2.2, "#fff3d8", 0.7)
    for _ in range(6 if c.light.name == "overcast" else 3):
        tone = mix(c.light.haze, "#ffffff", 0.1 if c.dusk else 0.6)
        cloud(c, c.rng.uniform(-100, 1500), c.rng.uniform(60, 420), c.rng.uniform(180, 420), tone)


def cloud(c: Canvas, x: float, y: float, w: float, tone: str) -> None:
    """A cloud with a flat base."""
    lumps = [(x + w * k, w * r) for k, r in ((0.18, 0.13), (0.42, 0.22), (0.66, 0.17), (0.84, 0.1))]
    d = "".join(f"M{px - r:.0f} {y:.0f}a{r:.0f} {r * 1.1:.0f} 0 0 1 {2 * r:.0f} 0z" for px, r in lumps)
    c.path(d, c.ramp(mix(tone, "#ffffff", 0.3), mix(tone, c.light.sky, 0.3)), 0.45 if c.dusk else 0.8)


def hills(c: Canvas, horizon: float) -> None:
    ridge(c, horizon - 60, 210, 6, c.ramp(c.light.far, mix(c.light.far, c.light.haze, 0.6)))
    ridge(c, horizon - 15, 120, 7, c.ramp(mix(c.light.far, c.light.mid, 0.6), c.light.mid))


def peaks(c: Canvas, horizon: float) -> None:
    high, low = mix(c.light.far, c.light.shade, 0.2), mix(c.light.far, c.light.haze, 0.6)
    ridge(c, horizon - 50, 430, 6, c.ramp(high, low), sharp=True)
    ridge(c, horizon - 20, 200, 9, c.ramp(mix(c.light.far, c.light.mid, 0.5), c.light.mid), sharp=True)


def lake(c: Canvas, horizon: float) -> None:
    ridge(c, horizon - 60, 130, 5, mix(c.light.far, c.light.haze, 0.25))
    water = c.ramp(mix(c.light.haze, "#ffffff", 0.2), mix(c.light.sky, c.light.far, 0.5))
    c.rect(0, horizon - 62, 1600, 120, water)
    glints = [(c.rng.uniform(0, 1500), horizon - c.rng.uniform(8, 54), c.rng.uniform(60, 220), 3) for _ in range(9)]
    c.rects(glints, "#ffffff", 0.5)


def city(c: Canvas, horizon: float) -> None:
    """Distant buildings in haze."""
    for depth, tone in ((470, mix(c.light.far, c.light.haze, 0.35)), (280, mix(c.light.far, c.light.mid, 0.5))):
        blocks, x = [], -40.0
        while x < 1640:
            w, h = c.rng.uniform(70, 150), c.rng.uniform(120, depth)
            blocks += [(x, horizon - h, w, h + 40), (x + w * 0.3, horizon - h - 26, w * 0.3, 30)]
            x += w + c.rng.uniform(-6, 50)
        c.rects(blocks, tone)


FAR_VIEWS = {"condo": (city,), "townhouse": (city,), "cabin": (peaks, lake), "land": (hills, peaks, lake)}


def ridge(c: Canvas, y: float, rise: float, steps: int, fill: str, *, sharp: bool = False) -> None:
    """A skyline across the page."""
    tops = [(i * 1600 / steps, y - rise * c.rng.uniform(0.1, 1) * (1 if i % 2 else 0.45)) for i in range(steps + 1)]
    draw = c.poly if sharp else c.curve
    draw([(-200.0, 1300.0), (-200.0, y), *tops, (1800.0, y), (1800.0, 1300.0)], fill)


def treeline(c: Canvas, horizon: float) -> None:
    """A distant forest of two rows of treetops."""
    farther, nearer = mix(c.light.leaf, c.light.far, 0.6), mix(c.light.leaf, c.light.mid, 0.45)
    for r, count, rise, tone in ((36, 26, 34, farther), (21, 42, 12, nearer)):
        c.rect(0, horizon - 22, 1600, 60, tone)
        c.dots([(i * 1640 / count - 20, horizon - c.rng.uniform(0, rise)) for i in range(count + 1)], r, tone)


def tufts(c: Canvas, horizon: float, tone: str) -> None:
    """Blades of grass, larger near the viewer."""
    for near in (0.3, 0.6, 1.0):
        k = 4 + 14 * near
        blade = (
            f"l{-k * 0.5:.0f}-{k:.0f}l{k * 0.7:.0f} {k * 0.6:.0f}l{k * 0.2:.0f}-{k:.0f}l{k * 0.4:.0f} {k * 1.2:.0f}z"
        )
        spots = [(c.rng.uniform(0, 1600), horizon + 60 + near * c.rng.uniform(0.5, 1) * 260) for _ in range(5)]
        c.path("".join(f"M{x:.0f} {y:.0f}{blade}" for x, y in spots), tone, 0.6)


def grove(c: Canvas, half: float, edge: float) -> None:
    """Trees behind and beside the house, in meters. `half` is half the house's width."""
    kinds = c.rng_for("trees").choice((("round",), ("round", "tall"), ("pine", "round"), ("pine",), ("tall", "round")))
    for side in (-1, 1):
        for i in range(3):
            x = side * c.rng.uniform(half * 0.5, edge + 1)
            TREES[c.rng.choice(kinds)](c, x, 0.9 - i * 0.25, c.rng.uniform(6, 9.5))
        if edge - half > 1.2 and c.rng.random() < 0.8:
            TREES[c.rng.choice(kinds)](c, side * (half + (edge - half) * 0.75), -0.5, c.rng.uniform(5, 8))
