"""Signing out in another browser, and in all: from /account, over HTTP against the sandbox."""

from __future__ import annotations

import time

import pytest
import requests
import sqlalchemy as sa

from app.db import Database, sessions
from tests.auth.conftest import Misbehave, misbehave
from tests.caches import forget_page_contexts
from tests.servers import Server, Visitor
from tests.views.browsers import FIREFOX, IPHONE, SignedIn, is_signed_in, places, signed_in

__all__ = ["misbehave", "signed_in"]


def test_signing_out_there_is_final_at_once(signed_in: SignedIn, sandbox: Server) -> None:
    here, there = signed_in(), signed_in(user_agent=FIREFOX)
    here.get("/account")
    here.press("Sign out there")
    assert here.path == "/account"
    assert "That browser is signed out" in here.text("main [role=status]")
    assert len(places(here)) == 1
    assert not is_signed_in(there)
    assert deleted_at_spark(sandbox, 1)
    assert is_signed_in(here)


def test_only_the_chosen_one_ends(signed_in: SignedIn) -> None:
    here, firefox, iphone = signed_in(), signed_in(user_agent=FIREFOX), signed_in(user_agent=IPHONE)
    here.get("/account")
    here.press("Firefox on Windows")
    assert [is_signed_in(visitor) for visitor in (here, firefox, iphone)] == [True, False, True]


def test_signing_out_everywhere_ends_this_one_too(signed_in: SignedIn, sandbox: Server, database: Database) -> None:
    here, stranger = signed_in(), signed_in("Sam")
    others = [signed_in() for _ in range(3)]
    here.get("/account")
    here.press("Sign out everywhere")
    assert (here.path, here.h1) == ("/sign-out", "You are signed out of this site.")
    assert not here.http.cookies
    assert [is_signed_in(visitor) for visitor in (here, *others)] == [False] * 4
    assert is_signed_in(stranger)
    assert deleted_at_spark(sandbox, 4)
    with database.engine.connect() as connection:
        assert len(connection.execute(sa.select(sessions)).all()) == 1


def test_nobody_can_end_anothers_sign_in(signed_in: SignedIn) -> None:
    sam, sam_too, pat = signed_in("Sam"), signed_in("Sam"), signed_in("Pat")
    sam.get("/account")
    button = sam.soup.select_one("button[name=there]")
    assert button
    end(pat, there=str(button["value"]))
    assert pat.path == "/account"
    assert pat.text("main [role=status]") == ""
    assert is_signed_in(sam_too)


@pytest.mark.parametrize("wrong", ["", "x", "0" * 64, "%00", "é"])
def test_a_wrong_handle_ends_nothing(wrong: str, signed_in: SignedIn) -> None:
    here, there = signed_in(), signed_in()
    end(here, there=wrong)
    assert here.path == "/account"
    assert is_signed_in(there)
    assert is_signed_in(here)


def test_the_page_holds_no_rows_key(signed_in: SignedIn, database: Database) -> None:
    here = signed_in()
    signed_in()
    page = here.get("/account").text
    with database.engine.connect() as connection:
        keys = connection.execute(sa.select(sessions.c.id)).scalars().all()
    assert len(keys) == 2
    assert not [key for key in keys if key.hex() in page]
    end(here, there=keys[0].hex())
    end(here, there=keys[1].hex())
    assert len(places(here)) == 2


def test_a_form_without_its_token_ends_nothing(signed_in: SignedIn) -> None:
    here, there = signed_in(), signed_in()
    assert here.post("/account", {"everywhere": ""}).status_code == 400
    assert is_signed_in(here)
    assert is_signed_in(there)


def test_who_was_signed_out_there_is_asked_to_sign_in(signed_in: SignedIn) -> None:
    here, there = signed_in(), signed_in()
    here.get("/account")
    there.get("/account")
    here.press("Sign out there")
    there.press("Sign out there")
    assert there.page.status_code == 403
    assert "Please sign in" in there.text(".notice")
    assert is_signed_in(here)


def test_this_sign_in_is_shown_while_flexmls_does_not_say_whose(
    visitor: Visitor, signed_in: SignedIn, misbehave: Misbehave
) -> None:
    other = signed_in()
    misbehave("api", "500", path="/v1/consumers/me", times=None)
    visitor.sign_in()
    visitor.get("/account")
    assert len(places(visitor)) == 1
    assert "cannot be listed right now" in visitor.text("main .notice")
    end(visitor, everywhere="")
    assert visitor.path == "/account"
    assert is_signed_in(visitor)
    assert is_signed_in(other)


def end(visitor: Visitor, **fields: str) -> requests.Response:
    """Send the form of /account with these fields, whatever buttons the page has."""
    token = visitor.soup.select_one("input[name=csrf_token]")
    assert token
    return visitor.post("/account", {"csrf_token": str(token["value"])} | fields)


def deleted_at_spark(sandbox: Server, tokens: int) -> bool:
    """Whether so many tokens get deleted, and not one more."""
    for _ in range(100):
        if deletions(sandbox) >= tokens:
            break
        time.sleep(0.02)
    time.sleep(0.1)
    return deletions(sandbox) == tokens


def deletions(sandbox: Server) -> int:
    seen = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
    return [call["method"] for call in seen].count("DELETE")


@pytest.mark.parametrize("refusal", ["1010", "1015", "refuse"])
@pytest.mark.parametrize("button", ["Sign out there", "Sign out everywhere"])
def test_what_spark_refuses_by_now_keeps_nobody_signed_in(
    button: str, refusal: str, signed_in: SignedIn, misbehave: Misbehave, sandbox: Server
) -> None:
    here, there = signed_in(), signed_in()
    here.get("/account")
    forget_page_contexts()
    misbehave("api", refusal, times=None)
    misbehave("grant", "refuse", times=None)
    here.press(button)
    requests.delete(f"{sandbox.url}/sandbox/switches", timeout=5)
    assert not is_signed_in(there)
