"""A stand-in for the Spark Platform: sign-in pages, tokens and the API, with made-up people and homes."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from sandbox import control, grants, listings, photos, services, sign_in
from sandbox.auth import authenticate
from sandbox.calls import call_kind
from sandbox.control.fault_injection import apply_fault, drop_grant_fields
from sandbox.control.request_log import log_request
from sandbox.errors import OAuthError, SparkError, oauth_error_response, spark_error_response
from sandbox.responses import compress
from sandbox.server import set_public_origin
from sandbox.state import State, state
from sandbox.storage.store import Storage

BLUEPRINTS = (sign_in.bp, grants.bp, photos.bp, *control.BLUEPRINTS, *services.BLUEPRINTS, *listings.BLUEPRINTS)


def create_sandbox(
    delay: float = 0.0, keep: Path | None = None, *, address: str | None = None, callback: str | None = None
) -> Flask:
    """One sandbox with a state of its own.

    `delay` holds back every API response, except grants, for this many seconds. `keep` is a file that stores carts and
    saved searches. `address` is the origin where browsers reach the sandbox. `callback` is one more registered redirect
    URI. Raises ValueError if `keep` holds something else, and OSError if it cannot be written.
    """
    app = Flask("sandbox", static_url_path="/sandbox-static")
    app.extensions["sandbox"] = State(delay=delay, callback=callback, storage=Storage(keep))
    for before in (log_request, delay_api_call, apply_fault, authenticate):
        app.before_request(before)
    for after in (compress, drop_grant_fields, add_request_id):  # Flask runs the last one first
        app.after_request(after)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_error_handler(SparkError, spark_error_response)
    app.register_error_handler(OAuthError, oauth_error_response)
    app.register_error_handler(HTTPException, http_error_response)
    if address:
        set_public_origin(app, address)
    return app


def delay_api_call() -> None:
    if call_kind() == "api":
        time.sleep(state().delay)


def add_request_id(response: Response) -> Response:
    response.headers["X-Request-Id"] = secrets.token_hex(16)
    return response


def http_error_response(error: HTTPException) -> AnyResponse:
    """Below `/v1`, Flask's own errors (404, 405 …) use the `D` envelope, with the HTTP status as their code."""
    if not request.path.startswith("/v1/") or error.code is None:
        return error.get_response()
    response = spark_error_response(SparkError(error.code, error.code, error.name))
    if error.code == 405:
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response
