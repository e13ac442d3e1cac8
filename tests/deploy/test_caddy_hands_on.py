"""What of a visitor's request Caddy hands on to the portal: what it says of others is not believed."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
import requests
from flask import Flask, request

from tests.deploy.caddy import caddy
from tests.servers import Server

Ask = Callable[[dict[str, str]], dict[str, str]]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """A request with these headers; those that arrive behind Caddy."""
    if not shutil.which("caddy"):
        pytest.skip("needs Caddy")
    echo = Flask("echo")
    echo.add_url_rule("/", view_func=lambda: dict(request.headers))
    with Server().serving(echo) as server, caddy(tmp_path_factory.mktemp("caddy"), server.port) as proxy:

        def ask(headers: dict[str, str]) -> dict[str, str]:
            arrived: dict[str, str] = requests.get(
                proxy.url, headers=headers, verify=str(proxy.trusted), timeout=5
            ).json()
            return arrived | {"here": f"localhost:{proxy.https}"}

        yield ask


def test_who_came_and_how_is_what_caddy_saw(ask: Ask) -> None:
    arrived = ask({"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "evil.example"})
    assert arrived["X-Forwarded-For"] == "127.0.0.1"
    assert arrived["X-Forwarded-Proto"] == "https"
    assert "evil.example" not in arrived.values()


def test_the_portal_learns_under_which_name_it_was_asked_for(ask: Ask) -> None:
    arrived = ask({})
    assert arrived["Host"] == arrived["here"]


def test_nobody_names_their_own_reference(ask: Ask) -> None:
    assert "X-Request-Id" not in ask({"X-Request-Id": "somebody-elses"})
