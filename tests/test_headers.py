"""What every answer tells browsers: each page, signed in or not, whatever becomes of it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from werkzeug.routing import Rule

from app import templating
from app.config import ROOT
from tests.conftest import Start
from tests.servers import Server, Visitor

PRODUCTION = {
    "app_env": "production",
    "spark_redirect_uri": "https://homes.example/auth/callback",
    "agent_phone": "701-555-0142",
}
FILLED = {"filename": "css/portal.css", "portal": "danalee", "number": 1}
PAGES = ("/", "/home", "/search", "/saved", "/searches", "/open-houses", "/ask", "/account", "/privacy", "/terms")


@pytest.fixture(params=["nobody", "a consumer"])
def anybody(request: pytest.FixtureRequest, visitor: Visitor) -> Visitor:
    if request.param == "a consumer":
        visitor.sign_in()
    return visitor


def asked(visitor: Visitor, rules: Iterator[Rule]) -> Iterator[tuple[str, Rule, requests.Response]]:
    for rule in rules:
        path = rule.rule
        for argument in rule.arguments:
            path = path.replace(next(part for part in path.split("/") if f"{argument}>" in part), _filled(argument))
        for method in sorted({"GET", "POST"} & (rule.methods or set())):
            answer = visitor.http.request(method, visitor.home + path, allow_redirects=False, timeout=10)
            yield method, rule, answer


def _filled(argument: str) -> str:
    return str(FILLED.get(argument, "20240101000000000001000000"))


def test_every_page_says_what_may_be_kept(portal: Server, anybody: Visitor) -> None:
    signed_in = bool(anybody.answers)
    for method, rule, answer in asked(anybody, portal.app.url_map.iter_rules()):
        kept = answer.headers["Cache-Control"]
        assert kept == _may_be_kept(method, rule, signed_in), f"{method} {rule.rule}: {kept}"


def _may_be_kept(method: str, rule: Rule, signed_in: bool) -> str:
    if rule.endpoint == "static":
        return "no-cache"
    if rule.rule.startswith(("/auth/", "/sign-in/password")):
        return "no-store"
    if method == "POST" or (signed_in and not rule.rule.startswith("/health/")):
        return "private, no-store"
    return "private, no-cache"


def test_every_answer_has_its_headers(portal: Server, anybody: Visitor) -> None:
    seen = set()
    for _, rule, answer in asked(anybody, portal.app.url_map.iter_rules()):
        seen.add(answer.status_code // 100)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert {"camera=()", "payment=()", "usb=()"} <= set(answer.headers["Permissions-Policy"].split(", "))
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        told = "no-referrer" if rule.rule.startswith("/auth/") else "strict-origin-when-cross-origin"
        assert answer.headers["Referrer-Policy"] == told
        assert "Strict-Transport-Security" not in answer.headers, "this site is on plain http"
    assert {2, 3, 4} <= seen, "pages, redirects and errors alike"


def test_a_site_on_https_says_so_on_every_answer(start_portal: Start) -> None:
    portal = start_portal(**PRODUCTION)
    for path, host in (("/", "homes.example"), ("/", "x.example"), ("/nothing", "homes.example"), ("/health/live", "")):
        answer = requests.get(portal.url + path, headers={"Host": host} if host else {}, timeout=5)
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_a_file_is_kept_for_ever_under_the_address_of_its_content(visitor: Visitor) -> None:
    sheet = str(visitor.get("/") and visitor.soup.select("link[rel=stylesheet]")[0]["href"])
    answer = visitor.get(sheet)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    again = visitor.get(sheet, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, "public, max-age=31536000, immutable")


@pytest.mark.parametrize("address", ["/static/css/portal.css?v=0123456789ab", "/static/css/portal.css"])
def test_while_another_version_runs_beside_it_a_file_of_the_other_is_not_kept(visitor: Visitor, address: str) -> None:
    assert visitor.get(address).headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("way", ["none/../css/portal.css", "css/portal.css/none/..", "css/../css/portal.css"])
def test_a_file_is_found_by_any_way_to_it_and_none_is_remembered(portal: Server, way: str) -> None:
    """Browsers shorten an address before they ask for it; others need not, and there is no end of ways."""
    visitor, kept = portal.app.test_client(), []
    for path in ("css/portal.css", way):
        with visitor.get(f"/static/{path}") as answer:
            assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
        kept.append(templating._digest.cache_info().currsize)
    assert kept[0] == kept[1]


def test_a_missing_file_is_an_error_like_any_other(visitor: Visitor) -> None:
    missing = visitor.get("/static/css/none.css?v=0123456789ab")
    assert (missing.status_code, missing.headers["Cache-Control"]) == (404, "private, no-cache")


def test_the_browser_forgets_what_it_kept_at_sign_out(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.press("Sign out", False)
    assert visitor.page.headers["Clear-Site-Data"] == '"cache"'


def test_photos_come_from_the_named_hosts_only(start_portal: Start) -> None:
    portal = start_portal(image_hosts="https://cdn.example.com\n https://*.photos.example.com:8443")
    policy = requests.get(portal.url, timeout=5).headers["Content-Security-Policy"]
    [images] = [rule for rule in policy.split("; ") if rule.startswith("img-src")]
    assert images.startswith(
        "img-src 'self' https://cdn.example.com https://*.photos.example.com:8443 http://127.0.0.1"
    )
    assert "https:" not in images.split()


def test_a_page_loads_no_more_than_15_kb_of_style_and_12_kb_of_script(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.get("/search")
    home = str(visitor.soup.select("a[href^='/homes/']")[0]["href"])
    for page in (*PAGES, home):
        visitor.get(page)
        assert _weight(str(link["href"]) for link in visitor.soup.select("link[rel=stylesheet]")) <= 15 * 1024
        assert _weight(str(script["src"]) for script in visitor.soup.select("script[src]")) <= 12 * 1024


def test_all_pages_together_load_no_more() -> None:
    styles = [f"/static/css/{path.name}" for path in (ROOT / "static" / "css").glob("*.css")]
    assert _weight(iter(styles)) <= 15 * 1024
    assert _weight(f"/static/js/{path.name}" for path in (ROOT / "static" / "js").glob("*.js")) <= 12 * 1024


def _weight(addresses: Iterator[str]) -> int:
    """As sent, in bytes."""
    return sum(len(gzip.compress(Path(f"{ROOT}{urlsplit(address).path}").read_bytes())) for address in addresses)


def test_the_address_of_a_file_changes_with_it(visitor: Visitor) -> None:
    visitor.get("/")
    addresses = [str(link["href"]) for link in visitor.soup.select("link[rel=stylesheet], link[rel=icon]")]
    assert len({parse_qs(urlsplit(address).query)["v"][0] for address in addresses}) == len(addresses)
