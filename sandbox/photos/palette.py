"""The colors of the photos: light, house paint and room fabrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


SNOW, LAMP = "#f1f4f9", "#ffdf9c"


class Light(NamedTuple):
    """One light: its sky, land and leaves, its tint, and the color of its shadows."""

    name: str
    sky: str
    haze: str
    orb: str
    far: str
    mid: str
    grass: str
    leaf: str
    bloom: str
    tint: str
    shade: str


class Scheme(NamedTuple):
    """The paint of a house. The accent is for gables, turrets and garage doors."""

    paint: str
    trim: str
    roof: str
    door: str
    accent: str


class Room(NamedTuple):
    """The colors of a room. The last three are for cushions, rugs, pots and curtains."""

    wall: str
    floor: str
    joinery: str
    cloth: str
    deep: str
    bright: str


LIGHTS = [
    Light(*row.split())
    for row in """
morning  #a9cfe0 #fdebd0 #fff6dc #b3c8cb #93b199 #a5c183 #5f9270 #8db06f #fff5e6 #4a5680
noon     #6fb0d8 #dceef2 #ffffff #9cc0d2 #7dab8b #8fba69 #4c8a5b #74a857 #ffffff #3a4a74
golden   #e79a80 #ffe3ad #fff2c4 #d9a48d #b79a6c #c7ad5f #87813f #b99a46 #ffe3c0 #5d3d5e
dusk     #2f3f74 #f0a388 #fbe3c0 #64659a #4c5b85 #47696a #2f5059 #46706a #a6abd2 #1a2148
overcast #b4bfc7 #ebe9e1 #f6f4ee #aebabf #8ca39a #98ad86 #587a68 #7d9a74 #eef0f1 #46536a
snow     #bfd2e4 #f7ece6 #fff8ee #c2d0df #dbe5ee #f3f6fa #557a78 #7d9a96 #f2f5fc #5b709c
autumn   #9fc8d6 #faebcf #fff3d8 #c4a790 #bf9460 #bdb068 #b8562f #dd9440 #fff1de #553f5c
blossom  #b3d0ea #fde7e2 #fff4ee #c3c2da #a5c09d #abca86 #e39aa6 #f2bfc0 #fff7f3 #585382
""".strip().splitlines()
]
# How often each light occurs: nearly all photos are from the summer.
SUMMER = {"noon": 9, "morning": 8, "overcast": 3, "golden": 2, "dusk": 1, "blossom": 1, "autumn": 1}
SCHEMES = [
    Scheme(*row.split())
    for row in """
#f4ecdf #ffffff #5a5f6b #c6533c #b9c4b4
#c4d0c6 #fbf7ee #5d4a45 #e0a03c #e9dfcd
#e9c4ab #fff8ee #6b4b47 #2f6266 #f4e6d3
#8aa5aa #f7f3ea #44505c #e3a64a #dfd8c8
#b9604a #f6ead9 #4a4650 #26485a #d9a184
#4d5a66 #eeeae2 #33383f #d9913f #b98b5f
#e0b96c #fff7e6 #6a5148 #3c5a78 #f5e6c4
#f7f5f0 #ffffff #3f464e #2f5d54 #d8c7ac
#8b9b7d #f5efe0 #554a44 #a8412f #d8d2ba
#a9b9cc #fdfbf6 #565a6d #7c3043 #efe8dc
""".strip().splitlines()
]
ROOMS = [
    Room(*row.split())
    for row in """
#efe6d8 #c99f6c #5f7d6e #c9774f #2f5260 #e3b05c
#e2e7e1 #b98d5e #3b5866 #dba28c #7d9069 #dcb45c
#f4ece3 #d6b78e #a9bba4 #46678a #c2623f #ebc37c
#e6dde0 #ab815c #715f7a #c08c98 #476a60 #dda95c
#f5f0e6 #96704f #e6dece #6f8b9d #b8553d #d2aa50
#dae5e7 #cba77d #f3efe6 #d88762 #3f6a78 #ecc56f
""".strip().splitlines()
]


def mix(a: str, b: str, t: float) -> str:
    """A mix of colors: `t` is the share of b."""
    return _hex(p + (q - p) * t for p, q in zip(_rgb(a), _rgb(b), strict=True))


def multiply(a: str, b: str) -> str:
    """Color a under light b."""
    return _hex(p * q / 255 for p, q in zip(_rgb(a), _rgb(b), strict=True))


def _rgb(color: str) -> bytes:
    return bytes.fromhex(color[1:])


def _hex(channels: Iterable[float]) -> str:
    return "#" + bytes(map(round, channels)).hex()
