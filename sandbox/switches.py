"""Faults to order, for tests and workshops: `POST /sandbox/switches` and the like. None of this is part of Spark."""

from __future__ import annotations

import math
import socket

from flask import Blueprint, Response, g, jsonify, request

from sandbox.calls import Kind, body, credentials, kind
from sandbox.chosen import chosen_authorization
from sandbox.envelope import enveloped, fault, grant_fault, wrong
from sandbox.ledger import Authorization
from sandbox.refusals import FROM_API, FROM_GRANT
from sandbox.state import state
from sandbox.switchboard import GRANT_ONLY, Switch

bp = Blueprint("switches", __name__, url_prefix="/sandbox")


@bp.post("/switches")
def switch_on() -> Response:
    """Body: the fields of a `Switch`, for example `{"where": "api", "path": "/v1/listings", "what": "503"}`.

    With `access_token` it is for the calls of that token's authorization alone.
    """
    only = chosen_authorization(400)
    fields = {name: value for name, value in body().items() if name != "access_token"}
    try:
        switch = Switch(**fields, only=only)  # type: ignore[arg-type]  # Switch itself judges what was sent
    except (TypeError, ValueError) as nonsense:
        return wrong(str(nonsense), 400)
    state().switchboard.add(switch)
    return Response(status=204)


@bp.delete("/switches")
def clear() -> Response:
    """All switches, or with `access_token` those of its authorization."""
    state().switchboard.clear(chosen_authorization(400))
    return Response(status=204)


def interfere() -> Response | None:
    """Before every call: do what a switch says. A Response is sent in place of the real answer."""
    where = kind()
    switch = state().switchboard.take(where, request.path, caller(where)) if where else None
    g.switch = switch
    if switch is None or where is None:
        return None
    if switch.what in {"slow", "hang"}:
        switch.lifted.wait(switch.seconds)
    return in_place(switch, where)


def caller(where: Kind) -> Authorization | None:
    """Whose call this is: by its access token, a refresh by its refresh token; None if that is unknown."""
    ledger = state().ledger
    if where == "grant":
        return ledger.refreshed_by(str(body().get("refresh_token")))
    return ledger.authorization_of(credentials()[1])


def in_place(switch: Switch, where: Kind) -> Response | None:
    if switch.what in (FROM_GRANT if where == "grant" else FROM_API):
        return refusal(switch, where)
    broken = BROKEN.get(switch.what)
    return broken() if broken else None


def refusal(switch: Switch, where: Kind) -> Response:
    response = grant_fault(FROM_GRANT[switch.what]) if where == "grant" else fault(FROM_API[switch.what])
    if switch.seconds:
        response.headers["Retry-After"] = str(math.ceil(switch.seconds))
    return response


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


def nameless_401() -> Response:
    """A 401 without a code that no refresh heals, as some of Spark's failures are."""
    return enveloped({"Success": False}, 401)


BROKEN = {"401": nameless_401, "html": a_page, "list": a_list, "empty": nothing, "hang": severed, "reset": severed}


def shorten(response: Response) -> Response:
    """After a grant: leave out what a switch says is missing."""
    what = g.switch.what if g.get("switch") else None
    if what in GRANT_ONLY and response.status_code == 200:
        left = {
            name: value for name, value in response.get_json().items() if (name == "access_token") == (what == "bare")
        }
        response.data = jsonify(left).data
    return response
