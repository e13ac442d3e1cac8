"""The learner's `callback.py`, under attack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
import requests

from tests.servers import Server, Visitor

NEW_STATE = "Make the state with secrets.token_urlsafe(32) in sign_in, and keep it in this browser's session."


@pytest.fixture
def portal(load: Callable[[str], ModuleType], sandbox: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The learner's portal, at an address that the sandbox knows."""
    server = Server()
    monkeypatch.setenv("SPARK", sandbox.url)
    module = load("callback")
    module.CLIENT["redirect_uri"] = f"{server.url}/auth/callback"
    with server.serving(module.app):
        yield server


@pytest.fixture
def pat(portal: Server) -> Visitor:
    return Visitor(portal.url)


def came_back(visitor: Visitor, wanted: str = "/") -> str:
    """The callback's address that Spark sends this browser to; not yet followed."""
    visitor.get(f"/sign-in?next={quote(wanted, safe='')}")
    visitor.press("Pat")
    return str(visitor.press("Allow", False).headers["Location"])


def state_of(callback: str) -> str:
    return parse_qs(urlsplit(callback).query).get("state", [""])[0]


def grants(sandbox: Server) -> int:
    calls: list[dict[str, Any]] = requests.get(f"{sandbox.url}/sandbox/seen", timeout=10).json()
    return sum(1 for call in calls if call["path"] == "/v1/oauth2/grant")


def test_pat_comes_back_to_the_page_that_was_wanted(pat: Visitor) -> None:
    pat.get(came_back(pat, "/homes/7"))
    assert pat.page.text == "Signed in. Home 7", (
        f"callback.py: who asked for /homes/7 must end there, signed in; the page says {pat.page.text[:80]!r}."
    )


def test_the_state_is_random_and_tells_nothing(portal: Server) -> None:
    states = [state_of(came_back(Visitor(portal.url), "/homes/7")) for _ in range(2)]
    assert states[0] != states[1], f"callback.py: two browsers were sent off with one state, {states[0]!r}. {NEW_STATE}"
    assert all(len(state) >= 22 and "homes" not in state for state in states), (
        f"callback.py: the state {states[0]!r} can be guessed, or tells the page. Keep the page in the session, too."
    )


def test_a_forged_state_is_refused(pat: Visitor, portal: Server, sandbox: Server) -> None:
    code = parse_qs(urlsplit(came_back(Visitor(portal.url))).query)["code"][0]
    came_back(pat)
    for state in ("/", "forged", ""):
        pat.get(f"/auth/callback?{urlencode({'code': code, 'state': state})}")
        refused(pat, f"the state {state!r}, which Pat's browser was never sent off with. {NEW_STATE}")
    assert grants(sandbox) == 0, (
        "callback.py: check the state before you exchange the code; Spark was asked all the same."
    )


def test_a_callback_without_state_is_refused(pat: Visitor) -> None:
    address = came_back(pat)
    pat.get(f"/auth/callback?code={parse_qs(urlsplit(address).query)['code'][0]}")
    refused(pat, "no state at all. We always send one, and Spark hands it back.")


def test_a_state_works_once(pat: Visitor, sandbox: Server) -> None:
    address = came_back(pat)
    pat.get(address)
    assert "Signed in" in pat.page.text, (
        f"callback.py: the first time, the callback must sign in; {pat.page.text[:80]!r}."
    )
    pat.get(address)
    refused(pat, "the same state a second time. Take it out of the session (pop) when it is used.")
    assert grants(sandbox) == 1, "callback.py: the replayed code went to Spark again. Look for the state before that."


def test_a_callback_in_another_browser_is_refused(pat: Visitor, portal: Server) -> None:
    address = came_back(pat)
    other = Visitor(portal.url)
    came_back(other)
    other.get(address)
    refused(
        other, "the state of another browser. Look it up in the session of the browser that sends it, nowhere else."
    )


def test_nobody_is_sent_to_another_site(portal: Server) -> None:
    for evil in ("https://evil.example/", "//evil.example/", r"/\evil.example", r"\\evil.example", "/\t/evil.example"):
        visitor = Visitor(portal.url)
        visitor.get(came_back(visitor, evil), allow_redirects=False)
        to = visitor.page.headers.get("Location", "")
        assert to in {"/", f"{portal.url}/"}, (
            f"callback.py: with next={evil!r} the visitor is sent to {to!r}, right after a sign-in that they trust. "
            "A page of ours begins with one slash, then neither a slash nor a backslash, and has no "
            "tabs or line ends, which browsers drop; else go to /."
        )


def test_two_tabs_end_on_their_own_pages(pat: Visitor) -> None:
    tabs = [came_back(pat, "/homes/1"), came_back(pat, "/homes/2")]
    pages = [pat.get(address).text for address in tabs]
    assert pages == ["Signed in. Home 1", "Signed in. Home 2"], (
        f"callback.py: two tabs signed in at once, for home 1 and home 2; they end with {pages}. "
        "Keep one entry a state, and do not forget the others when one of them is used."
    )


def test_a_consent_that_is_refused_ends_the_attempt(pat: Visitor) -> None:
    address = came_back(pat)
    pat.get(f"/auth/callback?error=access_denied&state={quote(state_of(address), safe='')}")
    assert pat.page.status_code == 400, (
        f"callback.py: ...?error=access_denied must end with 400; {pat.page.status_code}."
    )
    assert "Signed in" not in pat.get("/").text, "callback.py: Pat did not allow it, and is signed in all the same."


def refused(visitor: Visitor, what: str) -> None:
    assert visitor.page.status_code == 400, f"callback.py: the callback accepts {what}"
