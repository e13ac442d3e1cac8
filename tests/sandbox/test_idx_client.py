from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sandbox.homes import QUIRKS
from sandbox.sparkql import MASK
from tests.sandbox.clients import CALLBACK, GRANT, PASSWORD_GRANT, Application, Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

IDX = {"client_id": "sandbox-idx", "client_secret": "sandbox-idx-secret"}


@pytest.fixture(params=["sign-in pages", "password"])
def iris_through_idx(request: pytest.FixtureRequest, client: FlaskClient, browser: Visitor) -> str:
    """An access token of Iris from the IDX client, once from each grant."""
    sent = PASSWORD_GRANT | {"username": "iris@example.com"}
    if request.param == "sign-in pages":
        code = authorization_code(browser, "/oauth2", "Iris Vang")
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    token: str = client.post(GRANT, json=sent | IDX).get_json()["access_token"]
    return token


def test_an_agent_in_the_idx_role_reads_the_account_and_the_portal(
    application: Application, iris_through_idx: str
) -> None:
    [account] = application.call("/v1/my/account", iris_through_idx).get_json()["D"]["Results"]
    assert account["FirstName"] == "Iris"
    assert application.call("/v1/portal", iris_through_idx).get_json() == {"D": {"Success": True, "Results": []}}


def test_an_agent_in_the_idx_role_makes_no_portal(application: Application, iris_through_idx: str) -> None:
    refused = application.call("/v1/portal", iris_through_idx, "POST", json={"D": {"DisplayName": "Iris"}})
    assert (refused.status_code, refused.get_json()["D"]["Code"]) == (405, 1018)
    assert application.read("/v1/portal", "iris@example.com") == []


def test_an_agent_in_the_idx_role_sees_what_everybody_may(application: Application, iris_through_idx: str) -> None:
    assert closing_price(application, iris_through_idx) == MASK


def test_the_consent_page_promises_an_agent_in_the_idx_role_no_back_office(browser: Visitor) -> None:
    browser.open("/oauth2", client_id="sandbox-idx")
    page = browser.press("Iris Vang").text
    assert "shown to everybody" in page
    assert "back office" not in page
    assert "Set up your portal" not in page


def test_a_consumer_is_in_the_vow_role_whatever_the_client(
    client: FlaskClient, application: Application, browser: Visitor
) -> None:
    code = authorization_code(browser, "/auth/vow/danalee", "Pat Olsen")
    sent = IDX | {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK}
    token = client.post(GRANT, json=sent).get_json()["access_token"]
    assert closing_price(application, token) != MASK


def authorization_code(browser: Visitor, path: str, person: str) -> str:
    """Sign in with the IDX client and return the code."""
    browser.open(path, client_id="sandbox-idx")
    browser.press(person)
    return browser.press("Allow").parameters["code"]


def closing_price(application: Application, token: str) -> object:
    """The close price of a sold home; masked for IDX."""
    [home] = application.call(f"/v1/listings/{QUIRKS['closed']}", token).get_json()["D"]["Results"]
    price: object = home["StandardFields"]["ClosePrice"]
    return price
