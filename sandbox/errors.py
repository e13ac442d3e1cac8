"""Spark errors and OAuth errors: https://sparkplatform.com/docs/supporting_documentation/error_codes"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, jsonify

from sandbox.responses import Json, enveloped

AUTHORIZATION_REQUIRED = "The token you provided is invalid. A new authorization is required."


class SparkError(Exception):
    """An error response with a Spark error code and extra `headers`."""

    def __init__(self, status: int, code: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, dict(headers or {})


class OAuthError(Exception):
    """An error of the grant endpoint, which uses no `D` envelope. `error` is an OAuth error code."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(description)
        self.error, self.description, self.status = error, description, status


def spark_error_response(error: SparkError) -> Response:
    """`{"D": {"Success": false, "Code": 1020, "Message": "…"}}` with the error's status and headers.

    Filter errors (1040, 1041) repeat the message in `SparkQLErrors`.
    """
    body: dict[str, Json] = {"Success": False, "Code": error.code, "Message": error.message}
    if error.code in {1040, 1041}:
        body["SparkQLErrors"] = [{"Message": error.message, "Status": "Fatal"}]
    response = enveloped(body, error.status)
    response.headers.update(error.headers)
    return response


def json_error(message: str, status: int) -> Response:
    """An error of the sandbox's own endpoints, which Spark does not have: `{"error": "…"}`."""
    response = jsonify({"error": message})
    response.status_code = status
    return response


def oauth_error_response(error: OAuthError) -> Response:
    """`{"error": "invalid_grant", "error_description": "…"}`, as the grant endpoint responds."""
    response = jsonify({"error": error.error, "error_description": error.description})
    response.status_code = error.status
    return response


API_ERRORS = {
    "500": SparkError(500, 1026, "Unexpected data problem"),
    "503": SparkError(503, 1510, "The API is temporarily unavailable"),
    "429": SparkError(429, 1550, "Over the rate limit"),
    "refuse": SparkError(401, 1000, AUTHORIZATION_REQUIRED),
    "1010": SparkError(401, 1010, "The API key is disabled"),
    "1015": SparkError(403, 1015, "The user is inactive or has no access to the system"),
    "1019": SparkError(403, 1019, "The API key is restricted to other addresses or user agents"),
    "1500": SparkError(403, 1500, "The service is above the service level of the API key"),
    "1505": SparkError(403, 1505, "The service is switched off for this MLS"),
    "1550": SparkError(503, 1550, "Over the rate limit"),  # the rate limit in older copies of the page
}

"""The errors that fault injection can send from the API, by the name of the fault."""

GRANT_ERRORS = {
    "500": OAuthError("server_error", "Switched on.", 500),
    "503": OAuthError("temporarily_unavailable", "Switched on.", 503),
    "429": OAuthError("temporarily_unavailable", "Too many.", 429),
    "refuse": OAuthError("invalid_grant", "Switched on."),
    "401": OAuthError("invalid_client", "Switched on.", 401),
}
"""The errors that fault injection can send from the grant endpoint."""
