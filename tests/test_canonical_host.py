from __future__ import annotations

import socket

import pytest
import requests

from tests.conftest import Start
from tests.servers import Server, Visitor

PRODUCTION = {
    "app_env": "production",
    "spark_redirect_uri": "https://homes.example/auth/callback",
    "agent_phone": "701-555-0142",
}


@pytest.fixture
def deployed(start_portal: Start) -> Server:
    return start_portal(**PRODUCTION)


def get(portal: Server, path: str, host: str, method: str = "GET") -> requests.Response:
    return requests.request(method, portal.url + path, headers={"Host": host}, allow_redirects=False, timeout=5)


def test_the_other_name_of_this_machine_leads_to_the_registered_one(portal: Server) -> None:
    other = portal.url.replace("127.0.0.1", "localhost")
    page = requests.get(f"{other}/p/danalee?x=1", allow_redirects=False, timeout=5)
    assert (page.status_code, page.headers["Location"]) == (302, f"{portal.url}/p/danalee?x=1")


def test_any_other_host_is_left_alone_in_development(portal: Server) -> None:
    assert get(portal, "/", f"homes.example:{portal.port}").status_code == 200


def test_a_host_that_can_be_none_gets_a_page_nevertheless(portal: Server) -> None:
    assert "<h1" in get(portal, "/nothing", "x" * 4000).text


def test_sign_in_works_from_the_other_name(portal: Server) -> None:
    visitor = Visitor(portal.url.replace("127.0.0.1", "localhost"))
    visitor.sign_in()
    assert visitor.page.url == f"{portal.url}/home"


@pytest.mark.parametrize("host", ["homes.example", "HOMES.Example", "homes.example:443", "homes.example:80"])
def test_a_deployed_portal_answers_under_its_address(deployed: Server, host: str) -> None:
    assert get(deployed, "/", host).status_code == 200


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "homes.example.evil.example", "homes.example:8443", "homes.example.", "homes.example@x", "[::1",
        "x" * 4000, "homes..example", "\xc3\xb6.example", "homes.example:99999999", "homes.example:x",
        "homes.example, x", "<b>x</b>", "127.0.0.1", "",
    ],
)  # fmt: skip
def test_under_any_other_it_tells_the_right_one(deployed: Server, host: str, method: str) -> None:
    page = get(deployed, "/auth/callback?code=a-code&state=a-state", host, method)
    assert page.status_code == 421
    assert 'href="https://homes.example/"' in page.text
    assert "a-code" not in page.text, "what came with the request is led nowhere"
    assert "<b>x" not in page.text
    assert not {"Location", "Set-Cookie"} & page.headers.keys()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/", "/home", "/search?place=Fargo", "/saved", "/agent/card.svg", "/nothing"])
def test_a_foreign_address_is_told_before_anybody_is_asked_to_sign_in(path: str, method: str, deployed: Server) -> None:
    page = get(deployed, path, "evil.example", method)
    assert page.status_code == 421
    assert not {"Location", "Set-Cookie"} & page.headers.keys()
    assert "<form" not in page.text


def test_the_other_name_of_this_machine_leads_straight_to_the_page_that_was_asked_for(portal: Server) -> None:
    page = get(portal, "/search?place=Fargo", f"localhost:{portal.port}")
    assert (page.status_code, page.headers["Location"]) == (302, f"{portal.url}/search?place=Fargo")


def test_who_names_no_host_is_told_as_well(deployed: Server) -> None:
    with socket.create_connection(("127.0.0.1", deployed.port), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        assert b" 421 " in connection.makefile("rb").readline()


def test_no_proxy_can_say_what_the_address_is(start_portal: Start) -> None:
    portal = start_portal(**PRODUCTION, trusted_proxies="1")
    pretended = {"Host": "evil.example", "X-Forwarded-Host": "homes.example", "X-Forwarded-For": "192.0.2.1"}
    assert requests.get(portal.url, headers=pretended, timeout=5).status_code == 421


def test_what_watches_it_may_ask_under_its_number(deployed: Server) -> None:
    assert get(deployed, "/health/ready", "127.0.0.1:8000").status_code == 200
    assert get(deployed, "/static/css/portal.css", "127.0.0.1:8000").status_code == 200, "for the page that tells"
