from __future__ import annotations

import re
from time import time
from typing import TYPE_CHECKING

import pytest

from sandbox import create_sandbox
from sandbox.authorization_requests import REQUEST_SECONDS
from tests.sandbox.clients import AUTHORIZATION_PARAMETERS, Application, Visitor, visitor

if TYPE_CHECKING:
    from flask.testing import FlaskClient


def test_a_consumer_picks_a_person_then_an_agent_then_consents(browser: Visitor) -> None:
    assert "Pat Olsen" in browser.open("/auth/vow").text
    assert "Dana Lee" in browser.press("Sam Rivera").text
    assert "Marcus Webb" in browser.page.text
    consent = browser.press("Marcus Webb").text
    assert "localhost:5000" in consent
    assert "VOW Portal" in consent
    assert "Lakes Area MLS" in consent
    sent = browser.press("Allow")
    assert sent.status == 302
    assert sent.location.startswith("http://localhost:5000/auth/callback?")
    assert sent.parameters["state"] == "s-1"
    assert re.fullmatch(r"[0-9a-z]{25}", sent.parameters["code"])


def test_one_linked_agent_is_still_asked_for_at_the_bare_endpoint(browser: Visitor) -> None:
    browser.open("/auth/vow")
    assert "Which agent, Pat?" in browser.press("Pat Olsen").text


def test_a_portal_does_not_ask_which_agent(browser: Visitor) -> None:
    browser.open("/auth/vow/marcuswebb")
    assert "Lakes Area MLS" in browser.press("Sam Rivera").text
    assert "code" in browser.press("Allow").parameters


def test_a_portal_is_found_whatever_its_case(browser: Visitor) -> None:
    assert browser.open("/auth/vow/DanaLee").status == 200


def test_an_unknown_portal_is_a_page_and_no_redirect(browser: Visitor) -> None:
    page = browser.open("/auth/vow/<nobody>")
    assert page.status == 404
    assert "There is no portal named “&lt;nobody&gt;”" in page.text


def test_a_portal_that_is_switched_off_is_unknown(application: Application, browser: Visitor) -> None:
    token = application.sign_in("iris@example.com")["access_token"]
    application.call("/v1/portal", token, "POST", json={"D": {"DisplayName": "Iris", "Enabled": False}})
    assert browser.open("/auth/vow/iris").status == 404


def test_a_consumer_not_linked_to_the_portals_agent_is_told_so_and_sent_back(browser: Visitor) -> None:
    browser.open("/auth/vow/marcuswebb")
    assert "does not work with the agent of the portal “MarcusWebb”" in browser.press("Pat Olsen").text
    assert browser.press("Go back to localhost:5000").parameters["error"] == "access_denied"


def test_a_consumer_without_an_agent_is_told_so_and_sent_back(browser: Visitor) -> None:
    browser.open("/auth/vow")
    assert "does not work with an agent yet" in browser.press("Nora Quist").text
    assert browser.press("Go back").parameters["error"] == "access_denied"


def test_an_agent_signs_in_for_the_private_role(browser: Visitor, application: Application) -> None:
    page = browser.open("/oauth2").text
    assert "Iris Vang" in page
    assert "Pat Olsen" not in page
    assert "back office of Prairie MLS" in browser.press("Dana Lee").text
    tokens = application.redeem(browser.press("Allow").parameters["code"]).get_json()
    [account] = application.call("/v1/my/account", tokens["access_token"]).get_json()["D"]["Results"]
    assert account["FirstName"] == "Dana"


@pytest.mark.parametrize("presses", [[], ["Pat Olsen"], ["Pat Olsen", "Dana Lee"]])
def test_whoever_refuses_is_sent_back_with_access_denied(browser: Visitor, presses: list[str]) -> None:
    browser.open("/auth/vow")
    for label in presses:
        browser.press(label)
    sent = browser.press("Don’t allow" if len(presses) == 2 else "Cancel")
    assert sent.status == 302
    assert sent.parameters["error"] == "access_denied"
    assert sent.parameters["error_description"]
    assert sent.parameters["state"] == "s-1"


def test_consent_cannot_be_given_before_the_questions_are_answered(client: FlaskClient, browser: Visitor) -> None:
    browser.open("/auth/vow")
    early = client.post("/sign-in/allow", data={"sign_in": sign_in_id(browser)})
    assert early.status_code == 200
    assert "Who is signing in?" in early.text


def test_nobody_can_choose_an_agent_they_are_not_linked_to(client: FlaskClient, browser: Visitor) -> None:
    marcus = "20120917083455120968000000"
    browser.open("/auth/vow")
    browser.press("Pat Olsen")
    page = client.post("/sign-in/agent", data={"sign_in": sign_in_id(browser), "agent": marcus})
    assert "Which agent, Pat?" in page.text


def test_a_consumer_cannot_sign_in_as_an_agent(client: FlaskClient, browser: Visitor) -> None:
    browser.open("/auth/vow")
    page = client.post("/sign-in/person", data={"sign_in": sign_in_id(browser), "login": "dana@example.com"})
    assert "Who is signing in?" in page.text


def test_a_sign_in_gives_one_code_only(browser: Visitor) -> None:
    browser.open("/auth/vow/danalee")
    consent = browser.press("Pat Olsen")
    browser.press("Allow")
    browser.page = consent
    page = browser.press("Allow")
    assert page.status == 400
    assert "This sign-in is over" in page.text


def test_a_sign_in_that_is_left_lying_ends(browser: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.open("/auth/vow")
    began = time()
    monkeypatch.setattr("sandbox.authorization_requests.time", lambda: began + REQUEST_SECONDS + 1)
    assert browser.press("Pat Olsen").status == 400


def test_a_made_up_sign_in_is_refused(client: FlaskClient) -> None:
    assert client.post("/sign-in/allow", data={"sign_in": "0" * 25}).status_code == 400


def test_two_sign_ins_at_once_do_not_mix(client: FlaskClient) -> None:
    one, other = visitor(client), visitor(client)
    one.open("/auth/vow/danalee", state="one")
    other.open("/auth/vow/marcuswebb", state="other")
    one.press("Pat Olsen")
    other.press("Sam Rivera")
    assert other.press("Allow").parameters["state"] == "other"
    assert one.press("Allow").parameters["state"] == "one"


def test_the_pages_need_no_cookie_and_no_script_and_leak_no_address(client: FlaskClient) -> None:
    page = client.get("/auth/vow", query_string=AUTHORIZATION_PARAMETERS)
    assert "Set-Cookie" not in page.headers
    assert "<script" not in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert client.get("/sandbox-static/sign_in.css", buffered=True).status_code == 200


def test_two_sandboxes_know_nothing_of_each_other(browser: Visitor) -> None:
    code = browser.sign_in("/auth/vow/danalee", "Pat Olsen", "Allow")
    elsewhere = Application(create_sandbox().test_client())
    assert elsewhere.redeem(code).get_json()["error"] == "invalid_grant"


def sign_in_id(browser: Visitor) -> str:
    found = re.search(r'name="sign_in" value="(\w+)"', browser.page.text)
    assert found
    return found[1]
