"""Controls for one visitor must not affect another visitor."""

from __future__ import annotations

from threading import Thread, Timer
from typing import TYPE_CHECKING, Any

import pytest
import requests

from tests.sandbox.clients import CALLBACK, CREDENTIALS, GRANT, PASSWORD_GRANT, Application, duration

if TYPE_CHECKING:
    from flask.testing import FlaskClient

Tokens = dict[str, str]
UNKNOWN = {"error": "This access_token was never given out here."}
NO_TOKEN = ["made-up", "", None]
REFUSED = {"where": "api", "what": "503", "times": None}


@pytest.fixture
def other(application: Application) -> Tokens:
    """The same person in another browser."""
    return application.sign_in("pat@example.com")


def control(client: FlaskClient, path: str, tokens: Tokens, **fields: object) -> Any:
    answer = client.post(f"/sandbox/{path}", json=fields | {"access_token": tokens["access_token"]})
    assert answer.status_code in {200, 204}, answer.text
    return answer.get_json(silent=True)


def statuses(application: Application, *visitors: Tokens) -> list[int]:
    return [application.call("/v1/system", tokens["access_token"]).status_code for tokens in visitors]


def test_only_this_visitors_token_expires(
    client: FlaskClient, application: Application, tokens: Tokens, other: Tokens
) -> None:
    assert control(client, "tokens/expire", tokens) == {"expired": 1}
    assert application.call("/v1/system", tokens["access_token"]).get_json()["D"]["Code"] == 1020
    assert application.can_read(other)


def test_an_expired_token_still_says_which_visitor_is_meant(
    client: FlaskClient, application: Application, tokens: Tokens, other: Tokens
) -> None:
    control(client, "tokens/expire", tokens)
    fresh = application.refresh(tokens["refresh_token"]).get_json()
    assert control(client, "tokens/expire", tokens) == {"expired": 1}
    assert statuses(application, fresh, other) == [401, 200]


def test_only_this_visitors_tokens_are_revoked(
    client: FlaskClient, application: Application, tokens: Tokens, other: Tokens
) -> None:
    assert control(client, "tokens/revoke", tokens) == {"revoked": 1}
    assert application.call("/v1/system", tokens["access_token"]).get_json()["D"]["Code"] == 1000
    assert application.refresh(tokens["refresh_token"]).get_json()["error"] == "invalid_grant"
    assert application.can_read(other)
    assert application.refresh(other["refresh_token"]).status_code == 200
    assert control(client, "tokens/revoke", tokens) == {"revoked": 0}


@pytest.mark.parametrize("verb", ["expire", "revoke"])
@pytest.mark.parametrize("unknown", NO_TOKEN)
def test_no_token_at_all_is_not_everybodys(
    client: FlaskClient, application: Application, tokens: Tokens, verb: str, unknown: str | None
) -> None:
    refused = client.post(f"/sandbox/tokens/{verb}", json={"access_token": unknown})
    assert (refused.status_code, refused.get_json()) == (404, UNKNOWN)
    assert application.can_read(tokens)


def test_a_switch_meets_the_api_calls_of_this_visitor_only(
    client: FlaskClient, application: Application, tokens: Tokens, other: Tokens
) -> None:
    control(client, "switches", tokens, **REFUSED | {"times": 1})
    assert statuses(application, other, tokens, tokens) == [200, 503, 200]


def test_a_switch_meets_the_deletion_of_this_visitor_only(
    client: FlaskClient, application: Application, tokens: Tokens, other: Tokens
) -> None:
    control(client, "switches", tokens, where="delete", what="503")
    deleted = [
        application.call(f"/v1/oauth2/token/{token}", token, "DELETE").status_code
        for token in (other["access_token"], tokens["access_token"])
    ]
    assert deleted == [200, 503]


def test_a_switch_meets_the_refresh_of_this_visitor_only(
    client: FlaskClient, application: Application, tokens: Tokens, other: Tokens
) -> None:
    control(client, "switches", tokens, where="grant", what="503")
    assert client.post(GRANT, json=PASSWORD_GRANT).status_code == 200
    assert application.refresh(other["refresh_token"]).status_code == 200
    assert application.refresh(tokens["refresh_token"]).status_code == 503


