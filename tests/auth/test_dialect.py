"""How the portal speaks to Spark on the wire."""

from __future__ import annotations

import requests

from tests.servers import Server, Visitor


def test_the_grant_is_sparks_dialect(visitor: Visitor, sandbox: Server) -> None:
    visitor.sign_in()
    seen = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
    grant = next(call for call in seen if call["path"] == "/v1/oauth2/grant")
    assert grant["content_type"] == "application/json"
    assert set(grant["body_keys"]) == {"grant_type", "code", "redirect_uri", "client_id", "client_secret"}
    calls = [call for call in seen if call["path"].startswith("/v1/") and "oauth2" not in call["path"]]
    assert {call["scheme"] for call in calls} == {"OAuth"}
    assert all(call["user_agent_sent"] for call in seen)
