from __future__ import annotations

from time import time
from typing import TYPE_CHECKING

import pytest

from sandbox.people import DANA, IRIS
from tests.sandbox.clients import GRANT, PASSWORD_GRANT, Application

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


def test_tokens_can_be_expired(client: FlaskClient, application: Application, token: str) -> None:
    assert client.post("/sandbox/tokens/expire").get_json() == {"expired": 1}
    assert error_code(application.call("/v1/system", token)) == 1020
    assert client.post("/sandbox/tokens/expire").get_json() == {"expired": 0}


def test_tokens_can_be_revoked(client: FlaskClient, application: Application) -> None:
    tokens = application.sign_in("pat@example.com")
    assert client.post("/sandbox/tokens/revoke").get_json() == {"revoked": 1}
    assert error_code(application.call("/v1/system", tokens["access_token"])) == 1000
    assert application.refresh(tokens["refresh_token"]).get_json()["error"] == "invalid_grant"


@pytest.mark.parametrize("verb", ["expire", "revoke"])
def test_one_persons_tokens_can_be_chosen(client: FlaskClient, application: Application, token: str, verb: str) -> None:
    sam = application.sign_in("sam@example.com")["access_token"]
    client.post(f"/sandbox/tokens/{verb}", json={"login": "sam@example.com"})
    assert application.call("/v1/system", token).status_code == 200
    assert application.call("/v1/system", sam).status_code == 401


def test_tokens_last_as_ordered_and_say_so(
    client: FlaskClient, application: Application, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.post("/sandbox/tokens/lasting", json={"seconds": 60}).status_code == 204
    assert token_lifetime(client) == 60
    fresh = application.refresh(application.sign_in("sam@example.com")["refresh_token"]).get_json()
    assert fresh["expires_in"] == 60
    issued = time()
    monkeypatch.setattr("sandbox.tokens.time", lambda: issued + 55)
    assert application.can_read(fresh)
    monkeypatch.setattr("sandbox.tokens.time", lambda: issued + 61)
    assert error_code(application.call("/v1/system", fresh["access_token"])) == 1020
    assert application.can_read(tokens)


@pytest.mark.parametrize("body", [{}, {"seconds": None}])
def test_tokens_last_a_day_again(client: FlaskClient, body: dict[str, object]) -> None:
    client.post("/sandbox/tokens/lasting", json={"seconds": 60})
    client.post("/sandbox/tokens/lasting", json=body)
    assert token_lifetime(client) == 86_400


@pytest.mark.parametrize("seconds", ["long", "", -1, 0.5, [60]])
def test_a_life_that_makes_no_sense_is_refused(client: FlaskClient, seconds: object) -> None:
    refused = client.post("/sandbox/tokens/lasting", json={"seconds": seconds})
    assert (refused.status_code, list(refused.get_json())) == (400, ["error"])
    assert token_lifetime(client) == 86_400


def test_a_consumers_key_opens_the_first_agents_listings_and_can_be_refreshed(
    client: FlaskClient, application: Application
) -> None:
    key = client.post("/sandbox/keys", json={"login": "sam@example.com"}).get_json()
    assert set(key) == {"access_token", "refresh_token", "expires_in"}
    fresh = application.refresh(key["refresh_token"]).get_json()
    [contact] = application.call("/v1/my/contact", fresh["access_token"]).get_json()["D"]["Results"]
    [system] = application.call("/v1/system", key["access_token"]).get_json()["D"]["Results"]
    assert (contact["GivenName"], system["Id"]) == ("Sam", DANA.id)


def test_an_agents_key_is_private(client: FlaskClient, application: Application) -> None:
    key = client.post("/sandbox/keys", json={"login": "IRIS@example.com"}).get_json()["access_token"]
    made = application.call("/v1/portal", key, "POST", json={"D": {"DisplayName": "Iris"}})
    assert made.status_code == 201
    assert application.call("/v1/portal", key).get_json()["D"]["Results"][0]["OwnerId"] == IRIS.id


@pytest.mark.parametrize("body", [{}, {"login": None}, {"login": "nobody@example.com"}])
def test_there_is_no_key_for_a_stranger(client: FlaskClient, body: dict[str, object]) -> None:
    refused = client.post("/sandbox/keys", json=body)
    assert (refused.status_code, list(refused.get_json())) == (404, ["error"])


def test_there_is_no_key_for_a_consumer_without_an_agent(client: FlaskClient) -> None:
    refused = client.post("/sandbox/keys", json={"login": "nora@example.com"})
    assert (refused.status_code, refused.get_json()["error"]) == (400, "invalid_grant")


def error_code(answer: TestResponse) -> int:
    code: int = answer.get_json()["D"]["Code"]
    return code


def token_lifetime(client: FlaskClient) -> object:
    """The `expires_in` of a new grant."""
    expires_in: object = client.post(GRANT, json=PASSWORD_GRANT).get_json()["expires_in"]
    return expires_in
