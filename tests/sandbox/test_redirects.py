from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sandbox.clients import AUTHORIZATION_PARAMETERS, Visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient

REGISTERED = [
    "http://localhost:5000/auth/callback",
    "http://127.0.0.1:8000/auth/callback",
    "http://localhost/auth/callback",
]
BESIDE = [
    "http://localhost:5000/auth/callback/",
    "http://localhost:5000/callback",
    "http://localhost:5000/auth/callback?next=/",
    "http://localhost:5000",
]
NOWHERE = [
    "",
    "https://evil.example/auth/callback",
    "http://localhost.evil.example/auth/callback",
    "http://localhost:5000@evil.example/auth/callback",
    "http://localhost\\@evil.example/auth/callback",
    "//localhost:5000/auth/callback",
    "https://localhost:5000/auth/callback",
    "javascript:alert(1)",
]


def test_state_comes_back_as_it_was_sent(browser: Visitor) -> None:
    browser.open("/auth/vow/danalee", state="a&b=ü #%")
    browser.press("Pat Olsen")
    assert browser.press("Allow").parameters["state"] == "a&b=ü #%"


def test_no_state_sent_is_no_state_back(client: FlaskClient, browser: Visitor) -> None:
    asked = {name: value for name, value in AUTHORIZATION_PARAMETERS.items() if name != "state"}
    browser.page.text = client.get("/auth/vow/danalee", query_string=asked).text
    browser.press("Pat Olsen")
    assert set(browser.press("Allow").parameters) == {"code"}


def test_an_unknown_client_gets_a_page_and_no_redirect(browser: Visitor) -> None:
    page = browser.open("/auth/vow", client_id="someone-else")
    assert (page.status, page.location) == (400, "")
    assert "client_id is wrong" in page.text


@pytest.mark.parametrize("redirect_uri", REGISTERED)
def test_every_port_of_this_machine_is_registered(browser: Visitor, redirect_uri: str) -> None:
    assert browser.open("/auth/vow", redirect_uri=redirect_uri).status == 200


@pytest.mark.parametrize("redirect_uri", BESIDE)
def test_a_mismatch_is_reported_to_the_registered_uri_of_the_same_origin(browser: Visitor, redirect_uri: str) -> None:
    sent = browser.open("/auth/vow", redirect_uri=redirect_uri)
    assert sent.location.startswith("http://localhost:5000/auth/callback?")
    assert sent.parameters == {
        "error": "redirect_uri_mismatch",
        "error_description": "Parameter redirect_uri does not match registered URI",
        "state": "s-1",
    }


@pytest.mark.parametrize("redirect_uri", NOWHERE)
def test_no_browser_is_sent_to_an_unregistered_host(browser: Visitor, redirect_uri: str) -> None:
    page = browser.open("/auth/vow", redirect_uri=redirect_uri)
    assert (page.status, page.location) == (400, "")
    assert "does not match registered URI" in page.text


def test_a_wrong_response_type_goes_back_as_an_error(browser: Visitor) -> None:
    assert browser.open("/auth/vow", response_type="token").parameters["error"] == "unsupported_response_type"
