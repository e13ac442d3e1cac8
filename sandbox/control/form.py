"""Validates the fields of requests to `/sandbox/…`: the authorization, person, portal and client that they name."""

from __future__ import annotations

from collections.abc import Mapping

from flask import abort

from sandbox.calls import request_body
from sandbox.clients import SANDBOX_CLIENT, Client, is_registered
from sandbox.errors import json_error
from sandbox.people import Agent, Consumer, Portal, find_person
from sandbox.state import find_portal, state
from sandbox.tokens import Authorization


def target_authorization(status: int) -> Authorization | None:
    """The authorization of the body's `access_token`, even an expired or revoked one; None without that field.

    An unknown, empty or null token aborts with this HTTP status: a request for one visitor must not affect everybody.
    """
    fields = request_body()
    if "access_token" not in fields:
        return None
    authorization = state().tokens.find_authorization(str(fields["access_token"]))
    return authorization or abort(json_error("This access_token was never given out here.", status))


def required_person(fields: Mapping[str, object]) -> Consumer | Agent:
    return find_person(str(fields.get("login"))) or abort(json_error("Nobody of the sandbox has this login.", 404))


def optional_portal(fields: Mapping[str, object]) -> Portal | None:
    name = fields.get("portal")
    if not name:
        return None
    return find_portal(str(name)) or abort(json_error("There is no such portal.", 404))


def requested_client(fields: Mapping[str, object]) -> Client:
    client_id = str(fields.get("client_id") or SANDBOX_CLIENT.id)
    return state().clients.get(client_id) or abort(json_error("There is no such client_id.", 404))


def registered_redirect_uri(fields: Mapping[str, object]) -> str:
    redirect_uri = str(fields.get("redirect_uri"))
    if not is_registered(redirect_uri, state().callback):
        abort(json_error("The redirect_uri is not registered.", 400))
    return redirect_uri
