from __future__ import annotations

from typing import TYPE_CHECKING

from tests.sandbox.clients import GRANT, Application

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_what_was_seen_is_told_without_a_secret(client: FlaskClient, application: Application) -> None:
    tokens = application.sign_in("pat@example.com")
    named = {"Authorization": f"OAuth {tokens['access_token']}", "X-SparkApi-User-Agent": "Test"}
    client.get("/v1/system", headers=named)
    application.call(f"/v1/oauth2/token/{tokens['access_token']}", tokens["access_token"], "DELETE")
    seen = client.get("/sandbox/seen")
    grant, system, delete = seen.get_json()
    assert (grant["method"], grant["path"], grant["content_type"]) == ("POST", GRANT, "application/json")
    assert grant["body_keys"] == ["client_id", "client_secret", "grant_type", "password", "username"]
    assert (grant["scheme"], system["scheme"]) == (None, "OAuth")
    assert (grant["user_agent_sent"], system["user_agent_sent"]) == (False, True)
    assert "X-Sparkapi-User-Agent" in system["headers"]
    assert delete["path"] == "/v1/oauth2/token/<token>"
    for secret in ("sandbox-secret", "pat@example.com", *tokens.values()):
        assert str(secret) not in seen.text


def test_only_the_last_1000_calls_are_remembered_and_can_be_forgotten(client: FlaskClient) -> None:
    for _ in range(1005):
        client.get("/v1/system")
    client.get("/auth/vow")
    assert len(client.get("/sandbox/seen").get_json()) == 1000
    client.delete("/sandbox/seen")
    assert client.get("/sandbox/seen").get_json() == []
