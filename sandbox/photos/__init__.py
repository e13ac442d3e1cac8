"""The photos of the sandbox: drawn, not taken. One deterministic SVG for each home, view and style."""

from __future__ import annotations

from functools import lru_cache

from flask import Blueprint, Response

from .aerial import aerial
from .canvas import Art
from .front import front, street
from .houses import HOUSES
from .plan import plan
from .rooms import ROOMS, furnish
from .yard import yard

OUTDOORS = {"front": front, "yard": yard, "street": street, "aerial": aerial}
INDOORS = dict.fromkeys(ROOMS, furnish) | {"plan": plan}
VIEWS, STYLES = (*OUTDOORS, *INDOORS), tuple(HOUSES)
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "X-Content-Type-Options": "nosniff",
}

bp = Blueprint("photos", __name__)


@bp.get(
    f"/photos/<int:seed>/<any({','.join(STYLES)}):style>/<any({','.join(VIEWS)}):view>"
    "/<int(min=40, max=2048):width>x<int(min=40, max=2048):height>.svg"
)
def picture(seed: int, style: str, view: str, width: int, height: int) -> Response:
    return Response(draw(seed, view, style, width, height), mimetype="image/svg+xml", headers=HEADERS)


def draw(seed: int, view: str, style: str, width: int, height: int, light: str | None = None) -> str:
    """An SVG document; another shape than 4:3 shows the middle of the same drawing. `light` names one of `LIGHTS`."""
    size = f'viewBox="0 0 1600 1200" width="{width}" height="{height}" preserveAspectRatio="xMidYMid slice"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawing(seed, view, style, light)}</svg>'


@lru_cache(maxsize=512)
def drawing(seed: int, view: str, style: str, light: str | None) -> str:
    """The one drawing behind all sizes of a picture; half of all homes, and half of their rooms, are mirrored."""
    a = Art(seed, style, view, light)
    (OUTDOORS | INDOORS)[view](a)
    if a.own("side" if view in OUTDOORS else view).random() < 0.5:
        a.out = ['<g transform="matrix(-1 0 0 1 1600 0)">', *a.out, "</g>"]
    if a.snow and view in OUTDOORS:
        for size in (4, 7):
            a.dots([(a.rng.uniform(0, 1600), a.rng.uniform(0, 1200)) for _ in range(24)], size, "#ffffff", 0.8)
    return a.svg()
