"""The session's smaller promises: what a view may do in one request, and what overlapping requests may not."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask, session
from flask.testing import FlaskClient

from app.database import Database
from app.session import current, interface
from tests.session.conftest import TOKENS, Gate, rows, same_browser

Act = Callable[[], object]
Add = Callable[[str, Act], None]


@pytest.fixture
def add(bare: Flask) -> Add:
    """Adds a view that acts, and tells who is signed in."""

    def view(path: str, act: Act) -> None:
        def show() -> dict[str, bool]:
            act()
            return {"signed in": current().signed_in}

        bare.add_url_rule(path, path, show)

    return view


def clear() -> None:
    session.clear()


def test_a_slow_page_does_not_restore_a_value_that_another_tab_changed(client: FlaskClient, gate: Gate) -> None:
    client.get("/in")
    client.get("/keep/color/red")
    tab = same_browser(client)
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(lambda: tab.get("/slow/writes"))
        assert gate.reached.wait(10)
        client.get("/keep/color/blue")
        gate.open.set()
        assert slow.result(10).status_code == 200
    kept = client.get("/read").json
    assert kept is not None
    assert (kept["color"], kept["slow"]) == ("blue", "was here")


def test_what_a_page_removes_is_gone(client: FlaskClient, add: Add) -> None:
    add("/drop", lambda: session.pop("color"))
    client.get("/in")
    client.get("/keep/color/blue")
    client.get("/drop")
    assert client.get("/read").json == {"person": "Pat", "signed in": True}


def test_clearing_the_session_is_no_way_around_sign_out(client: FlaskClient, database: Database, add: Add) -> None:
    add("/clear", clear)
    client.get("/in")
    client.get("/clear")
    read = client.get("/read").json
    assert read is not None
    assert read["signed in"]
    assert "person" not in read
    assert rows(database) == 1


def test_clearing_no_session_starts_none(client: FlaskClient, database: Database, add: Add) -> None:
    add("/clear", clear)
    client.get("/clear")
    assert rows(database) == 0


def test_after_sign_out_the_same_request_is_not_signed_in_and_may_leave_a_word(
    client: FlaskClient, database: Database, add: Add
) -> None:
    def leave() -> None:
        interface().sign_out(current())
        session["word"] = "goodbye"

    add("/leave", leave)
    client.get("/in")
    assert client.get("/leave").json == {"signed in": False}
    assert client.get("/read").json == {"word": "goodbye", "signed in": False}
    assert rows(database) == 1


def test_a_session_may_be_signed_in_and_empty(client: FlaskClient, add: Add) -> None:
    add("/empty", lambda: interface().sign_in(current(), {}, TOKENS))
    client.get("/empty")
    assert client.get("/read").json == {"signed in": True}


def test_a_page_that_only_asks_who_is_signed_in_varies_by_cookie(client: FlaskClient, add: Add) -> None:
    add("/who", lambda: None)
    assert "Cookie" in client.get("/who").headers["Vary"]


@pytest.mark.parametrize("value", ["\xff\xfe", "é", "a" * 60_000, "", '"', "a; session=b"])
def test_an_odd_cookie_opens_nothing_and_breaks_nothing(value: str, client: FlaskClient) -> None:
    assert client.get("/read", headers={"Cookie": f"session={value}"}).json == {"signed in": False}
