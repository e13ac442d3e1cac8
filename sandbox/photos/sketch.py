"""Sketches: drawings as text, a list of parts such as `part number … color …`.

Semicolons and line breaks separate the parts. `-2,2` draws a part once for each number. `{one|other}` is a choice that
depends on the home. Colors are those of `Appearance.resolve_color`.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from sandbox.photos.palette import mix

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sandbox.photos.canvas import Canvas


def sketch(c: Canvas, parts: Mapping[str, Callable[..., None]], text: str) -> None:
    """Draw a sketch from the basic shapes and these `parts`."""
    known = BASIC_SHAPES | dict(parts)
    for line in filter(str.strip, re.split("[;\n]", c.pick_variant(text))):
        part, *words = line.split()
        for values in product(*(map(value, word.split(",")) for word in words)):
            known[part](c, *values)


def value(word: str) -> float | str:
    return float(word) if re.fullmatch(r"-?[\d.]+", word) else word


def rect(c: Canvas, x: float, y: float, w: float, h: float, color: str, dark: float = 0) -> None:
    c.rect(x, y, w, h, c.tone(color, dark))


def cap(c: Canvas, x: float, y: float, w: float, h: float, color: str) -> None:
    """The edge of a flat roof, white with snow."""
    c.rect(x, y, w, h, c.tone(c.snowy(color)))


def shaded(c: Canvas, x: float, y: float, w: float, h: float, color: str) -> None:
    c.rect(x, y, w, h, c.shaded(color))


def oval(c: Canvas, x: float, y: float, rx: float, ry: float, color: str) -> None:
    c.oval(x, y, rx, ry, c.tone(color))


def shape(c: Canvas, color: str, *xy: float) -> None:
    """A polygon from its corners x y x y …"""
    c.poly(list(zip(xy[::2], xy[1::2], strict=True)), c.shaded(color))


def glass(c: Canvas, *xy: float) -> None:
    """A polygon of glass: it reflects the sky by day and is lit at dusk."""
    c.poly(list(zip(xy[::2], xy[1::2], strict=True)), c.ramp("#ffe9ae", "#f5b45d") if c.dusk else sheen(c))


def sheen(c: Canvas) -> str:
    """The reflection of the sky in a window."""
    return c.ramp(mix(c.light.sky, "#31465c", 0.62), mix(c.light.haze, "#4c6376", 0.55))


def shade(c: Canvas, x: float, y: float, w: float, h: float, o: float = 0.22) -> None:
    c.shade(x, y, w, h, o)


def cast(c: Canvas, x: float, y: float, rx: float, ry: float) -> None:
    """A shadow on the ground."""
    c.oval(x, y, rx, ry, c.light.shade, 0.24)


BASIC_PARTS = (rect, cap, shaded, oval, shape, glass, shade, cast)
BASIC_SHAPES: dict[str, Callable[..., None]] = {word.__name__: word for word in BASIC_PARTS}
