"""Nobody copies the homes page by page."""

from __future__ import annotations

import re

import pytest
from limits import RateLimitItemPerMinute

from app.pages import pace
from sandbox.homes import QUIRKS
from tests.live import Server, Visitor


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    assert pace.MOST.amount == 90
    monkeypatch.setattr(pace, "MOST", RateLimitItemPerMinute(5))


def test_a_session_that_reads_too_fast_is_asked_to_wait(visitor: Visitor, portal: Server, sandbox: Server) -> None:
    visitor.sign_in()
    for number in range(2, 6):
        assert visitor.get(f"/search?page={number}").status_code == 200
    visitor.http.delete(f"{sandbox.url}/sandbox/seen")
    answer = visitor.get("/search?page=6")
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert re.search(r"Please go on in \d+ seconds\.", visitor.text("main"))
    assert visitor.soup.select_one("main a[href='/search?page=6']")
    assert visitor.http.get(f"{sandbox.url}/sandbox/seen").json() == []
    assert visitor.get("/account").status_code == 200
    other = Visitor(portal.url)
    other.sign_in()
    assert other.path == "/home"
    assert other.page.status_code == 200


def test_who_is_not_signed_in_is_asked_to_sign_in_however_often(visitor: Visitor) -> None:
    for _ in range(8):
        assert visitor.get("/search", allow_redirects=False).status_code == 302


def test_the_home_that_one_asks_about_counts_too(visitor: Visitor) -> None:
    visitor.sign_in()
    asked = [visitor.get(f"/ask?home={QUIRKS['million']}").status_code for _ in range(5)]
    assert asked == [200, 200, 200, 200, 429]


PAGES = ["/home", "/search", f"/homes/{QUIRKS['million']}", "/saved", "/searches", "/open-houses"]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_with_homes_counts(path: str, visitor: Visitor) -> None:
    visitor.sign_in()  # which ends on one
    assert [visitor.get(path).status_code for _ in range(5)] == [200, 200, 200, 200, 429]


def test_what_is_pressed_is_never_too_fast(visitor: Visitor) -> None:
    visitor.sign_in()
    token = str(visitor.soup.select("input[name=csrf_token]")[0]["value"])
    fields = {"csrf_token": token, "home": QUIRKS["million"], "do": "save"}
    pressed = [visitor.post("/saved", fields, allow_redirects=False).status_code for _ in range(8)]
    assert set(pressed) == {303}
