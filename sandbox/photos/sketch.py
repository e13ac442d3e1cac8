"""Sketches: drawings written as lists of parts, `part number … colour …`, one after another.

Parts are separated by `;` or a new line and drawn in that order. `-2,2` draws a part once for each number,
`{one|other}` leaves a choice to the home, and colours are named as `Home.hue` says.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

from .palette import mix

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .canvas import Art


def sketch(a: Art, parts: Mapping[str, Callable[..., None]], text: str) -> None:
    """Draw a sketch with the parts of its trade besides the plain shapes."""
    known = SHAPES | dict(parts)
    for line in filter(str.strip, re.split("[;\n]", a.pick(text))):
        part, *words = line.split()
        for values in product(*(map(value, word.split(",")) for word in words)):
            known[part](a, *values)


def value(word: str) -> float | str:
    return float(word) if re.fullmatch(r"-?[\d.]+", word) else word


def rect(a: Art, x: float, y: float, w: float, h: float, colour: str, dark: float = 0) -> None:
    a.rect(x, y, w, h, a.tone(colour, dark))


def cap(a: Art, x: float, y: float, w: float, h: float, colour: str) -> None:
    """The edge of a flat roof, white under snow."""
    a.rect(x, y, w, h, a.tone(a.snowy(colour)))


def shaded(a: Art, x: float, y: float, w: float, h: float, colour: str) -> None:
    a.rect(x, y, w, h, a.shaded(colour))


def oval(a: Art, x: float, y: float, rx: float, ry: float, colour: str) -> None:
    a.oval(x, y, rx, ry, a.tone(colour))


def shape(a: Art, colour: str, *xy: float) -> None:
    """A polygon of its corners x y x y …"""
    a.poly(list(zip(xy[::2], xy[1::2], strict=True)), a.shaded(colour))


def glass(a: Art, *xy: float) -> None:
    """A polygon that mirrors the sky by day and shines at dusk."""
    a.poly(list(zip(xy[::2], xy[1::2], strict=True)), a.ramp("#ffe9ae", "#f5b45d") if a.dusk else sheen(a))


def sheen(a: Art) -> str:
    """The sky in a pane."""
    return a.ramp(mix(a.light.sky, "#31465c", 0.62), mix(a.light.haze, "#4c6376", 0.55))


def shade(a: Art, x: float, y: float, w: float, h: float, o: float = 0.22) -> None:
    a.shade(x, y, w, h, o)


def cast(a: Art, x: float, y: float, rx: float, ry: float) -> None:
    """The shadow of a thing on the ground."""
    a.oval(x, y, rx, ry, a.light.shade, 0.24)


WORDS = (rect, cap, shaded, oval, shape, glass, shade, cast)
SHAPES: dict[str, Callable[..., None]] = {word.__name__: word for word in WORDS}
