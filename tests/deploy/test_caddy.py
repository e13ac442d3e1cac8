"""Caddy, with the Caddyfile that compose.yaml gives it, before a real gunicorn."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
from urllib.parse import urlsplit

import pytest
import requests

from tests.deploy.caddy import CADDYFILE, Proxy
from tests.machine import Machine
from tests.servers import Visitor


def test_a_consumer_signs_in_over_https(visitor: Visitor) -> None:
    assert urlsplit(visitor.page.url).scheme == "https"
    assert "Pat" in visitor.h1
    assert "__Host-session" in visitor.http.cookies
    assert not [answer.url for answer in visitor.answers if "http://localhost" in answer.headers.get("Location", "")]


def test_plain_http_is_led_to_https(proxy: Proxy) -> None:
    answer = requests.get(f"http://localhost:{proxy.http}/p/danalee", allow_redirects=False, timeout=5)
    assert answer.status_code == 308
    assert answer.headers["Location"] == "https://localhost/p/danalee", "the port here stands for the usual one"


@pytest.mark.parametrize("accepted", ["gzip", "zstd"])
def test_pages_and_sheets_are_compressed(visitor: Visitor, accepted: str) -> None:
    visitor.get("/search")
    for address in ("/search", sheet(visitor)):
        headers = visitor.http.get(
            visitor.home + address, headers={"Accept-Encoding": accepted}, stream=True, timeout=10
        ).headers
        assert headers["Content-Encoding"] == accepted
        assert "Accept-Encoding" in headers["Vary"]


def test_the_portals_headers_arrive(visitor: Visitor) -> None:
    page = visitor.get("/search")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Strict-Transport-Security"]
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "immutable" in visitor.get(sheet(visitor)).headers["Cache-Control"]
    assert "Server" not in page.headers


def test_a_visitors_own_reference_is_not_taken(visitor: Visitor, machine: Machine) -> None:
    page = visitor.get("/search", headers={"X-Request-Id": "somebody-elses"})
    assert re.fullmatch(r"[0-9a-f]{8}", page.headers["X-Request-Id"])
    assert page.headers["X-Request-Id"] in machine.log.read_text(encoding="utf-8")


def test_a_form_without_end_is_not_even_read(visitor: Visitor) -> None:
    answer = visitor.post("/sign-in", {"portal": "x" * 2_000_000})
    assert (answer.status_code, answer.text) == (413, "413 Request Entity Too Large")


def test_while_the_portal_restarts_visitors_wait(visitor: Visitor, machine: Machine) -> None:
    machine.stop()
    machine.launch()
    assert visitor.get("/search").status_code == 200
    assert "Pat" in visitor.get("/home").text


def test_caddy_writes_no_addresses_down(proxy: Proxy, visitor: Visitor) -> None:
    visitor.get("/search?city=Fargo")
    log = proxy.trusted.parents[3] / "caddy.log"
    assert "Fargo" not in log.read_text(encoding="utf-8")
    assert "code=" not in log.read_text(encoding="utf-8")


def test_it_is_written_as_caddy_writes_it(proxy: Proxy) -> None:
    assert subprocess.run(["caddy", "fmt", str(CADDYFILE)], capture_output=True, check=True).stdout == (
        CADDYFILE.read_bytes()
    )


def test_when_it_is_away_a_calm_page_says_so(visitor: Visitor, machine: Machine) -> None:
    machine.stop()
    page = visitor.get("/search?city=Fargo")
    assert (page.status_code, visitor.h1) == (503, "Back in a moment")
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Refresh"] == page.headers["Retry-After"] == "15"
    assert page.headers["Content-Type"].startswith("text/html")
    assert visitor.soup.select("[src], link") == [], "it stands for itself"
    assert style_hash(page.text) in page.headers["Content-Security-Policy"]


def sheet(visitor: Visitor) -> str:
    return str(visitor.soup.select("link[rel=stylesheet]")[0]["href"])


def style_hash(page: str) -> str:
    style = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)[0]
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
