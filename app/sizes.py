"""Limits the size of requests, and rejects bodies that do not arrive whole."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO

from flask import Flask, abort, request
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import LimitedStream

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
