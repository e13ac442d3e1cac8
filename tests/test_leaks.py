"""A whole visit, and then a search for its secrets in everything that was written or sent."""

from __future__ import annotations

import io
import json
import logging
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from werkzeug.serving import make_server

from app.spark.client import SparkApi, SparkClient
from app.spark.oauth_client import TokenPair
from app.spark.transport import SparkOAuthSession
from tests.conftest import SECRET
from tests.servers import Server, Visitor


@pytest.fixture
def grants(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, str]]:
    """What the grants of this visit answered, overheard in the client."""
    heard: list[dict[str, str]] = []
    send = SparkOAuthSession.request

    def overhear(self: SparkOAuthSession, *args: object, **kwargs: object) -> requests.Response:
        response: requests.Response = send(self, *args, **kwargs)
        if response.url.endswith("/v1/oauth2/grant"):
            heard.append(response.json())
        return response

    monkeypatch.setattr(SparkOAuthSession, "request", overhear)
    return heard


def test_no_secret_of_a_visit_is_left_anywhere(
    visitor: Visitor, portal: Server, sandbox: Server, log: io.StringIO, grants: list[dict[str, str]], tmp_path: Path
) -> None:
    back = visitor.come_back()
    code = parse_qs(urlsplit(back).query)["code"][0]
    before = visitor.http.cookies.copy()
    visitor.get(back)
    cookie = next(iter(visitor.http.cookies)).value or ""
    for path in ("/home", "/search", "/search?page=2", "/nothing", "/homes/1"):
        visitor.get(path)
    visitor.get(back)
    thief = Visitor(portal.url)
    thief.get(back)
    visitor.get("/home")
    visitor.press("Sign out")

    secrets = {
        "access token": grants[0]["access_token"],
        "refresh token": grants[0]["refresh_token"],
        "client secret": "sandbox-secret",
        "secret key": SECRET,
        "code": code,
    }
    cookies = {"cookie": cookie, "cookie before sign-in": next(iter(before)).value or ""}
    assert all(len(value) > 10 for value in (secrets | cookies).values())
    texts = {f"answer {a.url}": a.text + json.dumps(dict(a.headers)) for a in from_portal(visitor, thief, portal)}
    texts |= {"browser": json.dumps([vars(c) for c in visitor.http.cookies], default=str)}
    for name, value in secrets.items():
        for where, text in texts.items():
            assert value not in text, f"the {name} is in {where}"
    for name, value in (secrets | cookies).items():
        assert value not in log.getvalue(), f"the {name} is in the log"
        for file in tmp_path.glob("portal.db*"):
            assert value.encode() not in file.read_bytes(), f"the {name} is in {file.name}"
        for answer in from_portal(visitor, thief, portal):
            assert value not in answer.text, f"the {name} is in the page {answer.url}"


def from_portal(visitor: Visitor, thief: Visitor, portal: Server) -> list[requests.Response]:
    return [answer for answer in (*visitor.answers, *thief.answers) if answer.url.startswith(portal.url)]


def test_a_traceback_is_logged_without_its_secrets(log: io.StringIO) -> None:
    def fail() -> None:
        raise RuntimeError("GET /v1/oauth2/token/abc123def?code=xyz789 Access_Token='s3cr3t'")

    try:
        fail()
    except RuntimeError:
        logging.getLogger("app").exception("state=abcdef failed")
    written = log.getvalue()
    assert "RuntimeError" in written
    for secret in ("abc123def", "xyz789", "s3cr3t", "abcdef"):
        assert secret not in written


@pytest.mark.parametrize("address", ["/callback?code=ab'hidden", '/x?code="hidden', "/x?'&c%6fde=hidden", "/?;hidden"])
def test_no_part_of_a_query_is_logged(address: str, log: io.StringIO) -> None:
    logging.getLogger("app").warning('"GET %s HTTP/1.1" 200', address)
    assert "hidden" not in log.getvalue()
    assert 'HTTP/1.1" 200' in log.getvalue()


def test_the_development_server_writes_no_lines_of_its_own(portal: Server, capfd: pytest.CaptureFixture[str]) -> None:
    server = make_server("127.0.0.1", 0, portal.app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    requests.get(f"http://127.0.0.1:{server.server_port}/nothing?x=hidden", timeout=5)
    server.shutdown()
    server.server_close()
    (line,) = capfd.readouterr().err.splitlines()
    assert "GET /nothing 404" in line
    assert "hidden" not in line


def test_tokens_that_are_printed_hide_themselves() -> None:
    assert "s3cr3t" not in repr(TokenPair("s3cr3t", "s3cr3t"))


def test_a_hostile_address_is_blanked_at_once(log: io.StringIO) -> None:
    began = time.monotonic()
    logging.getLogger("app").warning("GET /%s", "?" * 60_000)
    assert time.monotonic() - began < 0.5


def test_a_client_that_is_printed_hides_its_token() -> None:
    assert "s3cr3t" not in repr(SparkClient(SparkApi("https://sparkapi.com"), "s3cr3t"))
