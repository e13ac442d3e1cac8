"""The headers of every response: what the browser may load, tell others and cache.

Limits the size of requests, and rejects bodies that do not arrive whole.

The portal has one address, that of the redirect URI: cookies and sign-in work there only.

Forms that have no token: the browser itself tells from which site they were sent.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from collections.abc import Iterable
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, abort, redirect, render_template, request
from werkzeug import Response
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import LimitedStream

from app import config
from app.config import Settings
from app.session import role

DENIED_FEATURES = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial"),
    *("usb", "xr-spatial-tracking"),
)
"""Browser features that no page uses. Injected code cannot use them either."""
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in DENIED_FEATURES),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000"
"""A year. It leaves out subdomains: they may belong to somebody else, and may not use https."""
STATIC_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""Types of the files in `static/`. The Windows registry may name others, and `nosniff` makes browsers obey them."""


def init_headers(app: Flask, settings: Settings, style: str) -> None:
    """`style` is the one inline style sheet. The policy allows it by its hash."""
    for extension, media_type in STATIC_TYPES.items():
        mimetypes.add_type(media_type, extension)
    headers = SECURITY_HEADERS | {"Content-Security-Policy": content_policy(settings, style)}
    if settings.site.startswith("https://"):
        headers["Strict-Transport-Security"] = HSTS

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", _cache_control())
        if request.path.startswith("/auth/"):
            response.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        return response


def _cache_control() -> str:
    """No shared cache keeps a page. A personal page is not stored at all, so the Back button cannot show it after
    sign-out. The response to a form is personal too: it may hold what the visitor typed."""
    personal = role() or request.method == "POST"
    return "private, no-store" if personal else "private, no-cache"


def content_policy(settings: Settings, style: str) -> str:
    """The Content-Security-Policy.

    Without IMAGE_HOSTS, photos may come from any https host: Spark does not document its photo hosts. The sign-in form
    may lead to any https host: browsers check each redirect after a form against `form-action`, and Spark's sign-in
    pages use several hosts.
    """
    spark = "{0.scheme}://{0.netloc}".format(urlsplit(settings.sign_in_url))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    photos = " ".join(settings.image_hosts.split()) or "https:"
    sandbox = f" {settings.api_url}" if settings.api_url.startswith("http://") else ""
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'sha256-{digest}'" if style else "'self'",
        "img-src": f"'self' {photos}{sandbox}",
        "connect-src": "'self'",
        "form-action": f"'self' https: {spark}",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


MAX_BODY = 64 * 1024
MAX_FORM_PARTS = 100
"""Of a multipart form, which no page of ours sends."""
MAX_QUERY = 6 * 1024
"""Less than the 8,190 bytes of a line that the server takes, so that a page of ours says so."""
MAX_DRAIN = 1024 * 1024


def init_limits(app: Flask) -> None:
    app.config |= {"MAX_CONTENT_LENGTH": MAX_BODY, "MAX_FORM_MEMORY_SIZE": MAX_BODY, "MAX_FORM_PARTS": MAX_FORM_PARTS}
    app.before_request(_limit_query)
    app.before_request(_measure_body)


def _limit_query() -> None:
    if len(request.query_string) > MAX_QUERY:
        abort(414)


def _measure_body() -> None:
    """Have Werkzeug count the bytes of the body: 400 if it ends early, 413 if it is too long.

    gunicorn's `wsgi.input_terminated` turns that off: Werkzeug then takes a truncated body as complete, and cuts a
    chunked one at the limit without a word. A chunked body gets a length here.
    """
    environ = request.environ
    if environ.pop("wsgi.input_terminated", False) and not environ.get("CONTENT_LENGTH"):
        body = _read_chunks()
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def _read_chunks() -> bytes:
    """The body, or as much of it as exceeds the limit."""
    try:
        return LimitedStream(request.environ["wsgi.input"], MAX_BODY + 1, is_max=True).exhaust()
    except Exception as error:  # whatever the server raises over a malformed chunk
        raise ClientDisconnected from error


def drain() -> None:
    """Read the rest of a body that is too large: a proxy that is still sending would not pass our response on."""
    size = request.content_length or 0
    if size > MAX_BODY:  # else something other than the body was too much
        with suppress(Exception):
            LimitedStream(request.environ["wsgi.input"], min(size, MAX_DRAIN)).exhaust()


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
    here, there = _origin(request.host), _origin(urlsplit(config.current().site).netloc)
    if here == there or request.path.startswith(ANYWHERE):
        return None
    if config.current().production:
        return render_template("sign_in/other_address.html", site=config.current().site), 421
    return _redirect(here, there) if request.method == "GET" else None


def _redirect(here: HostPort, there: HostPort) -> Response | None:
    """To a browser `localhost` and `127.0.0.1` are two sites, with two sets of cookies."""
    if here[1] != there[1] or {here[0], there[0]} - config.LOOPBACK:
        return None
    return redirect(config.current().site + request.full_path.rstrip("?"))


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
    return site in {"same-origin", "none"} or (site is None and origin in {None, config.current().site})


def require_same_origin() -> None:
    """Raises Forbidden (403)."""
    if not is_same_origin():
        abort(403)
