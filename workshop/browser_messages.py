"""Redacts the messages between a browser and the portal."""

from __future__ import annotations

from http.cookies import CookieError, Morsel, SimpleCookie
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, Request, current_app
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from app import config
from app.auth.next_url import safe_next_url
from workshop.record import Cookie, Message, Secret, Shown
from workshop.redaction import Fingerprints, Rules, hidden, known_or, redacted

COOKIE = "workshop"
"""The workshop's own cookie. It names the browser's record."""
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
CACHE_CONTROL = {"no-store", "private, no-store", "private, no-cache"}
NO_VIEW = "an address that the portal has not"
SAMPLE_PORTALS = ("danalee",)
"""The sandbox's portal name is no secret, and may be shown."""
ERRORS = (
    "access_denied", "invalid_request", "invalid_client", "invalid_grant", "invalid_scope", "unauthorized_client",
    "unsupported_grant_type", "unsupported_response_type", "redirect_uri_mismatch", "server_error",
    "temporarily_unavailable",
)  # fmt: skip
FLAGS = (
    ("httponly", True, "HttpOnly"),
    ("secure", True, "Secure"),
    ("samesite", "Lax", "SameSite=Lax"),
    ("path", "/", "Path=/"),
)


def from_request(prints: Fingerprints, request: Request) -> Message:
    """The method, the URL rule of the view (not the values in it), and the listed values of query and form."""
    line = (known_or(METHODS, request.method, "another method"), _address(request))
    values = [*request.args.items(multi=True), *_form(request)]
    pairs, left_out = redacted(_request_rules(prints), values)
    return Message(line, _cookies(prints, request), pairs, left_out)


def from_response(prints: Fingerprints, response: Response) -> Message:
    """The status, the target of a redirect, and the listed values of its query."""
    address, parameters = _location(prints, response.headers.get("Location"))
    pairs, left_out = redacted(_redirect_rules(prints), parameters)
    headers = (("Location", address), ("Cache-Control", _cache_control(response)))
    kept = tuple((name, value) for name, value in headers if value)
    return Message((str(response.status_code),), kept, pairs, left_out)


def cookies(prints: Fingerprints, response: Response) -> tuple[Cookie, ...]:
    """The cookies that a response sets or deletes, except the workshop's own."""
    found = (_morsel(line) for line in response.headers.getlist("Set-Cookie"))
    return tuple(_cookie(prints, morsel) for morsel in found if morsel and morsel.key != COOKIE)


def session_id(prints: Fingerprints, request: Request) -> Secret | None:
    value = request.cookies.get(_session_name())
    return prints.secret("session id", value) if value else None


def _cache_control(response: Response) -> str:
    return known_or(CACHE_CONTROL, response.headers.get("Cache-Control", ""), "")


def _cookie(prints: Fingerprints, morsel: Morsel[str]) -> Cookie:
    flags = tuple(flag for name, value, flag in FLAGS if morsel[name] == value)
    name = "session id" if morsel.key == _session_name() else "another cookie"
    return Cookie(prints.secret(name, morsel.value), flags, deleted=not morsel.value)


def _morsel(line: str) -> Morsel[str] | None:
    try:
        return next(iter(SimpleCookie(line).values()), None)
    except CookieError:
        return None


def _session_name() -> str:
    return str(current_app.config["SESSION_COOKIE_NAME"])


def _cookies(prints: Fingerprints, request: Request) -> tuple[tuple[str, Shown], ...]:
    mine = session_id(prints, request)
    return ((f"Cookie: {_session_name()}", mine),) if mine else ()


def _address(request: Request) -> str:
    return request.url_rule.rule if request.url_rule else NO_VIEW


def _form(request: Request) -> list[tuple[str, str]]:
    """The form's fields. A body that is too large or damaged is for the view to handle."""
    try:
        return list(request.form.items(multi=True))
    except HTTPException:
        return []


def _location(prints: Fingerprints, location: str | None) -> tuple[Shown | None, list[tuple[str, str]]]:
    """The target of a redirect and its query: a page of this site, or an endpoint of Spark."""
    if location is None:
        return None, []
    spark = config.current().sign_in_url
    try:
        if location.startswith(f"{spark}/"):
            return _endpoint(prints, location.removeprefix(spark)), parse_qsl(urlsplit(location).query)
        return _own_page(current_app, location), []
    except ValueError:
        return "an address that cannot be read", []


def _endpoint(prints: Fingerprints, path: str) -> Shown:
    path = urlsplit(path).path
    known = {"/auth/vow", "/oauth2", *(f"/auth/vow/{name}" for name in portals())}
    if path in known:
        return f"{config.current().sign_in_url}{path}"
    return prints.secret("portal", path.removeprefix("/auth/vow/")) if path.startswith("/auth/vow/") else "elsewhere"


def _own_page(app: Flask, location: str) -> str:
    """The URL rule of a page of this site."""
    parts = urlsplit(location)
    here = f"{parts.scheme}://{parts.netloc}" in {"://", config.current().site}
    try:
        rule, _ = app.url_map.bind("").match(parts.path, method="GET", return_rule=True)
    except HTTPException:
        return NO_VIEW
    return rule.rule if here else "another site"


def portals() -> tuple[str, ...]:
    own = config.current().spark_portal
    return (*SAMPLE_PORTALS, own) if own else SAMPLE_PORTALS


def _request_rules(prints: Fingerprints) -> Rules:
    return {
        "code": prints.secret,
        "state": prints.secret,
        "error": prints.word(*ERRORS),
        "error_description": hidden,
        "to": prints.word("portal", "agents", "agent"),
        "portal": prints.word(*portals()),
        "wanted": _next_url,
        "csrf_token": prints.secret,
    }


def _next_url(_name: str, value: str) -> Shown:
    """The URL rule of the page to return to, if it is one of this site."""
    if not value:
        return ""
    return _own_page(current_app, value) if safe_next_url(value) else "no page of this site"


def _redirect_rules(prints: Fingerprints) -> Rules:
    return {
        "response_type": prints.word("code"),
        "client_id": prints.secret,
        "redirect_uri": prints.word(config.current().redirect_uri),
        "state": prints.secret,
    }
