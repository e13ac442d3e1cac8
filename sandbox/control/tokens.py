"""Tokens and codes on demand: `/sandbox/tokens/…`, `/sandbox/keys` and `/sandbox/codes`."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, jsonify

from sandbox.authorization_requests import AuthorizationRequest
from sandbox.calls import request_body
from sandbox.clients import SANDBOX_CLIENT
from sandbox.control.form import (
    optional_portal,
    registered_redirect_uri,
    requested_client,
    required_person,
    target_authorization,
)
from sandbox.errors import json_error
from sandbox.grants import default_access
from sandbox.people import Agent, find_person
from sandbox.state import state
from sandbox.tokens import TOKEN_SECONDS, AuthorizationFilter

bp = Blueprint("tokens", __name__, url_prefix="/sandbox")


@bp.post("/tokens/expire")
def expire() -> Response:
    return jsonify({"expired": state().tokens.expire(target_filter())})


@bp.post("/tokens/revoke")
def revoke() -> Response:
    return jsonify({"revoked": state().tokens.revoke(target_filter())})


@bp.post("/tokens/lasting")
def set_lifetime() -> Response:
    """Issue tokens for this many whole `seconds` from now on; without `seconds`, for a day again."""
    seconds = request_body().get("seconds")
    if seconds is not None and not str(seconds).isdecimal():
        return json_error("seconds is a whole number, or null", 400)
    state().tokens.token_seconds = TOKEN_SECONDS if seconds is None else int(str(seconds))
    return Response(status=204)


@bp.post("/keys")
def issue_key() -> Response:
    """The tokens of a single-session key, which FBS hands out without a sign-in: here the key of `login`."""
    person = find_person(str(request_body().get("login")))
    if person is None:
        return json_error("Nobody of the sandbox has this login.", 404)
    return jsonify(state().tokens.authorize(default_access(SANDBOX_CLIENT, person))._asdict())


def target_filter() -> AuthorizationFilter:
    """Selects the authorization of `access_token`, else those of the person of `login`, else all of them."""
    target, login = target_authorization(404), str(request_body().get("login") or "")
    if target:
        return lambda authorization: authorization is target
    return lambda authorization: login in {"", authorization.access.person.login}


@bp.post("/codes")
def issue_code() -> Response:
    """A code as if a person had just signed in and consented; 400 or 404 for an impossible request."""
    completed = authorization_request(request_body())
    access = completed.access()
    if access is None:
        return json_error("This person works with no such agent.", 400)
    return jsonify({"code": state().tokens.issue_code(access, completed.redirect_uri)})


def authorization_request(fields: Mapping[str, object]) -> AuthorizationRequest:
    """For the person of `login`, or the person and agent of `access_token`. `portal` overrides the agent."""
    target = None if fields.get("login") else target_authorization(404)
    person, portal = target.access.person if target else required_person(fields), optional_portal(fields)
    endpoint = "/oauth2" if isinstance(person, Agent) and not portal else "/auth/vow"
    client, redirect_uri = requested_client(fields), registered_redirect_uri(fields)
    completed = AuthorizationRequest(endpoint, client, redirect_uri, None, portal)
    completed.choose_person(person.login)
    if completed.agent is None and completed.available_agents:
        agent = target.access.agent if target else completed.available_agents[0]
        completed.choose_agent(agent.id)
    return completed
