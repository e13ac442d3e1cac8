"""The headers of every response: what the browser may load, tell others and cache."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug import Response

from app.session import role
from app.settings import Settings

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
