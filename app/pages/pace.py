"""No bulk reading: how many pages with listings one session may open a minute."""

from __future__ import annotations

import math
import time

from flask import Flask, Response, current_app, render_template, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app import session
from app.formats import in_about

BLUEPRINTS = {"home", "search", "listing", "saved", "searches", "open_houses", "ask"}
MOST = RateLimitItemPerMinute(90)


def init_app(app: Flask) -> None:
    app.extensions["pace"] = MovingWindowRateLimiter(MemoryStorage())
    app.before_request(_require)


def _require() -> Response | None:
    """Ask who reads faster than people do to wait. Counted in this process alone."""
    stored = session.current().stored if session.signed_in() else None
    if request.method == "POST" or request.blueprint not in BLUEPRINTS or stored is None:
        return None
    counted, whose = current_app.extensions["pace"], stored.key.hex()
    return None if counted.hit(MOST, whose) else _wait(counted.get_window_stats(MOST, whose).reset_time - time.time())


def _wait(seconds: float) -> Response:
    left = max(math.ceil(seconds), 1)
    shown = {
        "title": "That was faster than people read",
        "advice": f"The MLS asks us to keep programs from copying its homes. Please go on {in_about(left)}.",
    }
    page = render_template("errors/error.html", **shown, retry=request.full_path, reference=None)
    return Response(page, 429, {"Retry-After": str(left)}, mimetype="text/html")
