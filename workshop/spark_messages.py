"""Redacts the messages between the portal and Spark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from requests import ConnectionError as NoConnection
from requests import PreparedRequest, Response, Timeout

from app import config
from workshop.browser_messages import ERRORS
from workshop.record import Message, Pairs, Shown
from workshop.redaction import Fingerprints, Rules, hidden, known_or, redacted

GRANT, TOKEN = "/v1/oauth2/grant", "/v1/oauth2/token/"
JSON = "application/json"
SERVICES = {
    "account", "accounts", "agents", "consumers", "contact", "customfields", "fields", "for", "grant", "hidden",
    "historical", "history", "listingcarts", "listings", "market", "marketstatistics", "me", "my", "oauth2",
    "openhouses", "order", "photos", "portal", "pricehistory", "propertytypes", "provided", "rooms",
    "savedsearches", "standardfields", "system", "token", "v1", "videos", "virtualtours",
}  # fmt: skip
"""The fixed words of Spark's paths. Any other part of a path is an id."""
EXPANSIONS = (
    "CustomFields", "Documents", "ListingIds", "OpenHouses", "Photos", "PrimaryPhoto", "Rooms", "Supplement", "Units",
    "Videos", "VirtualTours",
)  # fmt: skip


def kind(request: PreparedRequest) -> str:
    path = urlsplit(request.url or "").path
    if path == GRANT:
        return "grant"
    return "delete" if path.startswith(TOKEN) else "api"


def from_request(prints: Fingerprints, request: PreparedRequest) -> Message:
    """The method, the path without its ids, and the listed values of the query or of a grant's body."""
    parts = urlsplit(request.url or "")
    line = (
        known_or({"GET", "POST", "PUT", "DELETE"}, request.method or "", "another method"),
        *_address(prints, parts.path),
    )
    if parts.path == GRANT:
        pairs, left_out = redacted(_grant_rules(prints), _fields(_json(request.body)))
    else:
        pairs, left_out = redacted(_query_rules(prints), parse_qsl(parts.query, keep_blank_values=True))
    return Message(line, (*_authorization(prints, request), *_headers(prints, request)), pairs, left_out)


def from_response(prints: Fingerprints, request: PreparedRequest, response: Response) -> Message:
    """The status and the listed values of a grant's body; of any other, the envelope and the number of results."""
    body = _json(response.content)
    if kind(request) == "grant":
        pairs, left_out = redacted(_granted_rules(prints), _fields(body))
    else:
        pairs, left_out = _enveloped(prints, body)
    headers = redacted({"Content-Type": prints.word(JSON), "Retry-After": prints.number}, response.headers.items())[0]
    return Message((str(response.status_code),), headers, pairs, left_out)


def fault(error: Exception) -> str:
    """Why no response came. Never the message of the error: it holds the address."""
    if isinstance(error, Timeout):
        return "timed out"
    return "no connection" if isinstance(error, NoConnection) else "failed"


def _address(prints: Fingerprints, path: str) -> tuple[Shown, ...]:
    host = urlsplit(config.current().api_url).netloc
    if path.startswith(TOKEN):
        return f"{host}/", *TOKEN.strip("/").split("/"), prints.secret("access_token", path.removeprefix(TOKEN))
    parts = path.strip("/").split("/")
    return f"{host}/", *(part if part in SERVICES else prints.secret("id", part) for part in parts)


def _enveloped(prints: Fingerprints, body: object) -> tuple[Pairs, int]:
    inside = body.get("D") if isinstance(body, Mapping) else None
    if not isinstance(inside, Mapping):
        return (("body", "not Spark’s envelope"),), 0
    rules: Rules = {"Success": prints.word("true", "false"), "Code": prints.number, "Message": hidden}
    pairs, left_out = redacted(rules, inside.items())
    results = inside.get("Results")
    if isinstance(results, list):
        return (*pairs, ("Results", f"{len(results)}, not shown")), left_out - 1
    return pairs, left_out


def _fields(body: object) -> list[tuple[str, object]]:
    return list(body.items()) if isinstance(body, Mapping) else []


def _json(body: bytes | str | None) -> object:
    try:
        return json.loads(body or b"")
    except (ValueError, RecursionError):
        return None


def _authorization(prints: Fingerprints, request: PreparedRequest) -> Pairs:
    """The scheme joins the name, so that the token has a fingerprint of its own."""
    scheme, _, token = str(request.headers.get("Authorization", "")).partition(" ")
    name = known_or({"OAuth", "Bearer"}, scheme, "of another scheme")
    return ((f"Authorization: {name}", prints.secret("access_token", token)),) if token else ()


def _headers(prints: Fingerprints, request: PreparedRequest) -> Pairs:
    rules: Rules = {
        "Content-Type": prints.word(JSON),
        "Accept": prints.word(JSON),
        "X-SparkApi-User-Agent": prints.word(config.current().spark_user_agent),
    }
    return redacted(rules, request.headers.items())[0]


def _query_rules(prints: Fingerprints) -> Rules:
    return {
        "_limit": prints.number,
        "_page": prints.number,
        "_pagination": prints.word("1", "count"),
        "_expand": prints.words(*EXPANSIONS),
        "_orderby": prints.secret,
        "_filter": prints.secret,
    }


def _grant_rules(prints: Fingerprints) -> Rules:
    return {
        "grant_type": prints.word("authorization_code", "refresh_token", "password"),
        "client_id": prints.secret,
        "client_secret": prints.secret,
        "code": prints.secret,
        "refresh_token": prints.secret,
        "redirect_uri": prints.word(config.current().redirect_uri),
        "username": hidden,
        "password": hidden,
    }


def _granted_rules(prints: Fingerprints) -> Rules:
    return {
        "access_token": prints.secret,
        "refresh_token": prints.secret,
        "expires_in": prints.number,
        "token_type": prints.word("bearer", "Bearer"),
        "error": prints.word(*ERRORS),
        "error_description": hidden,
    }
