"""Grants and token deletion: https://sparkplatform.com/docs/authentication/oauth2_authentication."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, g, jsonify

from sandbox.calls import request_body
from sandbox.clients import Client
from sandbox.errors import OAuthError, SparkError
from sandbox.people import DEMO_PASSWORD, Agent, Consumer, find_person
from sandbox.responses import enveloped
from sandbox.state import state
from sandbox.tokens import Access, TokenPair, invalid_grant

bp = Blueprint("grants", __name__, url_prefix="/v1/oauth2")


@bp.post("/grant")
def grant() -> Response:
    """The response has no `token_type` and no envelope. A refresh ignores `redirect_uri`."""
    fields = {name: str(value) for name, value in request_body().items()}
    client = authenticate_client(fields.get("client_id", ""), fields.get("client_secret", ""))
    return jsonify(issue_tokens(client, fields)._asdict())


@bp.delete("/token/<access_token>")
def delete_token(access_token: str) -> Response:
    """Revoke the caller's own authorization: its access and refresh tokens end together."""
    token = state().tokens.find(access_token)
    if token is None or token.authorization is not g.token.authorization:
        raise SparkError(404, 404, "There is no such token.")
    token.authorization.revoked = True
    return enveloped({"Success": True})


def authenticate_client(client_id: str, secret: str) -> Client:
    client = state().clients.get(client_id)
    if client is None or not hmac.compare_digest(client.secret.encode(), secret.encode()):
        raise OAuthError("invalid_client", "The client_id or client_secret is wrong.", 401)
    return client


def issue_tokens(client: Client, fields: dict[str, str]) -> TokenPair:
    tokens = state().tokens
    match fields.get("grant_type"):
        case "authorization_code":
            return tokens.redeem(required(fields, "code"), client.id, required(fields, "redirect_uri"))
        case "refresh_token":
            return tokens.refresh(required(fields, "refresh_token"), client.id)
        case "password":
            return tokens.authorize(password_access(client, required(fields, "username"), required(fields, "password")))
        case None:
            raise OAuthError("invalid_request", "Parameter grant_type is missing.")
        case _:
            raise OAuthError("unsupported_grant_type", "Parameter grant_type is not one of those offered.")


def required(fields: dict[str, str], name: str) -> str:
    if not fields.get(name):
        raise OAuthError("invalid_request", f"Parameter {name} is missing.")
    return fields[name]


def password_access(client: Client, login: str, password: str) -> Access:
    person = find_person(login)
    if person is None or password != DEMO_PASSWORD:
        raise invalid_grant("The username or password is wrong.")
    return default_access(client, person)


def default_access(client: Client, person: Consumer | Agent) -> Access:
    """The access without a sign-in page: a consumer gets the first linked agent."""
    if not isinstance(person, Consumer):
        return Access(person, person, client.role, "/oauth2", client.id)
    if not person.links:
        raise invalid_grant("The consumer works with no agent.")
    return Access(person, person.links[0].agent, "vow", "/auth/vow", client.id)
