"""What every template may use: the brand, the visitor, the time, and the addresses of static files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from posixpath import normpath
from typing import Any

from flask import Flask, current_app, request, url_for
from werkzeug import Response

from app import session
from app.formats import FILTERS
from app.pages.frame import carts, frame
from app.settings import Settings
from app.spark.compliance import credit_lines


@dataclass(frozen=True)
class Brand:
    """Whose portal this is; None where the settings do not say."""

    name: str
    color: str | None
    logo: str | None
    agent_name: str | None
    agent_email: str | None
    agent_phone: str | None
    brokerage: str | None

    @property
    def css(self) -> str | None:
        return f":root{{--brand:{self.color}}}" if self.color else None


def init_app(app: Flask, settings: Settings) -> Brand:
    brand = Brand(
        settings.brand_name, settings.brand_color or None, settings.brand_logo or None, settings.agent_name or None,
        settings.agent_email or None, settings.agent_phone or None, settings.brokerage_name or None,
    )  # fmt: skip
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(brand=brand, sample_data=settings.sandbox, workshop=settings.workshop)
    app.jinja_env.globals.update(asset=asset, credit_lines=credit_lines)
    app.context_processor(_visit)
    app.after_request(_cache_assets)
    return brand


def asset(name: str) -> str:
    """The address of a file in `static/`, which changes when the file does."""
    return url_for("static", filename=name, v=digest(name))


def digest(name: str) -> str:
    """Of what a file in `static/` holds by now. Flask serves it under roundabout names too, as `css/../css/ask.css`."""
    path = Path(current_app.static_folder or "") / normpath(name)
    return _digest(path, path.stat().st_mtime_ns)


def _cache_assets(response: Response) -> Response:
    """Cache a static file forever if `?v=` matches its content: during a rolling deploy the two may differ."""
    is_file = request.endpoint == "static" and "ETag" in response.headers
    if is_file and request.args.get("v") == digest((request.view_args or {})["filename"]):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _visit() -> dict[str, Any]:
    around = frame()
    return {
        "signed_in": session.signed_in(),
        "role": session.role(),
        "frame": around,
        "carts": carts(),
        "page_time": datetime.now(around.system.zone if around else UTC),
    }


@cache
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
