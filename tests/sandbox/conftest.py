from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING

import pytest

from sandbox import create_sandbox
from sandbox.server import bound_server
from tests.sandbox.api_client import PAT, ApiClient
from tests.sandbox.clients import Application, Visitor, visitor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture
def sandbox() -> Flask:
    return create_sandbox()


@pytest.fixture
def client(sandbox: Flask) -> FlaskClient:
    return sandbox.test_client()


@pytest.fixture
def browser(client: FlaskClient) -> Visitor:
    return visitor(client)


@pytest.fixture
def application(client: FlaskClient) -> Application:
    return Application(client)


@pytest.fixture
def code(browser: Visitor) -> str:
    """A code of Pat, from Dana Lee's portal."""
    return browser.sign_in("/auth/vow/danalee", "Pat Olsen", "Allow")


@pytest.fixture
def tokens(application: Application, code: str) -> dict[str, str]:
    answer: dict[str, str] = application.redeem(code).get_json()
    return answer


@pytest.fixture
def token(tokens: dict[str, str]) -> str:
    return tokens["access_token"]


@pytest.fixture
def pat(application: Application) -> ApiClient:
    return ApiClient(application, PAT)


@pytest.fixture
def sam(application: Application) -> ApiClient:
    """Sam with Dana, the first of two agents."""
    return ApiClient(application, "sam@example.com")


@pytest.fixture
def sam_with_marcus(application: Application, browser: Visitor) -> str:
    """An access token of Sam for Marcus, the second of two agents."""
    code = browser.sign_in("/auth/vow/marcuswebb", "Sam Rivera", "Allow")
    token: str = application.redeem(code).get_json()["access_token"]
    return token


@pytest.fixture
def server_url(sandbox: Flask) -> Iterator[str]:
    """The URL of the sandbox on a real port."""
    server = bound_server(sandbox)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
