"""HTTP clients of the sandbox: a browser on the sign-in pages, and an OAuth application."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    Send = Callable[[str, str, Mapping[str, str]], "Page"]

CALLBACK = "http://localhost:5000/auth/callback"
CREDENTIALS = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
AUTHORIZATION_PARAMETERS = {
    "client_id": "sandbox-client",
    "redirect_uri": CALLBACK,
    "response_type": "code",
    "state": "s-1",
}
GRANT = "/v1/oauth2/grant"
PASSWORD_GRANT = CREDENTIALS | {"grant_type": "password", "username": "pat@example.com", "password": "sandbox"}


@dataclass
class Page:
    status: int
    text: str
    location: str

    @property
    def parameters(self) -> dict[str, str]:
        """The query parameters of the redirect to the application."""
        return dict(parse_qsl(urlsplit(self.location).query))


class Visitor:
    """Reads pages and presses buttons as a browser does, without following redirects."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.page = Page(0, "", "")

    def open(self, path: str, **asked: str) -> Page:
        self.page = self._send("GET", path, AUTHORIZATION_PARAMETERS | asked)
        return self.page

    def press(self, label: str) -> Page:
        """Submit the form of the button whose text starts with `label`."""
        buttons = BeautifulSoup(self.page.text, "html.parser").find_all("button")
        button = next(b for b in buttons if b.get_text(" ", strip=True).startswith(label))
        form = button.find_parent("form")
        assert isinstance(form, Tag)
        fields = {str(i["name"]): str(i["value"]) for i in form.find_all("input")}
        chosen = {str(button["name"]): str(button["value"])} if button.get("name") else {}
        self.page = self._send("POST", str(form["action"]), fields | chosen)
        return self.page

    def sign_in(self, path: str, *presses: str) -> str:
        """Sign in and return the code."""
        self.open(path)
        for label in presses:
            self.press(label)
        return self.page.parameters["code"]


def visitor(client: FlaskClient) -> Visitor:
    def send(method: str, path: str, fields: Mapping[str, str]) -> Page:
        query, form = (fields, None) if method == "GET" else (None, fields)
        response = client.open(path, method=method, query_string=query, data=form)
        return Page(response.status_code, response.text, response.location or "")

    return Visitor(send)


@dataclass
class Application:
    """An OAuth client that signs people in and calls the API."""

    client: FlaskClient

    def grant(self, **fields: str) -> TestResponse:
        return self.client.post(GRANT, json=CREDENTIALS | fields)

    def redeem(self, code: str, redirect_uri: str = CALLBACK) -> TestResponse:
        return self.grant(grant_type="authorization_code", code=code, redirect_uri=redirect_uri)

    def refresh(self, refresh_token: str) -> TestResponse:
        return self.grant(grant_type="refresh_token", refresh_token=refresh_token)

    def sign_in(self, login: str) -> dict[str, str]:
        answer = self.grant(grant_type="password", username=login, password="sandbox")
        assert answer.status_code == 200
        tokens: dict[str, str] = answer.get_json()
        return tokens

    def call(self, path: str, token: str, method: str = "GET", **options: Any) -> TestResponse:
        return self.client.open(path, method=method, headers={"Authorization": f"OAuth {token}"}, **options)

    def can_read(self, tokens: dict[str, str]) -> bool:
        return self.call("/v1/my/contact", tokens["access_token"]).status_code == 200

    def read(self, path: str, login: str) -> list[dict[str, Any]]:
        """The results of a GET after a new sign-in."""
        answer = self.call(path, self.sign_in(login)["access_token"])
        assert answer.status_code == 200, answer.text
        results: list[dict[str, Any]] = answer.get_json()["D"]["Results"]
        return results


def duration(action: Callable[[], object]) -> float:
    began = monotonic()
    action()
    return monotonic() - began
