"""The session's smaller promises: what a view may do in one request, and what overlapping requests may not."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask import Flask, session
from flask.testing import FlaskClient

from app.db import Database, sessions
from app.session import Cipher, SessionStore, current_session, session_interface
from tests.conftest import SECRET
from tests.session.conftest import TOKENS, Gate, rows, same_browser

Act = Callable[[], object]
Add = Callable[[str, Act], None]


@pytest.fixture
def add(bare: Flask) -> Add:
    """Adds a view that acts, and tells who is signed in."""

    def view(path: str, act: Act) -> None:
        def show() -> dict[str, bool]:
            act()
            return {"signed in": current_session().signed_in}

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


def test_a_row_that_became_garbage_while_a_page_was_made_breaks_nothing(
    client: FlaskClient, gate: Gate, database: Database
) -> None:
    client.get("/in")
    tab = same_browser(client)
    with ThreadPoolExecutor(1) as other:
        slow = other.submit(lambda: tab.get("/slow/writes"))
        assert gate.reached.wait(10)
        with database.write() as connection:
            connection.execute(sessions.update().values(data=b"garbage"))
        gate.open.set()
        assert slow.result(10).status_code == 200
    assert client.get("/read").json == {"signed in": False}


def test_only_a_signed_in_visit_moves_the_idle_limit(client: FlaskClient, database: Database) -> None:
    client.get("/keep/color/blue")
    with database.write() as connection:
        connection.execute(sessions.update().values(seen_at=0, expires_at=time.time() + 60))
    client.get("/read")
    with database.engine.connect() as connection:
        assert connection.execute(sa.select(sessions.c.expires_at)).scalar_one() < time.time() + 61


def test_what_happens_to_one_session_happens_to_no_other(client: FlaskClient, bare: Flask, database: Database) -> None:
    other, third = bare.test_client(), bare.test_client()
    for visitor in (client, other, third):
        visitor.get("/in")
    with database.write() as connection:
        connection.execute(sessions.update().values(seen_at=0))
    client.get("/read")
    with database.engine.connect() as connection:
        assert sorted(seen > 0 for (seen,) in connection.execute(sa.select(sessions.c.seen_at))) == [False, False, True]
    client.get("/out")
    bare.test_cli_runner().invoke(args=["session_cleanup"])
    assert [visitor.get("/read").json for visitor in (other, third)] == [{"person": "Pat", "signed in": True}] * 2


def test_what_opens_but_is_no_session_is_dropped(client: FlaskClient, database: Database) -> None:
    client.get("/in")
    with database.write() as connection:
        key = bytes(connection.execute(sa.select(sessions.c.id)).scalar_one())
        connection.execute(sessions.update().values(data=Cipher([SECRET]).encrypt(b"\xc1", key)))
    assert client.get("/read").json == {"signed in": False}
    assert rows(database) == 0


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
        session_interface().sign_out(current_session())
        session["word"] = "goodbye"

    add("/leave", leave)
    client.get("/in")
    assert client.get("/leave").json == {"signed in": False}
    assert client.get("/read").json == {"word": "goodbye", "signed in": False}
    assert rows(database) == 1


def test_a_sign_in_that_fails_leaves_the_session_before(
    client: FlaskClient, bare: Flask, store: SessionStore, database: Database
) -> None:
    client.get("/keep/color/blue")
    bare.test_client().get("/keep/color/red")
    with database.engine.connect() as connection:
        mine, taken = (store.read(bytes(key)) for (key,) in connection.execute(sa.select(sessions.c.id)))
    assert taken
    with pytest.raises(sa.exc.IntegrityError):
        store.sign_in(mine, taken.key, {}, TOKENS)
    assert rows(database) == 2


def test_a_session_may_be_signed_in_and_empty(client: FlaskClient, add: Add) -> None:
    add("/empty", lambda: session_interface().sign_in(current_session(), {}, TOKENS))
    client.get("/empty")
    assert client.get("/read").json == {"signed in": True}


def test_a_page_that_only_asks_who_is_signed_in_varies_by_cookie(client: FlaskClient, add: Add) -> None:
    add("/who", lambda: None)
    assert "Cookie" in client.get("/who").headers["Vary"]


@pytest.mark.parametrize("value", ["\xff\xfe", "é", "a" * 60_000, "", '"', "a; session=b"])
def test_an_odd_cookie_opens_nothing_and_breaks_nothing(value: str, client: FlaskClient) -> None:
    assert client.get("/read", headers={"Cookie": f"session={value}"}).json == {"signed in": False}
