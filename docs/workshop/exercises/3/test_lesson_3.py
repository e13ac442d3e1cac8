"""The learner's `app.py`: what a browser gets to keep, and what it opens."""

from __future__ import annotations

import base64
import re
import zlib
from collections.abc import Callable, Iterator
from types import ModuleType
from urllib.parse import unquote

import pytest
import requests

from tests.servers import Server, Visitor


@pytest.fixture
def portal(load: Callable[[str], ModuleType], sandbox: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The learner's portal, at an address that the sandbox knows."""
    server = Server()
    monkeypatch.setenv("SPARK", sandbox.url)
    module = load("app")
    module.CLIENT["redirect_uri"] = f"{server.url}/auth/callback"
    with server.serving(module.app):
        yield server


@pytest.fixture
def pat(portal: Server) -> Visitor:
    """Pat's browser, signed in."""
    return signed_in(Visitor(portal.url))


def signed_in(visitor: Visitor) -> Visitor:
    visitor.get("/sign-in")
    visitor.press("Pat")
    visitor.press("Allow")
    return visitor


def test_pat_signs_in_and_out(pat: Visitor) -> None:
    assert "Welcome, Pat Olsen" in pat.page.text, f"app.py: after signing in, / must welcome Pat; it says: {words(pat)}"
    pat.post("/sign-out")
    assert "Welcome" not in pat.get("/").text, "app.py: after POST /sign-out the portal still welcomes Pat."


def test_no_token_is_in_a_cookie(pat: Visitor, tokens: Callable[[], set[str]]) -> None:
    readable = [text for cookie in cookies(pat) for text in readings(cookie)]
    assert not any(token in text for token in tokens() for text in readable), (
        "app.py: Spark's tokens can be read in the cookie with base64. Keep them in the portal's memory "
        "(a dictionary will do), and give the browser nothing but a random id to find them by."
    )


def test_the_cookie_is_a_random_id(pat: Visitor, portal: Server) -> None:
    another = signed_in(Visitor(portal.url))
    ids = [only(pat), only(another)]
    assert ids[0] != ids[1], "app.py: two browsers got the same id. Make it with secrets.token_urlsafe(32)."
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{22,86}", each) for each in ids), (
        f"app.py: the cookie must be one random id such as secrets.token_urlsafe(32), and tell nothing; not {ids[0]!r}."
    )


def test_a_script_cannot_read_the_cookie_and_other_sites_cannot_send_it(pat: Visitor) -> None:
    cookie, *rest = given(pat)[-1].split(";")
    name, flags = cookie.partition("=")[0], [part.strip().lower() for part in rest]
    assert "httponly" in flags, f"app.py: set the cookie {name!r} with httponly=True, so that no script can read it."
    assert "samesite=lax" in flags, (
        f"app.py: set the cookie {name!r} with samesite='Lax': it comes along when Spark sends the browser back, "
        "but not with another site's forms."
    )


def test_sign_in_gives_a_new_id(portal: Server, pat: Visitor) -> None:
    name = next(iter(pat.http.cookies.keys()))
    visitor = Visitor(portal.url)
    visitor.get("/sign-in")
    before = visitor.http.cookies.get(name, domain="127.0.0.1")
    visitor.press("Pat")
    visitor.press("Allow")
    assert visitor.http.cookies.get(name) != before, "app.py: give the browser a new id when it has signed in."
    assert "Welcome" not in opened_by(before, name, portal), (
        "app.py: the id from before the sign-in opens Pat's session. Whoever planted it there is signed in as Pat."
    )


def test_an_id_that_somebody_made_up_opens_nothing(portal: Server, pat: Visitor) -> None:
    name = next(iter(pat.http.cookies.keys()))
    visitor = Visitor(portal.url)
    visitor.http.cookies.set(name, "planted", domain="127.0.0.1", path="/")
    signed_in(visitor)
    assert "Welcome" not in opened_by("planted", name, portal), (
        "app.py: an id that came from outside was accepted as a session's. Only ids that the portal made may be one."
    )


def test_after_sign_out_a_stolen_cookie_opens_nothing(portal: Server, pat: Visitor) -> None:
    name, stolen = next(iter(pat.http.cookies.items()))
    assert "Welcome" in opened_by(stolen, name, portal), "app.py: before sign-out the cookie must open the session."
    pat.post("/sign-out")
    assert "Welcome" not in opened_by(stolen, name, portal), (
        "app.py: a copy of the cookie still opens Pat's session after sign-out. "
        "To take the cookie from the browser is not enough: sign-out must forget the session in the portal."
    )


def opened_by(value: str | None, name: str, portal: Server) -> str:
    return requests.get(portal.url, cookies={name: value or ""}, timeout=10).text


def only(visitor: Visitor) -> str:
    assert len(visitor.http.cookies) == 1, f"app.py: one cookie is enough; the browser has {len(visitor.http.cookies)}."
    return cookies(visitor)[0]


def cookies(visitor: Visitor) -> list[str]:
    found = [value or "" for value in visitor.http.cookies.values()]
    assert found, "app.py: after signing in the browser has no cookie. How will the portal know it again?"
    return found


def given(visitor: Visitor) -> list[str]:
    """The Set-Cookie headers that came with a value."""
    every = [line for answer in visitor.answers for line in answer.raw.headers.getlist("Set-Cookie")]
    sent = [line for line in every if re.match("[^=]+=[^;]", line)]
    assert sent, "app.py: the portal sets no cookie."
    return sent


def readings(cookie: str) -> list[str]:
    """The cookie, and what its parts say in base64, unpacked where they are packed as Flask packs them."""
    found = [cookie, unquote(cookie)]
    for part in cookie.split("."):
        letters = re.sub(r"[^A-Za-z0-9_-]", "", part)
        raw = base64.urlsafe_b64decode(letters[: len(letters) - (len(letters) % 4 == 1)] + "==")
        found.append(raw.decode("latin-1"))
        try:
            found.append(zlib.decompress(raw).decode("latin-1"))
        except zlib.error:
            continue
    return found


def words(visitor: Visitor) -> str:
    return " ".join(visitor.soup.get_text(" ").split())[:200]
