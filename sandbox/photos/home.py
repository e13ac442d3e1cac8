"""What stays the same in every picture of one home: its dice, its light, its paint."""

from __future__ import annotations

import random
import re

from .palette import LAMP, LIGHTS, ROOMS, SCHEMES, SNOW, SUMMER, mix, multiply


class Home:
    """One home in one light; `light` names one of `LIGHTS`, else the home has its own."""

    def __init__(self, seed: int, style: str, light: str | None = None) -> None:
        self.seed, self.style = seed, style
        name = light or self.own("light").choices([*SUMMER], [*SUMMER.values()])[0]
        self.light = next(each for each in LIGHTS if each.name == name)
        self.tint = self.light.tint
        self.dusk, self.snow = name == "dusk", name == "snow"
        self.scheme = self.own("paint").choice(SCHEMES)
        self.room = self.own("room").choice(ROOMS)

    def own(self, matter: str) -> random.Random:
        """The home's dice in one matter: they fall alike in every picture of it."""
        return random.Random(f"{matter} {self.seed} {self.style}")

    def pick(self, text: str) -> str:
        """A text with every `{one|other}` decided, each in the same way in every picture."""
        turn = self.own("variant").randrange(12)
        return re.sub(r"{(.*?)}", lambda found: (each := found[1].split("|"))[turn % len(each)], text, flags=re.DOTALL)

    def hue(self, colour: str) -> str:
        """A colour by name (of the scheme or the room) or as #rrggbb; `name+40` is 40 % paler."""
        name, _, pale = colour.partition("+")
        plain: str = getattr(self.scheme, name, "") or getattr(self.room, name, name)
        return mix(plain, "#ffffff", int(pale) / 100) if pale else plain

    def tone(self, colour: str, dark: float = 0) -> str:
        """A colour under this light, darkened towards its shadows."""
        return mix(multiply(self.hue(colour), self.tint), self.light.shade, dark)

    def snowy(self, colour: str) -> str:
        return SNOW if self.snow else self.hue(colour)

    def lamp(self, colour: str) -> str:
        """Lamplight at dusk, else the colour by day."""
        return LAMP if self.dusk else self.tone(colour)
