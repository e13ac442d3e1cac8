"""On one's own machine `localhost` and `127.0.0.1` are two sites to a browser, with two sets of cookies."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import redirect, request
from werkzeug import Response

from app import settings


def require() -> Response | None:
    """Before each request: lead a visitor of the other name to the one in the redirect URI, where sign-in works."""
    site = settings.current().site
    here, there = urlsplit(f"//{request.host}"), urlsplit(site)
    if here.netloc == there.netloc or here.port != there.port or {here.hostname, there.hostname} - settings.LOOPBACK:
        return None
    return redirect(site + request.full_path.rstrip("?")) if request.method == "GET" else None
