"""A sandbox that browsers reach at another origin, as in a dev container."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import requests

from sandbox import create_sandbox
from sandbox.homes import QUIRKS
from sandbox.people import DANA
from tests.sandbox.clients import CALLBACK, GRANT, PASSWORD_GRANT, Application, Visitor, visitor
from tests.sandbox.test_server import run_sandbox

if TYPE_CHECKING:
    from flask.testing import FlaskClient

ADDRESS = "https://name-8001.app.github.dev"
THERE = "https://name-8000.app.github.dev/auth/callback"
PATHS = [
    "/v1/listings?_expand=Photos",
    f"/v1/listings/{QUIRKS['million']}?_expand=Photos,Documents,FloorPlans",
    f"/v1/listings/{QUIRKS['million']}/photos",
    f"/v1/listings/{QUIRKS['million']}/documents",
    "/v1/system",
    f"/v1/accounts/{DANA.id}",
]
LOCAL = re.compile(r"https?://(?:localhost|127\.0\.0\.1)[^\"]*")


@pytest.fixture
def public() -> FlaskClient:
    return create_sandbox(address=ADDRESS, callback=THERE).test_client()


@pytest.mark.parametrize("path", PATHS)
def test_every_link_leads_to_where_browsers_reach_it(public: FlaskClient, client: FlaskClient, path: str) -> None:
    there, here = body(public, path), body(client, path)
    assert not LOCAL.search(there)
    assert there.count(f"{ADDRESS}/") == len(LOCAL.findall(here)) > 0


def test_a_photo_a_logo_and_the_sign_in_pages_are_found_there(public: FlaskClient) -> None:
    text = body(public, "/v1/system") + body(public, "/v1/listings?_expand=Photos&_limit=2")
    links = {link.split("/")[1]: link for link in re.findall(rf'{re.escape(ADDRESS)}(/[^"]+)', text)}
    for place, status in {"photos": 200, "sandbox-static": 200, "auth": 400, "oauth2": 400}.items():
        with public.get(links[place]) as answer:
            assert answer.status_code == status  # without a client id, the sign-in page is a 400


@pytest.mark.parametrize("redirect_uri", [THERE, CALLBACK])
def test_a_sign_in_ends_at_one_more_callback(public: FlaskClient, redirect_uri: str) -> None:
    browser = visitor(public)
    browser.open("/auth/vow/danalee", redirect_uri=redirect_uri)
    browser.press("Pat Olsen")
    location = browser.press("Allow").location
    assert location.startswith(f"{redirect_uri}?code=")
    code = browser.page.parameters["code"]
    assert Application(public).redeem(code, redirect_uri).status_code == 200


@pytest.mark.parametrize("unregistered", [f"{THERE}/", THERE.replace("/auth", ""), "https://name-8000.app.github.dev"])
def test_a_mismatch_of_that_origin_is_reported_to_that_callback(public: FlaskClient, unregistered: str) -> None:
    sent = visitor(public).open("/auth/vow", redirect_uri=unregistered)
    assert sent.location.startswith(f"{THERE}?error=redirect_uri_mismatch")


@pytest.mark.parametrize(
    "elsewhere",
    [
        THERE.replace("https:", "http:"),
        THERE.replace(".dev", ".de"),
        THERE.replace(".dev", ".dev.evil.example"),
        THERE.replace(".dev", ".dev@evil.example"),
        "https://name-8001.app.github.dev/auth/callback",
        "https://",
        "",
    ],
)
def test_no_other_address_is_answered(public: FlaskClient, elsewhere: str) -> None:
    page = visitor(public).open("/auth/vow", redirect_uri=elsewhere)
    assert (page.status, page.location) == (400, "")
    assert THERE in page.text


def test_a_code_can_be_ordered_for_that_callback(public: FlaskClient, client: FlaskClient) -> None:
    asked = {"login": "pat@example.com", "redirect_uri": THERE}
    assert public.post("/sandbox/codes", json=asked).status_code == 200
    assert client.post("/sandbox/codes", json=asked).status_code == 400


def test_without_the_option_that_callback_is_not_registered(browser: Visitor) -> None:
    assert browser.open("/auth/vow", redirect_uri=THERE).status == 400


def test_the_pages_do_not_mind_under_which_name_they_are_reached(client: FlaskClient) -> None:
    asked = {"client_id": "sandbox-client", "redirect_uri": CALLBACK, "response_type": "code"}
    headers = {"Host": "name-8001.app.github.dev", "X-Forwarded-Host": "name-8001.app.github.dev"}
    page = client.get("/auth/vow/danalee", query_string=asked, headers=headers)
    sign_in = re.search(r'name="sign_in" value="(\w+)"', page.text)
    assert sign_in
    form = {"sign_in": sign_in[1], "login": "pat@example.com"}
    assert client.post("/sign-in/person", data=form, headers=headers | {"Origin": ADDRESS}).status_code == 200
    assert client.post("/sign-in/allow", data=form, headers=headers | {"Origin": ADDRESS}).status_code == 302


def test_the_command_takes_both_and_says_where_browsers_go() -> None:
    with run_sandbox("--port", "0", "--with-parent", "--address", f"{ADDRESS}/", "--callback", THERE) as sandbox:
        assert sandbox.stdout
        ready = sandbox.stdout.readline()
        said = re.fullmatch(r"The sandbox is ready at (http://127\.0\.0\.1:\d+), for browsers at (\S+)\. .*\n", ready)
        assert said
        assert said[2] == ADDRESS
        token = requests.post(said[1] + GRANT, json=PASSWORD_GRANT, timeout=5).json()["access_token"]
        headers = {"Authorization": f"OAuth {token}"}
        assert f'"{ADDRESS}/' in requests.get(f"{said[1]}/v1/system", headers=headers, timeout=5).text
        asked = {"login": "pat@example.com", "redirect_uri": THERE}
        assert requests.post(f"{said[1]}/sandbox/codes", json=asked, timeout=5).status_code == 200
        assert sandbox.communicate(timeout=5)[1] == ""


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--address", "name-8001.app.github.dev"),
        ("--address", f"{ADDRESS}/sandbox"),
        ("--callback", "https://name-8000.app.github.dev"),
        ("--callback", f"{THERE}?next=/"),
        ("--callback", "javascript:alert(1)"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(option: str, text: str) -> None:
    with run_sandbox("--port", "0", "--with-parent", option, text) as sandbox:
        out, errors = sandbox.communicate(timeout=5)
    assert (sandbox.returncode, out) == (2, "")
    assert f"error: argument {option}: an https or http address" in errors


def body(client: FlaskClient, path: str) -> str:
    application = Application(client)
    token = application.sign_in("pat@example.com")["access_token"]
    answer = application.call(path, token)
    assert answer.status_code == 200, answer.text
    return answer.text
