"""The `D` envelope of Spark's responses, and their compression.

Follows https://sparkplatform.com/docs/supporting_documentation/standard_response_format.
"""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence

from flask import Response, jsonify, request

from sandbox.calls import call_kind

Json = object
JsonObject = dict[str, Json]
MINIMUM_BYTES = 1000
FASTEST = 1


def results(items: Sequence[Json], status: int = 200, pagination: Mapping[str, int] | None = None) -> Response:
    """A success: `{"D": {"Success": true, "Results": [...], "Pagination": {...}}}`; `Pagination` only if given."""
    body: dict[str, Json] = {"Success": True, "Results": list(items)}
    if pagination:
        body["Pagination"] = dict(pagination)
    return enveloped(body, status)


def enveloped(body: Mapping[str, Json], status: int = 200) -> Response:
    response = jsonify({"D": dict(body)})
    response.status_code = status
    return response


def compress(response: Response) -> Response:
    """After every request: compress JSON for clients that accept gzip."""
    if call_kind() is None or not response.is_json:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings["gzip"] and len(response.data) >= MINIMUM_BYTES:
        response.data = gzip.compress(response.data, compresslevel=FASTEST, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    return response
