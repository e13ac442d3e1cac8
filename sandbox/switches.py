"""Faults to order, for tests and workshops: `POST /sandbox/switches` and the like. None of this is part of Spark."""

from __future__ import annotations

import math
import socket

from flask import Blueprint, Response, g, jsonify, request

from sandbox.calls import Kind, body, kind
from sandbox.envelope import GrantFault, SparkFault, enveloped, fault, grant_fault
from sandbox.gate import INVALID
from sandbox.state import state
from sandbox.switchboard import GRANT_ONLY, Switch

bp = Blueprint("switches", __name__, url_prefix="/sandbox")

REFUSALS = {
    "500": (SparkFault(500, 1026, "Unexpected data problem"), GrantFault("server_error", "Switched on.", 500)),
    "503": (
        SparkFault(503, 1510, "The API is temporarily unavailable"),
        GrantFault("temporarily_unavailable", "Switched on.", 503),
    ),
    "429": (SparkFault(429, 1550, "Over the rate limit"), GrantFault("temporarily_unavailable", "Too many.", 429)),
    "refuse": (SparkFault(401, 1000, INVALID), GrantFault("invalid_grant", "Switched on.")),
}


@bp.post("/switches")
def switch_on() -> Response:
    """Body: the fields of a `Switch`, for example `{"where": "api", "path": "/v1/listings", "what": "503"}`."""
    try:
        state().switchboard.add(Switch(**body()))  # type: ignore[arg-type]  # Switch itself judges what was sent
    except (TypeError, ValueError) as wrong:
        response = jsonify({"error": str(wrong)})
        response.status_code = 400
        return response
    return Response(status=204)


@bp.delete("/switches")
def clear() -> Response:
    state().switchboard.clear()
    return Response(status=204)


@bp.post("/tokens/expire")
def expire_tokens() -> Response:
    return jsonify({"expired": state().ledger.expire(chosen_login())})


@bp.post("/tokens/revoke")
def revoke_tokens() -> Response:
    return jsonify({"revoked": state().ledger.revoke(chosen_login())})


def chosen_login() -> str | None:
    login = body().get("login")
    return str(login) if login else None


def interfere() -> Response | None:
    """Before every call: do what a switch says. A Response is sent in place of the real answer."""
    where = kind()
    switch = state().switchboard.take(where, request.path) if where else None
    g.switch = switch
    if switch is None or where is None:
        return None
    if switch.what in {"slow", "hang"}:
        state().switchboard.hold(switch.seconds or 0)
    return in_place(switch, where)


def in_place(switch: Switch, where: Kind) -> Response | None:
    if switch.what in REFUSALS:
        return refusal(switch, where)
    if switch.what == "401":
        return nameless_401(where)
    broken = {"html": a_page, "list": a_list, "empty": nothing, "hang": severed, "reset": severed}.get(switch.what)
    return broken() if broken else None


def a_page() -> Response:
    return Response("<!doctype html><title>Maintenance</title><p>Please come back later.</p>")


def a_list() -> Response:
    return jsonify([])


def nothing() -> Response:
    return Response(mimetype="application/json")


def severed() -> Response:
    """Close the connection under the server, so that no answer goes out."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return Response()


def nameless_401(where: Kind) -> Response:
    """A 401 that no refresh heals; from the API without a code, as some of Spark's failures are."""
    if where == "grant":
        return grant_fault(GrantFault("invalid_client", "Switched on.", 401))
    return enveloped({"Success": False}, 401)


def refusal(switch: Switch, where: Kind) -> Response:
    from_api, from_grant = REFUSALS[switch.what]
    response = grant_fault(from_grant) if where == "grant" else fault(from_api)
    if switch.what == "429":
        response.headers["Retry-After"] = str(math.ceil(switch.seconds or 0))
    return response


def shorten(response: Response) -> Response:
    """After a grant: leave out what a switch says is missing."""
    what = g.switch.what if g.get("switch") else None
    if what in GRANT_ONLY and response.status_code == 200:
        left = {
            name: value for name, value in response.get_json().items() if (name == "access_token") == (what == "bare")
        }
        response.data = jsonify(left).data
    return response
