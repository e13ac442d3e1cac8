"""The headers of every answer: what the browser may load, what others may learn, what may be kept."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
from urllib.parse import urlsplit

from flask import Flask, request
from werkzeug import Response

from app import look
from app.session import role
from app.settings import Settings

UNUSED = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope", "hid"),
    *("magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial"),
    *("usb", "xr-spatial-tracking"),
)
"""What no page of ours asks a browser for, so that nothing which got into one can."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": ", ".join(f"{ability}=()" for ability in UNUSED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HTTPS_FOR = "max-age=31536000"
"""A year. Not for subdomains: they may be somebody else's, and not be on https."""
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
"""Of the files in `static/`: Windows' registry may say others, and `nosniff` holds browsers to them."""


def init_app(app: Flask, settings: Settings, style: str) -> None:
    """`style` is the one inline style sheet, allowed by its hash."""
    for ending, kind in TYPES.items():
        mimetypes.add_type(kind, ending)
    always = ALWAYS | {"Content-Security-Policy": content_policy(settings, style)}

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in always.items():
            response.headers.setdefault(name, value)
        if request.endpoint == "static" and response.status_code < 400:
            response.headers["Cache-Control"] = _kept_for_all()
        else:  # nobody else's, and gone from the Back button after sign-out
            personal = role() or request.method == "POST"  # an answer to a form may hold what was typed
            response.headers.setdefault("Cache-Control", "private, no-store" if personal else "private, no-cache")
        if request.path.startswith("/auth/"):
            response.headers.update({"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
        if settings.site.startswith("https://"):
            response.headers.setdefault("Strict-Transport-Security", HTTPS_FOR)
        return response


def _kept_for_all() -> str:
    """For ever under the address that names this content. While an upgrade runs, the new address may still be answered
    with the old file, and the other way round: that must not be kept."""
    same = request.args.get("v") == look.digest((request.view_args or {})["filename"])
    return "public, max-age=31536000, immutable" if same else "no-cache"


def content_policy(settings: Settings, style: str) -> str:
    """Photos may come from any https host unless IMAGE_HOSTS names some (Spark's are not documented), and the sign-in
    form may lead to any: browsers hold each redirect after a form to `form-action`, and Spark's own sign-in pages are
    on more than one host."""
    spark = "{0.scheme}://{0.netloc}".format(urlsplit(settings.sign_in_url))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    photos = " ".join(settings.image_hosts.split()) or "https:"
    images = f" {settings.api_url}" if settings.api_url.startswith("http://") else ""  # loopback: the sandbox
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": f"'self' 'sha256-{digest}'" if style else "'self'",
        "img-src": f"'self' {photos}{images}",
        "connect-src": "'self'",
        "form-action": f"'self' https: {spark}",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())
