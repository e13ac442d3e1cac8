"""Forms that have no token: the browser itself tells from which site they were sent."""

from __future__ import annotations

from flask import abort, request

from app import settings


def comes_from_this_site() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    return site in {"same-origin", "none"} or (site is None and origin in {None, settings.current().site})


def require_this_site() -> None:
    """Raises Forbidden (403)."""
    if not comes_from_this_site():
        abort(403)
