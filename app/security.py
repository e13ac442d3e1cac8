"""The portal has one address, that of the redirect URI: cookies and sign-in work there only.

Forms that have no token: the browser itself tells from which site they were sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, abort, redirect, render_template, request
from werkzeug import Response

from app import settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HostPort = tuple[str, int | None]

ANYWHERE = ("/health/", "/static/")
"""What watches the portal asks it by its number, and the page that tells its address needs its style sheet."""


def init_canonical_host(app: Flask) -> None:
    """Take a Host that can be none for a missing one: Flask finds no addresses under it, not even for an error page."""
    portal = app.wsgi_app

    def with_a_host(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            environ.get("HTTP_HOST", "").partition(":")[0].encode("idna")
        except UnicodeError:
            environ["HTTP_HOST"] = ""
        return portal(environ, start_response)

    app.wsgi_app = with_a_host  # type: ignore[method-assign]  # Flask's own way to wrap
    app.before_request(_require_canonical_host)


def _require_canonical_host() -> Response | tuple[str, int] | None:
    """Before each request: tell a visitor of any other address the right one, or lead there on one's own machine.

    A redirect from whatever a foreign address says would carry its query along, and this page could be anybody's.
    """
    here, there = _origin(request.host), _origin(urlsplit(settings.current().site).netloc)
    if here == there or request.path.startswith(ANYWHERE):
        return None
    if settings.current().production:
        return render_template("sign_in/other_address.html", site=settings.current().site), 421
    return _redirect(here, there) if request.method == "GET" else None


def _redirect(here: HostPort, there: HostPort) -> Response | None:
    """To a browser `localhost` and `127.0.0.1` are two sites, with two sets of cookies."""
    if here[1] != there[1] or {here[0], there[0]} - settings.LOOPBACK:
        return None
    return redirect(settings.current().site + request.full_path.rstrip("?"))


def _origin(netloc: str) -> HostPort:
    """Name and port, None for the usual ones; no name if there is no sense in it."""
    try:
        name, port = urlsplit(f"//{netloc}").hostname, urlsplit(f"//{netloc}").port
    except ValueError:
        return "", None
    return name or "", None if port in {80, 443} else port


def is_same_origin() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    return site in {"same-origin", "none"} or (site is None and origin in {None, settings.current().site})


def require_same_origin() -> None:
    """Raises Forbidden (403)."""
    if not is_same_origin():
        abort(403)
