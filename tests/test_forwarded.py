"""A class that has browsers only: the dev container runs both servers, and a service forwards their ports over https.

What the service does is told by `Forwarding`; the service itself cannot be had here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from dotenv import dotenv_values
from requests.adapters import HTTPAdapter

from app.config import ROOT
from tests.servers import Visitor, free_port
from tests.start import wait_for

ADDRESS = re.compile(r"https://octocat-laughing-broccoli-(\d+)\.app\.github\.dev(?=/)")


class Forwarding(HTTPAdapter):
    """`https://<name>-<port>.<domain>` leads to that port of the container, where `Host` is `localhost:<port>`."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        inside = request.copy()
        inside.url = ADDRESS.sub(r"http://localhost:\1", request.url or "")
        response = super().send(inside, *args, **kwargs)
        response.url, response.request = request.url or "", request
        return response


@pytest.fixture
def codespace(tmp_path: Path) -> dict[str, str]:
    """The environment of its terminal, and the settings that the container's script finds out."""
    ports = {"PORT": str(free_port()), "SANDBOX_PORT": str(free_port())}
    named = {
        "CODESPACE_NAME": "octocat-laughing-broccoli",
        "GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN": "app.github.dev",
    }
    _find_addresses(tmp_path, ports | named)
    found = dotenv_values(tmp_path / ".env")
    return ports | {name: value or "" for name, value in found.items()}


@pytest.fixture
def visitor(codespace: dict[str, str], tmp_path: Path) -> Iterator[Visitor]:
    variables = os.environ | codespace | {"DATABASE_URL": f"sqlite:///{tmp_path / 'portal.db'}"}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "demo"]
    with subprocess.Popen(command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, text=True) as demo:
        try:
            wait_for(int(codespace["PORT"]), demo)
            visitor = Visitor(codespace["SPARK_REDIRECT_URI"].removesuffix("/auth/callback"))
            visitor.http.mount("https://", Forwarding())
            yield visitor
        finally:
            demo.terminate()


def test_sign_in_works_through_forwarded_addresses(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.press("I agree", agree="yes")
    assert "Pat" in visitor.h1
    hosts = {urlsplit(answer.url).netloc for answer in visitor.answers}
    assert len(hosts) == 2, f"both servers, and only as they are seen from outside: {hosts}"
    assert not [answer.url for answer in visitor.answers if "http://" in answer.headers.get("Location", "")]


def test_its_cookie_is_for_https_and_this_address_only(visitor: Visitor) -> None:
    visitor.sign_in()
    given = [answer.headers["Set-Cookie"] for answer in visitor.answers if "Set-Cookie" in answer.headers]
    [session] = {cookie.partition("=")[0] for cookie in given if "session" in cookie.partition("=")[0]}
    assert session == "__Host-session"
    for cookie in given:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; ")), cookie
        assert "Domain" not in cookie


def test_photos_come_from_the_forwarded_sandbox(visitor: Visitor, codespace: dict[str, str]) -> None:
    visitor.sign_in(wanted="/search")
    visitor.press("I agree", agree="yes")
    visitor.get("/search")
    photo = visitor.soup.select_one("main img")
    assert photo
    assert str(photo["src"]).startswith(codespace["SPARK_SIGN_IN_URL"] + "/")
    assert visitor.get(str(photo["src"])).headers["Content-Type"].startswith("image/")


def test_sign_out_works_there(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.press("I agree", agree="yes")
    visitor.get("/account")
    visitor.press("Sign out")
    assert visitor.get("/search").url != f"{visitor.home}/search"


@pytest.mark.parametrize(
    "settings", ["SPARK_CLIENT_ID=mine\n", "SPARK_REDIRECT_URI=https://homes.example/auth/callback\n"]
)
def test_settings_of_ones_own_are_left_alone(settings: str, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(settings, encoding="utf-8")
    _find_addresses(tmp_path, {"CODESPACE_NAME": "octocat"})
    assert (tmp_path / ".env").read_text(encoding="utf-8") == settings


def test_elsewhere_nothing_is_set(tmp_path: Path) -> None:
    _find_addresses(tmp_path, {"CODESPACE_NAME": ""})
    assert not (tmp_path / ".env").exists()


def _find_addresses(folder: Path, variables: dict[str, str]) -> None:
    script = ROOT / ".devcontainer" / "addresses.py"
    subprocess.run([sys.executable, script], cwd=folder, env=os.environ | variables, check=True, capture_output=True)
