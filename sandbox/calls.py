"""The three kinds of calls that applications make: grants, deletions of tokens, and everything else of the API."""

from __future__ import annotations

from typing import Literal

from flask import request

Kind = Literal["grant", "delete", "api"]
GRANT = "/v1/oauth2/grant"
DELETION = "/v1/oauth2/token/"


def kind() -> Kind | None:
    """Which kind the request at hand is; None outside `/v1`."""
    if request.path == GRANT:
        return "grant"
    if request.method == "DELETE" and request.path.startswith(DELETION):
        return "delete"
    return "api" if request.path.startswith("/v1/") else None


def credentials() -> tuple[str, str]:
    """Scheme and token of the Authorization header; empty where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme, token


def body() -> dict[str, object]:
    """The fields of the request's body, JSON or form-encoded; empty if it is neither, or not an object."""
    sent: object = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    return sent if isinstance(sent, dict) else {}
