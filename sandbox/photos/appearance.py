"""What is the same in every picture of a home: its random choices, its light, its paint."""

from __future__ import annotations

import random
import re

from sandbox.photos.palette import LAMP, LIGHTS, ROOMS, SCHEMES, SNOW, SUMMER, mix, multiply


class Appearance:
    """One home in one light. `light` names one of `LIGHTS`; by default the home picks its own."""

    def __init__(self, seed: int, style: str, light: str | None = None) -> None:
        self.seed, self.style = seed, style
        name = light or self.rng_for("light").choices([*SUMMER], [*SUMMER.values()])[0]
        self.light = next(each for each in LIGHTS if each.name == name)
        self.tint = self.light.tint
        self.dusk, self.snow = name == "dusk", name == "snow"
        self.scheme = self.rng_for("paint").choice(SCHEMES)
        self.room = self.rng_for("room").choice(ROOMS)

    def rng_for(self, matter: str) -> random.Random:
        """A random generator for one topic, the same in every picture of the home."""
        return random.Random(f"{matter} {self.seed} {self.style}")

    def pick_variant(self, text: str) -> str:
        """Resolve every `{one|other}` in a text, the same way in every picture."""
        turn = self.rng_for("variant").randrange(12)
        return re.sub(r"{(.*?)}", lambda found: (each := found[1].split("|"))[turn % len(each)], text, flags=re.DOTALL)

    def resolve_color(self, color: str) -> str:
        """A color by its name in the scheme or room, or as #rrggbb; `name+40` is 40 % paler."""
        name, _, pale = color.partition("+")
        plain: str = getattr(self.scheme, name, "") or getattr(self.room, name, name)
        return mix(plain, "#ffffff", int(pale) / 100) if pale else plain

    def tone(self, color: str, dark: float = 0) -> str:
        """A color under this light, darkened toward its shadows."""
        return mix(multiply(self.resolve_color(color), self.tint), self.light.shade, dark)

    def snowy(self, color: str) -> str:
        return SNOW if self.snow else self.resolve_color(color)

    def lamp(self, color: str) -> str:
        """Lamplight at dusk, else the color by day."""
        return LAMP if self.dusk else self.tone(color)
