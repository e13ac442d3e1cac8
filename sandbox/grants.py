"""Grants and their end: https://sparkplatform.com/docs/authentication/oauth2_authentication."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, g, jsonify

from sandbox.access import Access
from sandbox.calls import body
from sandbox.clients import Client
from sandbox.envelope import GrantFault, SparkFault, enveloped
from sandbox.ledger import TokenPair, refused
from sandbox.people import DEMO_PASSWORD, Agent, Consumer, person_of
from sandbox.state import state

bp = Blueprint("grants", __name__, url_prefix="/v1/oauth2")


@bp.post("/grant")
def grant() -> Response:
    """The answer has no `token_type` and no envelope. A `redirect_uri` sent with a refresh is ignored."""
    sent = {name: str(value) for name, value in body().items()}
    client = authenticated(sent.get("client_id", ""), sent.get("client_secret", ""))
    return jsonify(redeemed(client, sent)._asdict())


@bp.delete("/token/<access_token>")
def delete(access_token: str) -> Response:
    """End the caller's own authorization: its access and its refresh token die together."""
    token = state().ledger.find(access_token)
    if token is None or token.authorization is not g.token.authorization:
        raise SparkFault(404, 404, "There is no such token.")
    token.authorization.revoked = True
    return enveloped({"Success": True})


def authenticated(client_id: str, secret: str) -> Client:
    client = state().clients.get(client_id)
    if client is None or not hmac.compare_digest(client.secret.encode(), secret.encode()):
        raise GrantFault("invalid_client", "The client_id or client_secret is wrong.", 401)
    return client


def redeemed(client: Client, sent: dict[str, str]) -> TokenPair:
    ledger = state().ledger
    match sent.get("grant_type"):
        case "authorization_code":
            return ledger.redeem(needed(sent, "code"), client.id, needed(sent, "redirect_uri"))
        case "refresh_token":
            return ledger.refresh(needed(sent, "refresh_token"), client.id)
        case "password":
            return ledger.authorize(by_password(client, needed(sent, "username"), needed(sent, "password")))
        case None:
            raise GrantFault("invalid_request", "Parameter grant_type is missing.")
        case _:
            raise GrantFault("unsupported_grant_type", "Parameter grant_type is not one of those offered.")


def needed(sent: dict[str, str], name: str) -> str:
    if not sent.get(name):
        raise GrantFault("invalid_request", f"Parameter {name} is missing.")
    return sent[name]


def by_password(client: Client, login: str, password: str) -> Access:
    person = person_of(login)
    if person is None or password != DEMO_PASSWORD:
        raise refused("The username or password is wrong.")
    return first_access(client, person)


def first_access(client: Client, person: Consumer | Agent) -> Access:
    """Where nobody is asked, a consumer comes with the first linked agent, an agent as such."""
    if not isinstance(person, Consumer):
        return Access(person, person, client.role, "/oauth2", client.id)
    if not person.links:
        raise refused("The consumer works with no agent.")
    return Access(person, person.links[0].agent, "vow", "/auth/vow", client.id)
