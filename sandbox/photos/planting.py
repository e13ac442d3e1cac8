"""Trees, bushes and flowers. Heights in the unit of the frame they are drawn in, roots at (x, y)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .palette import mix

if TYPE_CHECKING:
    from .canvas import Art


def bushes(a: Art, x: float, w: float, y: float = 0) -> None:
    """A bed along a wall: bushes of several sizes, some in flower."""
    a.oval(x + w / 2 + 0.2, y - 0.1, w / 2 + 0.2, 0.14, a.light.shade, 0.25)
    at = x + 0.5
    while at < x + w - 0.3:
        r = a.rng.uniform(0.45, 0.8)
        bush(a, at, y - 0.12, r)
        if a.rng.random() < 0.4 and not a.snow:
            blossoms(a, at, y + r * 0.5, r)
        at += r * a.rng.uniform(1.3, 2.2)


def bush(a: Art, x: float, y: float, r: float) -> None:
    crown(a, x, y + r * 0.55, r, r * 0.62)


def blossoms(a: Art, x: float, y: float, r: float) -> None:
    at = [(x + a.rng.uniform(-0.7, 0.7) * r, y + a.rng.uniform(-0.4, 0.4) * r) for _ in range(6)]
    a.dots(at, 0.09, a.tone(a.rng.choice(("#fff3dc", "#f4c65a", "#ee8f7c", "#f7bcc6"))))


def round_tree(a: Art, x: float, y: float, h: float) -> None:
    """A broad tree, its shade on the ground to its right."""
    a.oval(x + h * 0.16, y, h * 0.34, h * 0.035, a.light.shade, 0.2)
    trunk = [(x - h * 0.035, y), (x + h * 0.035, y), (x + h * 0.015, y + h * 0.5), (x - h * 0.015, y + h * 0.5)]
    a.poly(trunk, a.tone("#7a5a48", 0.15))
    crown(a, x, y + h * 0.64, h * 0.3, h * 0.35)


def tall_tree(a: Art, x: float, y: float, h: float) -> None:
    """A poplar."""
    a.oval(x + h * 0.08, y, h * 0.16, h * 0.025, a.light.shade, 0.2)
    a.rect(x - h * 0.015, y, h * 0.03, h * 0.2, a.tone("#7a5a48", 0.2))
    crown(a, x, y + h * 0.55, h * 0.12, h * 0.42)


def pine(a: Art, x: float, y: float, h: float) -> None:
    a.stamp("pine", lambda: needles(a), (x, y), (h, h))


def needles(a: Art) -> None:
    """A fir of four tiers and height 1, its left side lit."""
    a.oval(0.08, 0, 0.22, 0.025, a.light.shade, 0.2)
    a.rect(-0.02, 0, 0.04, 0.2, a.tone("#6a4c3c", 0.2))
    evergreen = a.light.name in ("autumn", "blossom")
    tint, pale, share = (a.light.grass,) * 2 + (0.3,) if evergreen else (a.light.leaf, a.light.bloom, 0.6)
    green = mix(mix("#3a705c", tint, share), a.light.shade, 0.2)
    for i in range(4):
        low, w = 0.12 + i * 0.19, 0.23 - i * 0.045
        top = low + 0.36 - i * 0.02
        a.poly([(-w, low), (w, low), (0, top)], mix(green, a.light.shade, 0.12))
        lit = "#ffffff" if a.snow else mix(green, pale, 0.4)
        a.poly([(-w, low), (-w * 0.15, low + 0.03), (0, top)], lit, 0.9)


def crown(a: Art, x: float, y: float, rx: float, ry: float) -> None:
    """A mass of leaves: one of three."""
    a.stamp(f"crown {a.rng.randrange(3)}", lambda: leaves(a), (x, y), (rx, ry))


def leaves(a: Art) -> None:
    """Three tones and a scatter of dabs about a radius of 1."""
    leaf = mix(a.light.leaf, a.rng.choice((a.light.shade, a.light.bloom)), a.rng.uniform(0, 0.3))
    leaf = mix(leaf, "#e8eff6", 0.5) if a.snow else leaf
    bright, dark = "#ffffff" if a.snow else mix(leaf, a.light.bloom, 0.75), a.light.shade
    a.blob(0, 0, 1, 1, mix(leaf, dark, 0.28), 10)
    a.blob(-0.12, 0.1, 0.84, 0.84, leaf, 9)
    a.blob(-0.3, 0.38, 0.5, 0.42, mix(leaf, bright, 0.55), 7)
    turns = [(a.rng.uniform(0, math.tau), a.rng.uniform(0.25, 0.85)) for _ in range(14)]
    spots = [(far * math.cos(turn), far * math.sin(turn)) for turn, far in turns]
    a.dots([(x, y) for x, y in spots if y > x], 0.07, bright, 0.7)
    a.dots([(x, y) for x, y in spots if y <= x], 0.06, mix(leaf, dark, 0.4), 0.7)


TREES = {"round": round_tree, "tall": tall_tree, "pine": pine}
