"""The account and the places where one is signed in, over HTTP against the sandbox."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
import requests

from app.db import Database, sessions
from sandbox.people import PAT
from tests.conftest import Start
from tests.screens import CONTEXT, DANA, render, seen
from tests.servers import Server, Visitor
from tests.views.browsers import FIREFOX, IPHONE, SignedIn, is_signed_in, places, signed_in

__all__ = ["signed_in"]


def test_the_account_tells_who_flexmls_says_one_is_and_where_to_change_it(signed_in: SignedIn, sandbox: Server) -> None:
    visitor = signed_in()
    assert visitor.h1 == "Your account"
    assert "Pat Olsen" in visitor.text("main")
    assert "pat@example.com" in visitor.text("main")
    assert "Dana Lee" in visitor.text("main .panel")
    assert visitor.soup.select_one(f"main a[href='{sandbox.url}']")


def test_a_sign_in_is_listed_with_its_browser_and_times(signed_in: SignedIn, database: Database) -> None:
    visitor = signed_in(user_agent=FIREFOX)
    with database.write() as connection:
        connection.execute(sessions.update().values(created_at=time.time() - 3 * 86_400))
    visitor.get("/account")
    (only,) = places(visitor)
    assert only.startswith("Firefox on Windows This one Signed in ")
    assert "today" not in only
    assert "Ends after 24 hours without a visit" in only
    assert "nowhere else" in visitor.text("main")
    assert "Sign out everywhere" not in visitor.text("main")


def test_two_browsers_of_one_consumer_see_each_other(signed_in: SignedIn) -> None:
    first, second = signed_in(user_agent=FIREFOX), signed_in(user_agent=IPHONE)
    first.get("/account")
    for visitor, here, there in (
        (first, "Firefox on Windows", "Safari on iPhone"),
        (second, "Safari on iPhone", "Firefox on Windows"),
    ):
        this, other = places(visitor)
        assert this.startswith(f"{here} This one")
        assert other.startswith(f"{there} Signed in today")
        assert "Last used today" in other


def test_sign_ins_with_different_agents_see_each_other(signed_in: SignedIn) -> None:
    with_dana = signed_in("Sam", portal=None, agent="Dana")
    assert len(places(with_dana)) == 1
    with_marcus = signed_in("Sam", portal="marcuswebb")
    assert len(places(with_marcus)) == 2


def test_nobody_else_is_listed(signed_in: SignedIn) -> None:
    signed_in("Sam")
    assert len(places(signed_in("Pat"))) == 1


def test_an_expired_sign_in_is_not_listed(signed_in: SignedIn, database: Database) -> None:
    signed_in()
    with database.write() as connection:
        connection.execute(sessions.update().values(expires_at=time.time() - 1))
    assert len(places(signed_in())) == 1


def test_an_agent_has_no_consumers_account(signed_in: SignedIn, database: Database) -> None:
    visitor = signed_in()
    with database.write() as connection:
        connection.execute(sessions.update().values(role="agent"))
    for method in (visitor.get, visitor.post):
        answer = method("/account", allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/agent")


@pytest.fixture
def single_session(start_portal: Start, sandbox: Server) -> Server:
    """A portal on a key of Pat's that needs no sign-in."""
    tokens = requests.post(f"{sandbox.url}/sandbox/keys", json={"login": PAT.login}, timeout=5).json()
    return start_portal(spark_access_token=tokens["access_token"], spark_refresh_token=tokens["refresh_token"])


def test_a_single_session_key_has_nothing_to_sign_out_of(single_session: Server) -> None:
    single_session.app.config["WTF_CSRF_ENABLED"] = False  # its pages have no form whose token could be sent
    visitor = Visitor(single_session.url)
    visitor.get("/account")
    assert "Pat Olsen" in visitor.text("main")
    assert "Sign out" not in visitor.text("body")
    assert visitor.post("/account", {"everywhere": ""}).status_code == 404
    assert is_signed_in(visitor)


def test_a_single_session_key_is_no_place_to_sign_out_of(single_session: Server, signed_in: SignedIn) -> None:
    visitor = Visitor(single_session.url)
    visitor.get("/account")
    assert len(places(signed_in())) == 1


def test_an_agent_whose_name_is_withheld_is_no_error() -> None:
    nameless = replace(CONTEXT, agent=replace(DANA, name=None))
    assert "Not named" in seen(render("account/account.html", context=nameless))
