"""Tokens to order, for tests and workshops: `POST /sandbox/tokens/expire` and so on. Not part of Spark."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from sandbox.calls import body
from sandbox.chosen import chosen_authorization
from sandbox.clients import SANDBOX_CLIENT
from sandbox.envelope import wrong
from sandbox.grants import first_access
from sandbox.ledger import TOKEN_SECONDS, Whose
from sandbox.people import person_of
from sandbox.state import state

bp = Blueprint("tokens", __name__, url_prefix="/sandbox")


@bp.post("/tokens/expire")
def expire() -> Response:
    return jsonify({"expired": state().ledger.expire(chosen())})


@bp.post("/tokens/revoke")
def revoke() -> Response:
    return jsonify({"revoked": state().ledger.revoke(chosen())})


@bp.post("/tokens/lasting")
def last() -> Response:
    """From now on tokens are issued for so many whole `seconds`; without them, for a day again."""
    seconds = body().get("seconds")
    if seconds is not None and not str(seconds).isdecimal():
        return wrong("seconds is a whole number, or null", 400)
    state().ledger.token_seconds = TOKEN_SECONDS if seconds is None else int(str(seconds))
    return Response(status=204)


@bp.post("/keys")
def key() -> Response:
    """The tokens that FBS hands out with a single-session key, which needs no sign-in: here the key of `login`."""
    person = person_of(str(body().get("login")))
    if person is None:
        return wrong("Nobody of the sandbox has this login.", 404)
    return jsonify(state().ledger.authorize(first_access(SANDBOX_CLIENT, person))._asdict())


def chosen() -> Whose:
    """The authorization of `access_token` alone, else those of the person of `login`, else everybody's."""
    only, login = chosen_authorization(404), str(body().get("login") or "")
    if only:
        return lambda authorization: authorization is only
    return lambda authorization: login in {"", authorization.access.person.login}
