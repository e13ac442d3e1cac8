"""Real servers on the loopback, and a visitor who uses pages as a browser does."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from tests import dead_code


class Server:
    """A threaded server on a free port. It keeps connections open. Set its application once the port is known."""

    def __init__(self) -> None:
        self._server = _bound()
        self._server.daemon_threads = True  # type: ignore[attr-defined]  # a hanging response must not block the tests
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"

    @contextmanager
    def serving(self, app: Flask) -> Iterator[Server]:
        self.app = self._server.app = app
        thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            thread.join()
            self._server.server_close()


def _bound() -> BaseWSGIServer:
    """Use the sandbox's server, which keeps connections open as Spark's does, or a plain one without the sandbox."""
    if "sandbox" in dead_code.missing():
        return make_server("127.0.0.1", 0, Flask("nobody"), threaded=True)
    server: BaseWSGIServer = import_module("sandbox.server").bound_server(Flask("nobody"))
    return server


class Visitor:
    """One browser: its cookies, its current page, and every response it received (the leak tests search them)."""

    def __init__(self, home: str) -> None:
        self.home, self.http = home, requests.Session()
        self.http.trust_env = False
        self.answers: list[requests.Response] = []

    def get(self, address: str, **kwargs: Any) -> requests.Response:
        return self._send("GET", address, **kwargs)

    def post(self, address: str, data: dict[str, str] | None = None, **kwargs: Any) -> requests.Response:
        return self._send("POST", address, data=data or {}, **kwargs)

    def _send(self, method: str, address: str, **kwargs: Any) -> requests.Response:
        url = urljoin(self.answers[-1].url if self.answers else self.home, address)
        if address.startswith("/"):
            url = urljoin(self.home, address)
        kwargs.setdefault("timeout", 30)
        self.page = self.http.request(method, url, **kwargs)
        self.answers += [*self.page.history, self.page]
        return self.page

    @property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.page.text, "html.parser")

    @property
    def h1(self) -> str:
        return self.text("h1")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    def text(self, selector: str) -> str:
        found = self.soup.select_one(selector)
        assert found, f"no {selector} in {self.page.url}:\n{self.page.text[:3000]}"
        return " ".join(found.get_text(" ").split())

    def press(self, label: str, follow: bool = True, /, **typed: str) -> requests.Response:
        """Type into the form of the button that contains this text, and press the button."""
        button = next((b for b in self.soup.select("button") if label in " ".join(b.get_text(" ").split())), None)
        assert button, f"no button {label!r} in {self.page.url}:\n{self.page.text[:3000]}"
        form = button.find_parent("form")
        assert isinstance(form, Tag)
        data = {
            str(field["name"]): str(field.get("value", ""))
            for field in form.select("input[name]:not([type=radio], [type=checkbox])")
        }
        data |= {str(field["name"]): str(field["value"]) for field in form.select("input[checked]")}
        if button.get("name"):
            data[str(button["name"])] = str(button.get("value", ""))
        action = urljoin(self.page.url, str(form.get("action", "")))
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(self.page.url))
        headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
        method = str(form.get("method", "get")).upper()
        sent = {"data" if method == "POST" else "params": data | typed}
        self.page = self.http.request(method, action, headers=headers, allow_redirects=follow, timeout=30, **sent)  # type: ignore[arg-type]  # data or params, by method
        self.answers += [*self.page.history, self.page]
        return self.page

    def go_to_spark(self, portal: str | None = "danalee", wanted: str = "") -> None:
        """Go from the landing page to the provider's first page."""
        self.get(f"/?wanted={wanted}" if wanted else "/")
        typed = {"to": "portal", "portal": portal} if portal else {"to": "agents"}
        self.press("Continue", **typed)

    def sign_in(self, person: str = "Pat", portal: str | None = "danalee", agent: str = "", wanted: str = "") -> None:
        self.go_to_spark(portal, wanted)
        self.press(person)
        if agent:
            self.press(agent)
        self.press("Allow")

    def come_back(self, person: str = "Pat", portal: str | None = "danalee") -> str:
        """Sign in at the provider, stop before the callback, and return the callback's address."""
        self.go_to_spark(portal)
        self.press(person)
        return self.press("Allow", False).headers["Location"]


def access_token(sandbox: str, username: str = "pat@example.com") -> str:
    """Get a token for one of the sandbox's people by the password grant."""
    grant = {"grant_type": "password", "username": username, "password": "sandbox"}
    client = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
    response = requests.post(f"{sandbox}/v1/oauth2/grant", json=grant | client, timeout=10)
    return str(response.json()["access_token"])


def free_port() -> int:
    """Find a port that nothing uses."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
