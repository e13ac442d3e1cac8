"""Answers of the API come compressed to those who ask for it, as nearly every client does."""

from __future__ import annotations

import gzip

from flask import Response, request

from sandbox.calls import kind

WORTHWHILE = 1000  # bytes
FASTEST = 1


def compress(response: Response) -> Response:
    """After every request; pages of the sign-in and pictures stay as they are."""
    if kind() is None or not response.is_json:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and len(response.data) >= WORTHWHILE:
        response.data = gzip.compress(response.data, compresslevel=FASTEST, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response
