"""Authenticates `/v1`: https://sparkplatform.com/docs/authentication/oauth2_authentication, "Requesting Data"."""

from __future__ import annotations

from flask import g, request

from sandbox.calls import authorization_header, call_kind
from sandbox.errors import AUTHORIZATION_REQUIRED, SparkError
from sandbox.people import Consumer
from sandbox.state import state
from sandbox.storage.records import Owner
from sandbox.tokens import Access, AccessToken

SCHEMES = {"oauth", "bearer"}


def current_access() -> Access:
    """The access of this `/v1` request. `authenticate` checks its token before the view runs."""
    access: Access = g.access
    return access


def current_owner() -> Owner:
    """Whose carts and saved searches this request uses. A consumer has other ones with each agent."""
    person, agent = current_access().person, current_access().agent
    if not isinstance(person, Consumer):
        return Owner(person.id, person, agent)
    return Owner(next(link.contact_id for link in person.links if link.agent == agent), person, agent)


def authenticate() -> None:
    """Before each call except grants: require a live token of an active account, and a JSON body for writes."""
    if call_kind() not in {"api", "delete"}:
        return
    g.token = require_token()
    g.access = g.token.authorization.access
    if not g.access.person.active:
        raise SparkError(403, 1015, "The user is inactive or has no access to the system.")
    if request.method in {"POST", "PUT"} and not is_get_override() and request.get_json(silent=True) is None:
        raise SparkError(400, 1035, "The body must be JSON, with Content-Type application/json.")


def is_get_override() -> bool:
    """A GET that is too long for a URL, sent as a POST with `X-HTTP-Method-Override: GET`."""
    return request.method == "POST" and request.headers.get("X-HTTP-Method-Override", "").upper() == "GET"


def require_token() -> AccessToken:
    scheme, value = authorization_header()
    if scheme.lower() not in SCHEMES or not value:
        raise SparkError(401, 1000, "Invalid API key and/or request signed improperly")
    token = state().tokens.find(value)
    if token is None:
        raise SparkError(401, 1000, AUTHORIZATION_REQUIRED)
    if token.has_expired:
        realm = {"WWW-Authenticate": "OAuth realm='Flexmls API', error='expired_token'"}
        raise SparkError(401, 1020, "Session token has expired", realm)
    return token
