"""The SVG canvas: 1600 × 1200, with light from the upper left."""

from __future__ import annotations

import math
import random
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sandbox.photos.appearance import Appearance

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from sandbox.photos.palette import Scheme


Point = tuple[float, float]
Rectangle = tuple[float, float, float, float]  # x, y, width, height

TEXTURES = {
    "siding": (1, 0.24, "M0 0H1"),
    "batten": (0.42, 1, "M.2 0V1"),
    "seam": (0.55, 1, "M.3 0V1"),
    "brick": (0.5, 0.32, "M0 0H.5M0 .16H.5M.1 0V.16M.35 .16V.32"),
    "log": (1, 0.34, "M0 0H1M0 .05H1"),
    "shingle": (0.7, 0.52, "M0 0H.7M0 .26H.7M.2 0V.26M.55 .26V.52"),
    "stone": (0.9, 0.6, "M0 0H.9M0 .3H.9M.25 0V.3M.7 .3V.6M.1 .3V.6"),
    "plain": (1, 1, ""),
}


class Canvas(Appearance):
    """One picture of a home. `rng` is its random generator, `night` the one for lamps and stars, `out` the shapes."""

    def __init__(self, seed: int, style: str, view: str, light: str | None = None) -> None:
        super().__init__(seed, style, light)
        self.view, self.rng = view, random.Random(f"{view} {seed} {style}")
        self.night = self.rng_for("night")
        self.out: list[str] = []
        self.ids: dict[str, str] = {}
        self.parts: dict[Hashable, str] = {}
        self.digits, self.up, self.eye = 0, False, 0.0

    def svg(self) -> str:
        """All definitions and shapes, without the `svg` element."""
        defs = "".join(body.replace("@", name, 1) for body, name in self.ids.items())
        return f"<defs>{defs}</defs>{''.join(self.out)}"

    # Fills

    def shaded(self, color: str, dark: float = 0.13, *, side: bool = False) -> str:
        """A color that darkens downward, or to the right."""
        return self.ramp(self.tone(color), self.tone(color, dark), side=side)

    def ramp(self, top: str, low: str, *, side: bool = False) -> str:
        """A gradient from the top (or the left) to the other end."""
        way = 'x2="0" y1="1" y2="0"' if self.up else 'x2="0" y2="1"'
        if side:
            way = 'y2="0"'
        stops = f'<stop stop-color="{top}"/><stop offset="1" stop-color="{low}"/>'
        return self._define(f'<linearGradient id="@" {way}>{stops}</linearGradient>')

    def glow(self, x: float, y: float, r: float, color: str, o: float) -> None:
        """A soft round light."""
        stop = f'stop-color="{color}"'
        stops = f'<stop {stop} stop-opacity=".85"/><stop offset="1" {stop} stop-opacity="0"/>'
        self.oval(x, y, r, r, self._define(f'<radialGradient id="@">{stops}</radialGradient>'), o)

    def texture(self, kind: str) -> str:
        """A pattern of thin shadow lines, in meters."""
        w, h, d = TEXTURES[kind]
        line = f'fill="none" stroke="{self.light.shade}" stroke-width=".04" stroke-opacity=".2"'
        size = f'width="{w}" height="{h}" patternUnits="userSpaceOnUse"'
        return self._define(f'<pattern id="@" {size}><path d="{d}" {line}/></pattern>')

    # Shapes

    def path(self, d: str, fill: str, o: float = 1, stroke: str = "") -> None:
        """One shape in SVG path data."""
        faint = f' opacity="{o:.2g}"'.replace("0.", ".") if o < 1 else ""
        self.out.append(f'<path d="{d}" fill="{fill}"{stroke}{faint}/>')

    def line(self, d: str, color: str, width: float, o: float = 1) -> None:
        self.path(d, "none", o, f' stroke="{color}" stroke-width="{self.number(width)}" stroke-linecap="round"')

    def rect(self, x: float, y: float, w: float, h: float, fill: str, o: float = 1, r: float = 0) -> None:
        if not r:
            return self.rects([(x, y, w, h)], fill, o)
        n, faint = self.number, f' opacity="{o:.2g}"' if o < 1 else ""
        size = f'x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" rx="{n(r)}"'
        return self.out.append(f'<rect {size} fill="{fill}"{faint}/>')

    def rects(self, boxes: Iterable[Rectangle], fill: str, o: float = 1) -> None:
        """Many rectangles as one shape."""
        n = self.number
        self.path("".join(f"M{n(x)} {n(y)}h{n(w)}v{n(h)}h{n(-w)}z" for x, y, w, h in boxes), fill, o)

    def shade(self, x: float, y: float, w: float, h: float, o: float = 0.22) -> None:
        self.rect(x, y, w, h, self.light.shade, o)

    def oval(self, x: float, y: float, rx: float, ry: float, fill: str, o: float = 1) -> None:
        n = self.number
        faint = f' opacity="{o:.2g}"' if o < 1 else ""
        self.out.append(f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}" fill="{fill}"{faint}/>')

    def dots(self, points: Iterable[Point], r: float, fill: str, o: float = 1) -> None:
        """Many round dots as one stroke."""
        self.line("".join(f"M{self.number(x)} {self.number(y)}h0" for x, y in points), fill, 2 * r, o)

    def poly(self, points: Iterable[Point], fill: str, o: float = 1) -> None:
        self.path("M" + "L".join(f"{self.number(x)} {self.number(y)}" for x, y in points) + "z", fill, o)

    def curve(self, points: Sequence[Point], fill: str) -> None:
        """A closed smooth shape around the points."""
        ends = [((x + u) / 2, (y + v) / 2) for (x, y), (u, v) in zip(points, [*points[1:], points[0]], strict=True)]
        n, (x, y), (u, v) = self.number, ends[-1], points[0]
        tail = f"{n(ends[0][0])} {n(ends[0][1])}" + "".join(f"T{n(x)} {n(y)}" for x, y in ends[1:])
        self.path(f"M{n(x)} {n(y)}Q{n(u)} {n(v)} {tail}z", fill)

    def blob(self, x: float, y: float, rx: float, ry: float, fill: str, bumps: int = 9) -> None:
        """An uneven round mass."""
        turns = [(i * math.tau / bumps, self.rng.uniform(0.86, 1.2)) for i in range(bumps)]
        self.curve([(x + rx * k * math.cos(t), y + ry * k * math.sin(t)) for t, k in turns], fill)

    # Frames and parts

    @contextmanager
    def meters(self, x: float, y: float, scale: float) -> Iterator[None]:
        """Draw in meters, with y up, from a point of the page."""
        kept, (self.digits, self.up) = (self.digits, self.up), (2 if scale < 150 else 3, True)
        self.out.append(f'<g transform="translate({x:.0f} {y:.0f}) scale({scale:.1f} {-scale:.1f})">')
        yield
        self.out.append("</g>")
        self.digits, self.up = kept

    @contextmanager
    def moved(self, x: float, y: float) -> Iterator[None]:
        self.out.append(f'<g transform="translate({self.number(x)} {self.number(y)})">')
        yield
        self.out.append("</g>")

    @contextmanager
    def painted(self, scheme: Scheme) -> Iterator[None]:
        """Draw with another scheme, such as a neighbor's."""
        kept, self.scheme = self.scheme, scheme
        yield
        self.scheme = kept

    def stamp(self, part: Hashable, paint: Callable[[], None], at: Point, size: Point = (1, 1)) -> None:
        """Place a repeated part: the first time draws it, with y up; later times refer to it."""
        if part not in self.parts:
            kept, (self.out, self.digits, self.up) = (self.out, self.digits, self.up), ([], 2, True)
            paint()
            body = "".join(self.out)
            self.out, self.digits, self.up = kept
            self.parts[part] = self.ids.setdefault(f'<g id="@">{body}</g>', f"d{len(self.ids)}")
        where = f"{self.number(at[0])} {self.number(at[1])}"
        height = size[1] if self.up else -size[1]
        scale = "" if size == (1, 1) else f" scale({size[0]:.3g} {height:.3g})"
        self.out.append(f'<use href="#{self.parts[part]}" transform="translate({where}){scale}"/>')

    def _define(self, body: str) -> str:
        """A reference to a definition (`@` is its id), written only once."""
        return f"url(#{self.ids.setdefault(body, f'd{len(self.ids)}')})"

    def number(self, value: float) -> str:
        """A number as short as the current scale allows."""
        text = f"{value:.{self.digits}f}"
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        if text.startswith(("0.", "-0.")):
            return text.replace("0.", ".", 1)
        return "0" if text == "-0" else text
