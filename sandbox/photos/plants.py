"""Trees, bushes and flowers. Their roots are at (x, y), and their heights use the current unit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sandbox.photos.palette import mix

if TYPE_CHECKING:
    from sandbox.photos.canvas import Canvas


def bushes(c: Canvas, x: float, w: float, y: float = 0) -> None:
    """A bed along a wall: bushes of several sizes, some with flowers."""
    c.oval(x + w / 2 + 0.2, y - 0.1, w / 2 + 0.2, 0.14, c.light.shade, 0.25)
    at = x + 0.5
    while at < x + w - 0.3:
        r = c.rng.uniform(0.45, 0.8)
        bush(c, at, y - 0.12, r)
        if c.rng.random() < 0.4 and not c.snow:
            blossoms(c, at, y + r * 0.5, r)
        at += r * c.rng.uniform(1.3, 2.2)


def bush(c: Canvas, x: float, y: float, r: float) -> None:
    crown(c, x, y + r * 0.55, r, r * 0.62)


def blossoms(c: Canvas, x: float, y: float, r: float) -> None:
    at = [(x + c.rng.uniform(-0.7, 0.7) * r, y + c.rng.uniform(-0.4, 0.4) * r) for _ in range(6)]
    c.dots(at, 0.09, c.tone(c.rng.choice(("#fff3dc", "#f4c65a", "#ee8f7c", "#f7bcc6"))))


def round_tree(c: Canvas, x: float, y: float, h: float) -> None:
    """A broad tree with a shadow on its right."""
    c.oval(x + h * 0.16, y, h * 0.34, h * 0.035, c.light.shade, 0.2)
    trunk = [(x - h * 0.035, y), (x + h * 0.035, y), (x + h * 0.015, y + h * 0.5), (x - h * 0.015, y + h * 0.5)]
    c.poly(trunk, c.tone("#7a5a48", 0.15))
    crown(c, x, y + h * 0.64, h * 0.3, h * 0.35)


def tall_tree(c: Canvas, x: float, y: float, h: float) -> None:
    """A poplar."""
    c.oval(x + h * 0.08, y, h * 0.16, h * 0.025, c.light.shade, 0.2)
    c.rect(x - h * 0.015, y, h * 0.03, h * 0.2, c.tone("#7a5a48", 0.2))
    crown(c, x, y + h * 0.55, h * 0.12, h * 0.42)


def pine(c: Canvas, x: float, y: float, h: float) -> None:
    c.stamp("pine", lambda: needles(c), (x, y), (h, h))


def needles(c: Canvas) -> None:
    """A fir of height 1 with four tiers, lit from the left."""
    c.oval(0.08, 0, 0.22, 0.025, c.light.shade, 0.2)
    c.rect(-0.02, 0, 0.04, 0.2, c.tone("#6a4c3c", 0.2))
    evergreen = c.light.name in ("autumn", "blossom")
    tint, pale, share = (c.light.grass,) * 2 + (0.3,) if evergreen else (c.light.leaf, c.light.bloom, 0.6)
    green = mix(mix("#3a705c", tint, share), c.light.shade, 0.2)
    for i in range(4):
        low, w = 0.12 + i * 0.19, 0.23 - i * 0.045
        top = low + 0.36 - i * 0.02
        c.poly([(-w, low), (w, low), (0, top)], mix(green, c.light.shade, 0.12))
        lit = "#ffffff" if c.snow else mix(green, pale, 0.4)
        c.poly([(-w, low), (-w * 0.15, low + 0.03), (0, top)], lit, 0.9)


def crown(c: Canvas, x: float, y: float, rx: float, ry: float) -> None:
    """One of three crowns."""
    c.stamp(f"crown {c.rng.randrange(3)}", lambda: leaves(c), (x, y), (rx, ry))


def leaves(c: Canvas) -> None:
    """A crown of radius 1: three tones and scattered dots."""
    leaf = mix(c.light.leaf, c.rng.choice((c.light.shade, c.light.bloom)), c.rng.uniform(0, 0.3))
    leaf = mix(leaf, "#e8eff6", 0.5) if c.snow else leaf
    bright, dark = "#ffffff" if c.snow else mix(leaf, c.light.bloom, 0.75), c.light.shade
    c.blob(0, 0, 1, 1, mix(leaf, dark, 0.28), 10)
    c.blob(-0.12, 0.1, 0.84, 0.84, leaf, 9)
    c.blob(-0.3, 0.38, 0.5, 0.42, mix(leaf, bright, 0.55), 7)
    turns = [(c.rng.uniform(0, math.tau), c.rng.uniform(0.25, 0.85)) for _ in range(14)]
    spots = [(far * math.cos(turn), far * math.sin(turn)) for turn, far in turns]
    c.dots([(x, y) for x, y in spots if y > x], 0.07, bright, 0.7)
    c.dots([(x, y) for x, y in spots if y <= x], 0.06, mix(leaf, dark, 0.4), 0.7)


TREES = {"round": round_tree, "tall": tall_tree, "pine": pine}
