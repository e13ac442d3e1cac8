"""The kinds of calls that applications make (grants, token deletions, the rest of the API), and what they carry."""

from __future__ import annotations

from typing import Literal

from flask import request

CallKind = Literal["grant", "delete", "api"]
GRANT_PATH = "/v1/oauth2/grant"
DELETION_PATH = "/v1/oauth2/token/"


def call_kind() -> CallKind | None:
    """The kind of this request; None outside `/v1`."""
    if request.path == GRANT_PATH:
        return "grant"
    if request.method == "DELETE" and request.path.startswith(DELETION_PATH):
        return "delete"
    return "api" if request.path.startswith("/v1/") else None


def authorization_header() -> tuple[str, str]:
    """The scheme and token of the Authorization header, or two empty strings."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return scheme, token


def request_body() -> dict[str, object]:
    """The fields of a JSON or form-encoded body; empty if it is neither, or not an object."""
    sent: object = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    return sent if isinstance(sent, dict) else {}
