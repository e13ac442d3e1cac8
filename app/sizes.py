"""How much one request may bring: people type less, by far."""

from __future__ import annotations

from flask import Flask, abort, request

BODY = 64 * 1024
FIELDS = 100
"""In a multipart form, which no page of ours sends."""
QUERY = 6 * 1024
"""Less than the 8,190 bytes of a line that the server takes, so that a page of ours says so."""


def init_app(app: Flask) -> None:
    app.config |= {"MAX_CONTENT_LENGTH": BODY, "MAX_FORM_MEMORY_SIZE": BODY, "MAX_FORM_PARTS": FIELDS}
    app.before_request(_require)


def _require() -> None:
    """Raises RequestURITooLarge (414)."""
    if len(request.query_string) > QUERY:
        abort(414)


def drain() -> None:
    """Take in what is left of a body that is too large, a megabyte at most: a proxy that cannot send it on to the end
    would lose our answer."""
    size = request.content_length or 0
    if size <= BODY:  # then it is something else that was too much, and the body has been read
        return
    left = min(size, 1024 * 1024)
    while left > 0 and (part := request.environ["wsgi.input"].read(min(left, BODY))):
        left -= len(part)
