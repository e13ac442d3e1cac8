"""The `D` envelope that every answer of the Spark API wears, and the faults that wear it too.

Follows https://sparkplatform.com/docs/supporting_documentation/standard_response_format and error_codes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import Response, jsonify

Json = object


class SparkFault(Exception):
    """An answer with a Spark error code; `headers` are added to the response."""

    def __init__(self, status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, dict(headers or {})


class GrantFault(Exception):
    """A refusal of the grant call, which alone wears no envelope; `error` is an OAuth error code."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error, self.description, self.status = error, description, status


def results(items: Sequence[Json], status: int = 200, pagination: Mapping[str, int] | None = None) -> Response:
    """A success: `{"D": {"Success": true, "Results": [...], "Pagination": {...}}}`; no `Pagination` unless given."""
    body: dict[str, Json] = {"Success": True, "Results": list(items)}
    return enveloped(body | ({"Pagination": dict(pagination)} if pagination else {}), status)


def enveloped(body: Mapping[str, Json], status: int = 200) -> Response:
    response = jsonify({"D": dict(body)})
    response.status_code = status
    return response


def fault(error: SparkFault) -> Response:
    """`{"D": {"Success": false, "Code": 1020, "Message": "…"}}` with the fault's status and headers.

    A filter's fault (1040, 1041) has its message in `SparkQLErrors` too.
    """
    body: dict[str, Json] = {"Success": False, "Code": error.code, "Message": error.message}
    if error.code in {1040, 1041}:
        body["SparkQLErrors"] = [{"Message": error.message, "Status": "Fatal"}]
    response = enveloped(body, error.status)
    response.headers.update(error.headers)
    return response


def wrong(message: str, status: int) -> Response:
    """A refusal of the sandbox's own addresses, which are not Spark's: `{"error": "…"}`."""
    response = jsonify({"error": message})
    response.status_code = status
    return response


def grant_fault(error: GrantFault) -> Response:
    """`{"error": "invalid_grant", "error_description": "…"}`, as the grant call answers."""
    response = jsonify({"error": error.error, "error_description": error.description})
    response.status_code = error.status
    return response
