"""Fault injection, `/sandbox/switches`: slow, broken and refused calls on demand."""

from __future__ import annotations

import math
import socket

from flask import Blueprint, Response, g, jsonify, request

from sandbox.calls import CallKind, authorization_header, call_kind, request_body
from sandbox.control.form import target_authorization
from sandbox.errors import API_ERRORS, GRANT_ERRORS, json_error, oauth_error_response, spark_error_response
from sandbox.faults import GRANT_ONLY, Fault
from sandbox.responses import enveloped
from sandbox.state import state
from sandbox.tokens import Authorization

bp = Blueprint("fault_injection", __name__, url_prefix="/sandbox")


@bp.post("/switches")
def inject_fault() -> Response:
    """The body has the fields of a `Fault`, such as `{"where": "api", "path": "/v1/listings", "what": "503"}`.

    `access_token` limits the fault to the calls of its authorization.
    """
    authorization = target_authorization(400)
    fields = {name: value for name, value in request_body().items() if name != "access_token"}
    try:
        fault = Fault(**fields, authorization=authorization)  # type: ignore[arg-type]  # Fault validates its fields
    except (TypeError, ValueError) as error:
        return json_error(str(error), 400)
    state().faults.add(fault)
    return Response(status=204)


@bp.delete("/switches")
def clear_faults() -> Response:
    """Clear all faults, or with `access_token` those of its authorization."""
    state().faults.clear(target_authorization(400))
    return Response(status=204)


def apply_fault() -> Response | None:
    """Before every call: apply the fault that is meant for it. Returns a response that replaces the real one."""
    where = call_kind()
    fault = state().faults.consume(where, request.path, calling_authorization(where)) if where else None
    g.fault = fault
    if fault is None or where is None:
        return None
    if fault.what in {"slow", "hang"}:
        fault.released.wait(fault.seconds)
    return fault_response(fault, where)


def calling_authorization(where: CallKind) -> Authorization | None:
    """The authorization of this call, by its refresh token (grants) or its access token; None if unknown."""
    tokens = state().tokens
    if where == "grant":
        return tokens.find_refreshable(str(request_body().get("refresh_token")))
    return tokens.find_authorization(authorization_header()[1])


def fault_response(fault: Fault, where: CallKind) -> Response | None:
    if fault.what in (GRANT_ERRORS if where == "grant" else API_ERRORS):
        return error_response(fault, where)
    malformed = MALFORMED_RESPONSES.get(fault.what)
    return malformed() if malformed else None


def error_response(fault: Fault, where: CallKind) -> Response:
    if where == "grant":
        response = oauth_error_response(GRANT_ERRORS[fault.what])
    else:
        response = spark_error_response(API_ERRORS[fault.what])
    if fault.seconds:
        response.headers["Retry-After"] = str(math.ceil(fault.seconds))
    return response


def html_page() -> Response:
    return Response("<!doctype html><title>Maintenance</title><p>Please come back later.</p>")


def json_list() -> Response:
    return jsonify([])


def empty_response() -> Response:
    return Response(mimetype="application/json")


def closed_connection() -> Response:
    """Close the connection, so that no response goes out."""
    request.environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
    return Response()


def unauthorized_without_code() -> Response:
    """A 401 without a Spark code, as some of Spark's failures are. No refresh helps."""
    return enveloped({"Success": False}, 401)


MALFORMED_RESPONSES = {
    "401": unauthorized_without_code,
    "html": html_page,
    "list": json_list,
    "empty": empty_response,
    "hang": closed_connection,
    "reset": closed_connection,
}


def drop_grant_fields(response: Response) -> Response:
    """After a grant: drop the fields that a fault says are missing."""
    what = g.fault.what if g.get("fault") else None
    if what in GRANT_ONLY and response.status_code == 200:
        fields = response.get_json().items()
        kept = {name: value for name, value in fields if (name == "access_token") == (what == "bare")}
        response.data = jsonify(kept).data
    return response
