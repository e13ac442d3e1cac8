from __future__ import annotations

from time import time
from typing import TYPE_CHECKING

import pytest

from tests.sandbox.clients import Application

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_deleting_the_access_token_kills_the_refresh_token_too(
    application: Application, tokens: dict[str, str]
) -> None:
    deleted = application.call(f"/v1/oauth2/token/{tokens['access_token']}", tokens["access_token"], "DELETE")
    assert (deleted.status_code, deleted.get_json()) == (200, {"D": {"Success": True}})
    assert not application.can_read(tokens)
    assert application.refresh(tokens["refresh_token"]).get_json()["error"] == "invalid_grant"


def test_an_unknown_token_cannot_be_deleted(application: Application, tokens: dict[str, str]) -> None:
    missing = application.call("/v1/oauth2/token/made-up", tokens["access_token"], "DELETE")
    assert (missing.status_code, missing.get_json()["D"]["Code"]) == (404, 404)


def test_nobody_deletes_the_token_of_another(application: Application, tokens: dict[str, str]) -> None:
    sam = application.sign_in("sam@example.com")
    refused = application.call(f"/v1/oauth2/token/{tokens['access_token']}", sam["access_token"], "DELETE")
    assert refused.status_code == 404
    assert application.can_read(tokens)


def test_a_deletion_needs_a_token_itself(client: FlaskClient, tokens: dict[str, str]) -> None:
    assert client.delete(f"/v1/oauth2/token/{tokens['access_token']}").status_code == 401


@pytest.mark.parametrize("scheme", ["OAuth", "Bearer", "oauth"])
def test_both_authorization_schemes_are_taken(client: FlaskClient, tokens: dict[str, str], scheme: str) -> None:
    headers = {"Authorization": f"{scheme} {tokens['access_token']}"}
    assert client.get("/v1/my/contact", headers=headers).status_code == 200


def test_no_other_scheme_is_taken(client: FlaskClient, token: str) -> None:
    assert client.get("/v1/my/contact", headers={"Authorization": f"Basic {token}"}).status_code == 401


@pytest.mark.parametrize("header", [None, "OAuth ", "OAuth made-up"])
def test_a_call_without_a_good_token_is_refused_with_1000(client: FlaskClient, header: str | None) -> None:
    refused = client.get("/v1/my/contact", headers={"Authorization": header} if header else {})
    assert refused.status_code == 401
    assert refused.get_json()["D"]["Code"] == 1000
    assert refused.get_json()["D"]["Success"] is False


def test_an_invalid_token_is_called_so(application: Application) -> None:
    refused = application.call("/v1/my/contact", "made-up").get_json()["D"]
    assert refused["Message"] == "The token you provided is invalid. A new authorization is required."


def test_a_token_expires_after_a_day_as_documented(
    application: Application, tokens: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    issued = time()
    monkeypatch.setattr("sandbox.tokens.time", lambda: issued + 86_390)
    assert application.can_read(tokens)
    monkeypatch.setattr("sandbox.tokens.time", lambda: issued + 86_401)
    refused = application.call("/v1/my/contact", tokens["access_token"])
    assert refused.status_code == 401
    assert refused.get_json() == {"D": {"Success": False, "Message": "Session token has expired", "Code": 1020}}
    assert refused.headers["WWW-Authenticate"] == "OAuth realm='Flexmls API', error='expired_token'"
    assert application.refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize("path", ["/v1/my/contact", "/v1/my/account", "/v1/system", "/v1/nothing"])
def test_a_switched_off_account_signs_in_and_reads_nothing(application: Application, path: str) -> None:
    refused = application.call(path, application.sign_in("gus@example.com")["access_token"])
    assert (refused.status_code, refused.get_json()["D"]["Code"]) == (403, 1015)
