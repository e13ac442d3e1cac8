"""What the portal and Spark said to each other, as it may be shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from requests import ConnectionError as NoConnection
from requests import PreparedRequest, Response, Timeout

from app import settings

from .browser_said import ERRORS
from .record import Message, Pairs, Shown
from .redact import Marks, Rules, first, never, shown

GRANT, TOKEN = "/v1/oauth2/grant", "/v1/oauth2/token/"
JSON = "application/json"
SERVICES = {
    "account", "accounts", "agents", "consumers", "contact", "customfields", "fields", "for", "grant", "hidden",
    "historical", "history", "listingcarts", "listings", "market", "marketstatistics", "me", "my", "oauth2",
    "openhouses", "order", "photos", "portal", "pricehistory", "propertytypes", "provided", "rooms",
    "savedsearches", "standardfields", "system", "token", "v1", "videos", "virtualtours",
}  # fmt: skip
"""The words of Spark's addresses; whatever else stands in one is somebody's id."""
EXPANSIONS = (
    "CustomFields", "Documents", "ListingIds", "OpenHouses", "Photos", "PrimaryPhoto", "Rooms", "Supplement", "Units",
    "Videos", "VirtualTours",
)  # fmt: skip


def kind(request: PreparedRequest) -> str:
    path = urlsplit(request.url or "").path
    return "grant" if path == GRANT else "delete" if path.startswith(TOKEN) else "api"


def asked(marks: Marks, request: PreparedRequest) -> Message:
    """The method, the address without its ids, and what is listed of the query and of a grant's body."""
    parts = urlsplit(request.url or "")
    line = (
        first({"GET", "POST", "PUT", "DELETE"}, request.method or "", "another method"),
        *_address(marks, parts.path),
    )
    if parts.path == GRANT:
        pairs, left_out = shown(_grant_rules(marks), _fields(_json(request.body)))
    else:
        pairs, left_out = shown(_query_rules(marks), parse_qsl(parts.query, keep_blank_values=True))
    return Message(line, (*_authorization(marks, request), *_headers(marks, request)), pairs, left_out)


def answered(marks: Marks, request: PreparedRequest, response: Response) -> Message:
    """The status, and what is listed of the answer; of an API answer its envelope alone, and how much is in it."""
    body = _json(response.content)
    if kind(request) == "grant":
        pairs, left_out = shown(_granted_rules(marks), _fields(body))
    else:
        pairs, left_out = _enveloped(marks, body)
    headers = shown({"Content-Type": marks.word(JSON), "Retry-After": marks.number}, response.headers.items())[0]
    return Message((str(response.status_code),), headers, pairs, left_out)


def fault(error: Exception) -> str:
    """Why there is no answer; never the words of the error, which hold the address."""
    return (
        "timed out" if isinstance(error, Timeout) else "no connection" if isinstance(error, NoConnection) else "failed"
    )


def _address(marks: Marks, path: str) -> tuple[Shown, ...]:
    host = urlsplit(settings.current().api_url).netloc
    if path.startswith(TOKEN):
        return f"{host}/", *TOKEN.strip("/").split("/"), marks.secret("access_token", path.removeprefix(TOKEN))
    parts = path.strip("/").split("/")
    return f"{host}/", *(part if part in SERVICES else marks.secret("id", part) for part in parts)


def _enveloped(marks: Marks, body: object) -> tuple[Pairs, int]:
    inside = body.get("D") if isinstance(body, Mapping) else None
    if not isinstance(inside, Mapping):
        return (("body", "not Spark’s envelope"),), 0
    rules: Rules = {"Success": marks.word("true", "false"), "Code": marks.number, "Message": never}
    pairs, left_out = shown(rules, inside.items())
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


def _authorization(marks: Marks, request: PreparedRequest) -> Pairs:
    """The scheme stands with the name, so that the token can be followed by its fingerprint."""
    scheme, _, token = str(request.headers.get("Authorization", "")).partition(" ")
    name = first({"OAuth", "Bearer"}, scheme, "of another scheme")
    return ((f"Authorization: {name}", marks.secret("access_token", token)),) if token else ()


def _headers(marks: Marks, request: PreparedRequest) -> Pairs:
    rules: Rules = {
        "Content-Type": marks.word(JSON),
        "Accept": marks.word(JSON),
        "X-SparkApi-User-Agent": marks.word(settings.current().spark_user_agent),
    }
    return shown(rules, request.headers.items())[0]


def _query_rules(marks: Marks) -> Rules:
    return {
        "_limit": marks.number,
        "_page": marks.number,
        "_pagination": marks.word("1", "count"),
        "_expand": marks.words(*EXPANSIONS),
        "_orderby": marks.secret,
        "_filter": marks.secret,
    }


def _grant_rules(marks: Marks) -> Rules:
    return {
        "grant_type": marks.word("authorization_code", "refresh_token", "password"),
        "client_id": marks.secret,
        "client_secret": marks.secret,
        "code": marks.secret,
        "refresh_token": marks.secret,
        "redirect_uri": marks.word(settings.current().redirect_uri),
        "username": never,
        "password": never,
    }


def _granted_rules(marks: Marks) -> Rules:
    return {
        "access_token": marks.secret,
        "refresh_token": marks.secret,
        "expires_in": marks.number,
        "token_type": marks.word("bearer", "Bearer"),
        "error": marks.word(*ERRORS),
        "error_description": never,
    }
