"""Codes to order, for tests and workshops: `POST /sandbox/codes`. Not part of Spark."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, abort, jsonify

from sandbox.calls import body
from sandbox.chosen import chosen_authorization
from sandbox.clients import SANDBOX_CLIENT, Client, is_registered
from sandbox.envelope import wrong
from sandbox.people import Agent, Consumer, Portal, person_of
from sandbox.progress import SignIn
from sandbox.state import open_portal, state

bp = Blueprint("codes", __name__, url_prefix="/sandbox")


@bp.post("/codes")
def code() -> Response:
    """A code as if a person had just signed in and allowed it; what makes no sense is refused with 400 or 404."""
    sign_in = answered(body())
    access = sign_in.access()
    if access is None:
        return wrong("This person works with no such agent.", 400)
    return jsonify({"code": state().ledger.issue_code(access, sign_in.redirect_uri)})


def answered(sent: Mapping[str, object]) -> SignIn:
    """By the person of `login`, or else by the person and agent of `access_token`; the agent of `portal` goes first."""
    known = None if sent.get("login") else chosen_authorization(404)
    person, portal = known.access.person if known else known_person(sent), known_portal(sent)
    endpoint = "/oauth2" if isinstance(person, Agent) and not portal else "/auth/vow"
    sign_in = SignIn(endpoint, known_client(sent), registered(sent), None, portal)
    sign_in.choose_person(person.login)
    if sign_in.agent is None and sign_in.choices:
        sign_in.choose_agent((known.access.agent if known else sign_in.choices[0]).id)
    return sign_in


def known_person(sent: Mapping[str, object]) -> Consumer | Agent:
    return person_of(str(sent.get("login"))) or abort(wrong("Nobody of the sandbox has this login.", 404))


def known_portal(sent: Mapping[str, object]) -> Portal | None:
    name = sent.get("portal")
    return (open_portal(str(name)) or abort(wrong("There is no such portal.", 404))) if name else None


def known_client(sent: Mapping[str, object]) -> Client:
    client_id = str(sent.get("client_id") or SANDBOX_CLIENT.id)
    return state().clients.get(client_id) or abort(wrong("There is no such client_id.", 404))


def registered(sent: Mapping[str, object]) -> str:
    redirect_uri = str(sent.get("redirect_uri"))
    if not is_registered(redirect_uri, state().callback):
        abort(wrong("The redirect_uri is not registered.", 400))
    return redirect_uri
