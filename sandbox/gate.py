"""Who may call `/v1`: https://sparkplatform.com/docs/authentication/oauth2_authentication, "Requesting Data"."""

from __future__ import annotations

from flask import g, request

from sandbox.calls import credentials, kind
from sandbox.envelope import SparkFault
from sandbox.ledger import Token
from sandbox.refusals import INVALID
from sandbox.state import state

SCHEMES = {"oauth", "bearer"}


def check_access() -> None:
    """Before every call except the grant: a live token of a person whose account is on, and a JSON body."""
    if kind() not in {"api", "delete"}:
        return
    g.token = live_token()
    g.access = g.token.authorization.access
    if not g.access.person.active:
        raise SparkFault(403, 1015, "The user is inactive or has no access to the system.")
    if request.method in {"POST", "PUT"} and not is_long_get() and request.get_json(silent=True) is None:
        raise SparkFault(400, 1035, "The body must be JSON, with Content-Type application/json.")


def is_long_get() -> bool:
    """A GET too long for an address, sent as a form: `X-HTTP-Method-Override: GET`."""
    return request.method == "POST" and request.headers.get("X-HTTP-Method-Override", "").upper() == "GET"


def live_token() -> Token:
    scheme, value = credentials()
    if scheme.lower() not in SCHEMES or not value:
        raise SparkFault(401, 1000, "Invalid API key and/or request signed improperly")
    token = state().ledger.find(value)
    if token is None:
        raise SparkFault(401, 1000, INVALID)
    if token.has_expired:
        realm = {"WWW-Authenticate": "OAuth realm='Flexmls API', error='expired_token'"}
        raise SparkFault(401, 1020, "Session token has expired", realm)
    return token
