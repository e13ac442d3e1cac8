"""What a browser and the portal said to each other, as it may be shown."""

from __future__ import annotations

from http.cookies import CookieError, Morsel, SimpleCookie
from urllib.parse import parse_qsl, urlsplit

from flask import Flask, Request, current_app
from werkzeug import Response
from werkzeug.exceptions import HTTPException

from app import settings
from app.sign_in.return_address import own_page

from .record import Cookie, Message, Secret, Shown
from .redact import Marks, Rules, first, never, shown

COOKIE = "workshop"
"""The workshop's own, which says whose record it is."""
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
ELSEWHERE = "an address that the portal has not"
SAMPLE_PORTALS = ("danalee",)
"""Names of portals that are no secret: the sandbox's; beside them the site's own."""
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


def asked(marks: Marks, request: Request) -> Message:
    """The method, the view's address (never what stands in it), and what is listed of query and form."""
    line = (first(METHODS, request.method, "another method"), _address(request))
    values = [*request.args.items(multi=True), *_form(request)]
    pairs, left_out = shown(_asked_rules(marks), values)
    return Message(line, _cookies(marks, request), pairs, left_out)


def answered(marks: Marks, response: Response) -> Message:
    """The status, where a redirect leads, and what may be kept of it."""
    address, parameters = _location(marks, response.headers.get("Location"))
    pairs, left_out = shown(_redirect_rules(marks), parameters)
    headers = (("Location", address),) if address else ()
    kept = first({"no-store", "private, no-store", "private, no-cache"}, response.headers.get("Cache-Control", ""), "")
    return Message(
        (str(response.status_code),), (*headers, *((("Cache-Control", kept),) if kept else ())), pairs, left_out
    )


def cookies(marks: Marks, response: Response) -> tuple[Cookie, ...]:
    """The cookies that an answer sets or takes, but for the workshop's own."""
    found = (_morsel(line) for line in response.headers.getlist("Set-Cookie"))
    return tuple(_cookie(marks, morsel) for morsel in found if morsel and morsel.key != COOKIE)


def session_cookie(marks: Marks, request: Request) -> Secret | None:
    value = request.cookies.get(_session_name())
    return marks.secret("session id", value) if value else None


def _cookie(marks: Marks, morsel: Morsel[str]) -> Cookie:
    flags = tuple(flag for name, value, flag in FLAGS if morsel[name] == value)
    name = "session id" if morsel.key == _session_name() else "another cookie"
    return Cookie(marks.secret(name, morsel.value), flags, deleted=not morsel.value)


def _morsel(line: str) -> Morsel[str] | None:
    try:
        return next(iter(SimpleCookie(line).values()), None)
    except CookieError:
        return None


def _session_name() -> str:
    return str(current_app.config["SESSION_COOKIE_NAME"])


def _cookies(marks: Marks, request: Request) -> tuple[tuple[str, Shown], ...]:
    mine = session_cookie(marks, request)
    return ((f"Cookie: {_session_name()}", mine),) if mine else ()


def _address(request: Request) -> str:
    return request.url_rule.rule if request.url_rule else ELSEWHERE


def _form(request: Request) -> list[tuple[str, str]]:
    """A body that is too large or damaged is the view's matter, not ours."""
    try:
        return list(request.form.items(multi=True))
    except HTTPException:
        return []


def _location(marks: Marks, location: str | None) -> tuple[Shown | None, list[tuple[str, str]]]:
    """Where a redirect leads, and its parameters: a page of ours, or an endpoint of Spark."""
    if location is None:
        return None, []
    spark = settings.current().sign_in_url
    try:
        if location.startswith(f"{spark}/"):
            return _endpoint(marks, location.removeprefix(spark)), parse_qsl(urlsplit(location).query)
        return _own(current_app, location), []
    except ValueError:
        return "an address that cannot be read", []


def _endpoint(marks: Marks, path: str) -> Shown:
    path = urlsplit(path).path
    known = {"/auth/vow", "/oauth2", *(f"/auth/vow/{name}" for name in portals())}
    if path in known:
        return f"{settings.current().sign_in_url}{path}"
    return marks.secret("portal", path.removeprefix("/auth/vow/")) if path.startswith("/auth/vow/") else "elsewhere"


def _own(app: Flask, location: str) -> str:
    """The view that a page of this site has."""
    parts = urlsplit(location)
    here = f"{parts.scheme}://{parts.netloc}" in {"://", settings.current().site}
    try:
        rule, _ = app.url_map.bind("").match(parts.path, method="GET", return_rule=True)
    except HTTPException:
        return ELSEWHERE
    return rule.rule if here else "another site"


def portals() -> tuple[str, ...]:
    own = settings.current().spark_portal
    return (*SAMPLE_PORTALS, own) if own else SAMPLE_PORTALS


def _asked_rules(marks: Marks) -> Rules:
    return {
        "code": marks.secret,
        "state": marks.secret,
        "error": marks.word(*ERRORS),
        "error_description": never,
        "to": marks.word("portal", "agents", "agent"),
        "portal": marks.word(*portals()),
        "wanted": _wanted,
        "csrf_token": marks.secret,
    }


def _wanted(_name: str, value: str) -> Shown:
    """The view of the page to return to, if it is one."""
    return _own(current_app, value) if own_page(value) else "no page of this site" if value else ""


def _redirect_rules(marks: Marks) -> Rules:
    return {
        "response_type": marks.word("code"),
        "client_id": marks.secret,
        "redirect_uri": marks.word(settings.current().redirect_uri),
        "state": marks.secret,
    }
