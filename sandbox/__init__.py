"""A stand-in for the Spark Platform: sign-in pages, tokens and the API, with people and homes that are made up."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from sandbox import codes, gate, grants, listings, photos, seen, services, switches, tokens
from sandbox.address import reach_at
from sandbox.calls import kind
from sandbox.compression import compress
from sandbox.envelope import GrantFault, SparkFault, fault, grant_fault
from sandbox.kept.store import Kept
from sandbox.sign_in.views import bp as sign_in_pages
from sandbox.state import State, state

SHELL = (sign_in_pages, grants.bp, switches.bp, tokens.bp, codes.bp, seen.bp, photos.bp)


def create_sandbox(
    delay: float = 0.0, keep: Path | None = None, *, address: str | None = None, callback: str | None = None
) -> Flask:
    """One sandbox with a memory of its own; `delay` in seconds holds back every answer of the API, grants excepted.

    Carts and saved searches outlast it in the file `keep`; raises ValueError if that holds something
    else, OSError if it cannot be written. `address` is the origin where browsers reach it, `callback` one more
    registered redirect URI.
    """
    app = Flask("sandbox", static_url_path="/sandbox-static")
    app.extensions["sandbox"] = State(delay=delay, callback=callback, kept=Kept(keep))
    for before in (seen.note, slow_down, switches.interfere, gate.check_access):
        app.before_request(before)
    for after in (compress, switches.shorten, stamp):  # Flask runs the last one first
        app.after_request(after)
    for blueprint in (*SHELL, *services.BLUEPRINTS, *listings.BLUEPRINTS):
        app.register_blueprint(blueprint)
    app.register_error_handler(SparkFault, fault)
    app.register_error_handler(GrantFault, grant_fault)
    app.register_error_handler(HTTPException, envelope_of)
    if address:
        reach_at(app, address)
    return app


def slow_down() -> None:
    if kind() == "api":
        time.sleep(state().delay)


def stamp(response: Response) -> Response:
    response.headers["X-Request-Id"] = secrets.token_hex(16)
    return response


def envelope_of(error: HTTPException) -> AnyResponse:
    """Below `/v1` what Flask refuses (404, 405 …) wears the envelope too, with the HTTP status as its code."""
    if not request.path.startswith("/v1/") or error.code is None:
        return error.get_response()
    response = fault(SparkFault(error.code, error.code, error.name))
    response.headers.extend({"Allow": error.get_response().headers["Allow"]} if error.code == 405 else {})
    return response
