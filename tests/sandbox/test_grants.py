from __future__ import annotations

from time import time
from typing import TYPE_CHECKING

import pytest

from sandbox.clients import Client
from tests.sandbox.clients import CALLBACK, CREDENTIALS, GRANT, Application, Visitor

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


def test_a_code_is_exchanged_for_three_fields_and_no_token_type(application: Application, code: str) -> None:
    answer = application.redeem(code)
    assert answer.status_code == 200
    assert set(answer.get_json()) == {"access_token", "refresh_token", "expires_in"}
    assert answer.get_json()["expires_in"] == 86_400


def test_a_form_encoded_grant_works_too(client: FlaskClient, code: str) -> None:
    fields = CREDENTIALS | {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    assert "access_token" in client.post(GRANT, data=fields).get_json()


def test_a_replayed_code_is_refused_and_takes_back_its_tokens(application: Application, code: str) -> None:
    tokens = application.redeem(code).get_json()
    assert application.can_read(tokens)
    assert application.redeem(code).get_json()["error"] == "invalid_grant"
    assert not application.can_read(tokens)
    assert application.refresh(tokens["refresh_token"]).status_code == 400


def test_a_code_is_good_for_ten_minutes(application: Application, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    issued = time()
    monkeypatch.setattr("sandbox.tokens.time", lambda: issued + 601)
    assert application.redeem(code).get_json()["error"] == "invalid_grant"
    monkeypatch.setattr("sandbox.tokens.time", lambda: issued + 590)
    assert application.redeem(code).status_code == 200


@pytest.mark.parametrize("other", ["http://localhost:5001/auth/callback", "http://127.0.0.1:5000/auth/callback"])
def test_the_grant_must_name_the_very_redirect_uri(application: Application, code: str, other: str) -> None:
    assert application.redeem(code, other).get_json()["error"] == "invalid_grant"


def test_codes_and_refresh_tokens_belong_to_one_client(
    sandbox: Flask, client: FlaskClient, application: Application, browser: Visitor, tokens: dict[str, str]
) -> None:
    sandbox.extensions["sandbox"].clients["other"] = Client("other", "secret", "Other")
    code = browser.sign_in("/auth/vow/danalee", "Pat Olsen", "Allow")
    foreign = {"client_id": "other", "client_secret": "secret", "code": code, "redirect_uri": CALLBACK}
    for fields in (
        {"grant_type": "authorization_code"},
        {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]},
    ):
        assert client.post(GRANT, json=foreign | fields).get_json()["error"] == "invalid_grant"
    assert application.redeem(code).status_code == 200
    assert application.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize("wrong", [{"client_secret": "guess"}, {"client_id": "unknown"}, {"client_secret": "é"}])
def test_a_wrong_client_is_refused_with_401(application: Application, code: str, wrong: dict[str, str]) -> None:
    refused = application.grant(grant_type="authorization_code", code=code, redirect_uri=CALLBACK, **wrong)
    assert refused.status_code == 401
    assert refused.get_json()["error"] == "invalid_client"
    assert application.redeem(code).status_code == 200


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({}, "invalid_request"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "redirect_uri": CALLBACK}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": "made-up"}, "invalid_request"),
        ({"grant_type": "authorization_code", "code": "made-up", "redirect_uri": CALLBACK}, "invalid_grant"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "made-up"}, "invalid_grant"),
        ({"grant_type": "password", "username": "pat@example.com", "password": "guess"}, "invalid_grant"),
        ({"grant_type": "password", "username": "nobody@example.com", "password": "sandbox"}, "invalid_grant"),
        ({"grant_type": "password", "username": "nora@example.com", "password": "sandbox"}, "invalid_grant"),
    ],
)
def test_a_refused_grant_wears_no_envelope(application: Application, sent: dict[str, str], error: str) -> None:
    refused = application.grant(**sent)
    assert refused.status_code == 400
    assert refused.get_json()["error"] == error
    assert set(refused.get_json()) == {"error", "error_description"}


@pytest.mark.parametrize("body", ["", "not json", "[1]", '"text"'])
def test_a_grant_that_is_no_json_object_is_refused(client: FlaskClient, body: str) -> None:
    refused = client.post(GRANT, data=body, content_type="application/json")
    assert (refused.status_code, refused.get_json()["error"]) == (401, "invalid_client")


def test_a_refresh_gives_two_new_tokens(application: Application, tokens: dict[str, str]) -> None:
    fresh = application.refresh(tokens["refresh_token"]).get_json()
    assert fresh["access_token"] != tokens["access_token"]
    assert fresh["refresh_token"] != tokens["refresh_token"]
    assert application.can_read(fresh)


def test_a_refresh_leaves_the_earlier_access_token_alone(application: Application, tokens: dict[str, str]) -> None:
    application.refresh(tokens["refresh_token"])
    assert application.can_read(tokens)


def test_a_refresh_may_repeat_the_redirect_uri(application: Application, tokens: dict[str, str]) -> None:
    refresh = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    assert application.grant(**refresh, redirect_uri=CALLBACK).status_code == 200


def test_a_refresh_token_used_twice_ends_the_authorization(application: Application, tokens: dict[str, str]) -> None:
    fresh = application.refresh(tokens["refresh_token"]).get_json()
    assert application.refresh(tokens["refresh_token"]).get_json()["error"] == "invalid_grant"
    assert not application.can_read(fresh)
    assert application.refresh(fresh["refresh_token"]).get_json()["error"] == "invalid_grant"


@pytest.mark.parametrize(("login", "given_name"), [("pat@example.com", "Pat"), ("SAM@example.com", "Sam")])
def test_the_password_grant_signs_a_consumer_in(application: Application, login: str, given_name: str) -> None:
    assert application.read("/v1/my/contact", login)[0]["GivenName"] == given_name