def test_a_switch_knows_the_visitor_by_new_tokens_too(
    client: FlaskClient, application: Application, tokens: Tokens, other: Tokens
) -> None:
    control(client, "switches", tokens, **REFUSED)
    control(client, "switches", tokens, where="grant", what="bare")
    again = application.refresh(tokens["refresh_token"]).get_json()
    assert set(again) == {"access_token"}
    assert statuses(application, again, other) == [503, 200]


@pytest.mark.parametrize("unknown", NO_TOKEN)
def test_a_switch_for_nobody_is_refused(client: FlaskClient, application: Application, unknown: str | None) -> None:
    refused = client.post("/sandbox/switches", json=REFUSED | {"access_token": unknown})
    assert (refused.status_code, refused.get_json()) == (400, UNKNOWN)
    assert statuses(application, application.sign_in("pat@example.com")) == [200]


def test_nobody_is_named_in_a_switch_but_by_a_token(client: FlaskClient) -> None:
    assert client.post("/sandbox/switches", json=REFUSED | {"only": "somebody"}).status_code == 400


def test_one_visitors_switches_can_be_cleared_alone(
    client: FlaskClient, application: Application, tokens: Tokens, other: Tokens
) -> None:
    control(client, "switches", other, **REFUSED)
    control(client, "switches", tokens, **REFUSED)
    client.post("/sandbox/switches", json=REFUSED | {"path": "/v1/my"})
    assert client.delete("/sandbox/switches", json={"access_token": tokens["access_token"]}).status_code == 204
    assert statuses(application, tokens, other) == [200, 503]
    assert application.call("/v1/my/contact", tokens["access_token"]).status_code == 503
    client.delete("/sandbox/switches")
    assert statuses(application, tokens, other) == [200, 200]
    assert application.can_read(tokens)


@pytest.mark.parametrize("unknown", NO_TOKEN)
def test_clearing_for_nobody_clears_nothing(
    client: FlaskClient, application: Application, tokens: Tokens, unknown: str | None
) -> None:
    control(client, "switches", tokens, **REFUSED)
    refused = client.delete("/sandbox/switches", json={"access_token": unknown})
    assert (refused.status_code, refused.get_json()) == (400, UNKNOWN)
    assert statuses(application, tokens) == [503]


def test_clearing_for_one_lets_go_of_that_ones_calls_only(server_url: str) -> None:
    tokens = [requests.post(server_url + GRANT, json=PASSWORD_GRANT, timeout=5).json()["access_token"] for _ in "ab"]
    for token in tokens:
        slow = {"where": "api", "what": "slow", "seconds": 1, "access_token": token}
        requests.post(f"{server_url}/sandbox/switches", json=slow, timeout=5)
    took: dict[str, float] = {}
    calls = [
        Thread(target=lambda token=token: took.update({token: time_of_a_call(server_url, token)})) for token in tokens
    ]
    clear = Timer(0.2, requests.delete, [f"{server_url}/sandbox/switches"], {"json": {"access_token": tokens[0]}})
    for thread in (*calls, clear):
        thread.start()
    for thread in (*calls, clear):
        thread.join()
    assert 0.1 < took[tokens[0]] < 0.7
    assert took[tokens[1]] >= 1


def time_of_a_call(server_url: str, token: str) -> float:
    headers = {"Authorization": f"OAuth {token}"}
    return duration(lambda: requests.get(f"{server_url}/v1/system", headers=headers, timeout=5))


def test_no_order_leaves_a_secret_in_what_was_seen(
    client: FlaskClient, application: Application, tokens: Tokens
) -> None:
    code = control(client, "codes", tokens, redirect_uri=CALLBACK)["code"]
    control(client, "switches", tokens, **REFUSED)
    control(client, "switches", tokens, where="grant", what="500")
    control(client, "tokens/expire", tokens)
    fresh = application.redeem(code).get_json()
    application.refresh(tokens["refresh_token"])
    statuses(application, tokens, fresh)
    seen = client.get("/sandbox/seen")
    assert len(seen.get_json()) == 5  # including the sign-in's grant; controls are not logged
    secrets = (*tokens.values(), *fresh.values(), code, CREDENTIALS["client_secret"])
    assert not [secret for secret in secrets if str(secret) in seen.text]
