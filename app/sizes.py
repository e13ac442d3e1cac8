"""How much one request may bring: people type less, by far. And all of it has to arrive."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from flask import Flask, abort, request
from werkzeug.wsgi import get_content_length

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BODY = 64 * 1024
FIELDS = 100
"""In a multipart form, which no page of ours sends."""
QUERY = 6 * 1024
"""Less than the 8,190 bytes of a line that the server takes, so that a page of ours says so."""


def init_app(app: Flask) -> None:
    app.config |= {"MAX_CONTENT_LENGTH": BODY, "MAX_FORM_MEMORY_SIZE": BODY, "MAX_FORM_PARTS": FIELDS}
    app.before_request(_require)
    portal = app.wsgi_app

    def whole(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ["wsgi.input"] = Body(environ["wsgi.input"], get_content_length(environ) or 0)
        return portal(environ, start_response)

    app.wsgi_app = whole  # type: ignore[method-assign]  # Flask's own way to wrap


class Body:
    """The body of a request, `left` bytes if that was told. An end before it, and chunks without sense, are an OSError.

    Werkzeug takes that for a visitor who is gone (400). gunicorn gives what there is of a form that was cut short, and
    has errors of its own for chunks.
    """

    def __init__(self, stream: IO[bytes], left: int) -> None:
        self._stream, self._left = stream, left

    def read(self, size: int = -1) -> bytes:
        try:
            part = self._stream.read(size)
        except Exception as error:  # whatever the server calls it
            raise OSError("the body cannot be read") from error
        self._left -= len(part)
        if not part and size and self._left > 0:
            raise OSError("the body ended early")
        return part


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
    with suppress(OSError):
        while left > 0 and (part := request.environ["wsgi.input"].read(min(left, BODY))):
            left -= len(part)
