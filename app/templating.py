"""Filters, globals and context processors of all templates, and the addresses of static files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from posixpath import normpath
from typing import Any

from flask import Flask, current_app, g, request, url_for
from werkzeug import Response

from app import session
from app.config import Settings
from app.formats import FILTERS
from app.spark.accounts import Agent
from app.spark.mls import attribution_lines
from app.views.context import carts, flashes, page_context
from app.views.saved.cart_actions import save_form


@dataclass(frozen=True)
class Brand:
    """The owner of the portal as the settings name them; None for what they leave blank."""

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

    @property
    def agent(self) -> Agent:
        """The agent that the settings name, for pages on which Spark names none."""
        return Agent("", self.agent_name, self.brokerage, self.agent_email, self.agent_phone, None)


def init_app(app: Flask, settings: Settings) -> Brand:
    """Register filters, global functions and context processors."""
    brand = Brand(
        settings.brand_name, settings.brand_color or None, settings.brand_logo or None, settings.agent_name or None,
        settings.agent_email or None, settings.agent_phone or None, settings.brokerage_name or None,
    )  # fmt: skip
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(FILTERS)
    app.jinja_env.globals.update(brand=brand, sample_data=settings.sandbox, workshop=settings.workshop)
    app.jinja_env.globals.update(
        asset=asset, attribution_lines=attribution_lines, flashes=flashes, page_time=page_time, save_form=save_form
    )
    switch = not settings.spark_portal
    app.context_processor(lambda: _page(brand, switch))
    app.after_request(_cache_assets)
    return brand


def _page(brand: Brand, switch: bool) -> dict[str, Any]:
    """Values for every page; `switch` tells whether this site serves several agents."""
    context, role = page_context(), session.role()
    return {
        "signed_in": session.signed_in(),
        "role": role,
        "context": context,
        "carts": carts(),
        "agent": context.agent or brand.agent,
        "other_agents": context.other_agents if switch and role == "consumer" else (),
    }


def page_time() -> datetime:
    """The time of this page in the time zone of the MLS."""
    if "page_time" not in g:
        g.page_time = datetime.now(page_context().system.zone)
    moment: datetime = g.page_time
    return moment


def asset(name: str) -> str:
    """The URL of a file in `static/`, which changes when the file does."""
    return _address(request.script_root, name, digest(name))


def digest(name: str) -> str:
    """A hash of the present content of a static file. Flask also serves names such as `css/../css/ask.css`."""
    path = _path(current_app.static_folder or "", name)
    return _digest(path, path.stat().st_mtime_ns)


def _cache_assets(response: Response) -> Response:
    """Cache a static file forever if `?v=` matches its content: during a rolling deploy the two may differ."""
    is_file = request.endpoint == "static" and "ETag" in response.headers
    if is_file and request.args.get("v") == digest((request.view_args or {})["filename"]):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@lru_cache(500)
def _address(_root: str, name: str, digest: str) -> str:
    return url_for("static", filename=name, v=digest)


@lru_cache(500)
def _path(folder: str, name: str) -> Path:
    return Path(folder) / normpath(name)


@cache
def _digest(path: Path, _changed: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
