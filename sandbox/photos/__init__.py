"""The photos of the sandbox: a deterministic SVG drawing for each home, view and style."""

from __future__ import annotations

from functools import lru_cache

from flask import Blueprint, Response

from sandbox.photos.aerial import aerial
from sandbox.photos.canvas import Canvas
from sandbox.photos.front import front, street
from sandbox.photos.houses import HOUSES
from sandbox.photos.plan import plan
from sandbox.photos.rooms import ROOMS, draw_room
from sandbox.photos.yard import yard

OUTDOORS = {"front": front, "yard": yard, "street": street, "aerial": aerial}
INDOORS = dict.fromkeys(ROOMS, draw_room) | {"plan": plan}
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
    """An SVG document. Sizes other than 4:3 crop the drawing. `light` names one of `LIGHTS`."""
    size = f'viewBox="0 0 1600 1200" width="{width}" height="{height}" preserveAspectRatio="xMidYMid slice"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{drawing(seed, view, style, light)}</svg>'


@lru_cache(maxsize=512)
def drawing(seed: int, view: str, style: str, light: str | None) -> str:
    """The drawing for all sizes of a photo. Half of the homes, and half of their rooms, are mirrored."""
    c = Canvas(seed, style, view, light)
    (OUTDOORS | INDOORS)[view](c)
    if c.rng_for("side" if view in OUTDOORS else view).random() < 0.5:
        c.out = ['<g transform="matrix(-1 0 0 1 1600 0)">', *c.out, "</g>"]
    if c.snow and view in OUTDOORS:
        for size in (4, 7):
            c.dots([(c.rng.uniform(0, 1600), c.rng.uniform(0, 1200)) for _ in range(24)], size, "#ffffff", 0.8)
    return c.svg()
