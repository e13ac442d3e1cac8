"""What a session promises to pages and visitors, on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.db import Database, sessions
from app.session import SessionStore
from tests.session.conftest import Gate, cookie, rows, same_browser


def test_what_a_page_keeps_is_there_in_the_next_request(client: FlaskClient) -> None:
    client.get("/keep/color/blue")
    assert client.get("/read").json == {"color": "blue", "signed in": False}


def test_looking_starts_no_session(client: FlaskClient, database: Database, statements: list[str]) -> None:
    response = client.get("/read")
    assert "Set-Cookie" not in response.headers
    assert statements == []
    assert rows(database) == 0


def test_an_unknown_cookie_is_not_adopted(client: FlaskClient) -> None:
    client.set_cookie("session", "chosen-by-an-attacker")
    client.get("/keep/color/blue")
    assert cookie(client) not in {"", "chosen-by-an-attacker"}


def test_the_cookie_is_random_and_stays_out_of_the_table(client: FlaskClient, database: Database) -> None:
    client.get("/keep/color/blue")
    value = cookie(client)
    assert len(value) >= 43
    with database.engine.connect() as connection:
        row = connection.execute(sa.select(sessions)).one()
    assert bytes(row.id) == hashlib.sha256(value.encode()).digest()
    assert all(value.encode() not in bytes(column) for column in row if isinstance(column, bytes | memoryview))
    assert b"blue" not in bytes(row.data)


def test_signing_in_moves_to_a_new_id_and_keeps_nothing_it_was_not_told_to(
    client: FlaskClient, database: Database
) -> None:
    client.get("/keep/color/blue")
    before = cookie(client)
    client.get("/in")
    assert cookie(client) != before
    assert client.get("/read").json == {"person": "Pat", "signed in": True}
    client.set_cookie("session", before)
    assert client.get("/read").json == {"signed in": False}
    assert rows(database) == 1


def test_tokens_are_encrypted_columns_that_pages_cannot_write(
    client: FlaskClient, database: Database, store: SessionStore
) -> None:
    client.get("/in")
    client.get("/keep/access_token/forged")
    with database.engine.connect() as connection:
        row = connection.execute(sa.select(sessions)).one()
    assert b"an-access-token" not in bytes(row.access_token)
    stored = store.read(bytes(row.id))
    assert stored
    assert stored.tokens
    assert store.tokens.access_token(stored.tokens) == "an-access-token"
    assert "an-access-token" not in repr(stored)
    assert bytes(row.access_token).decode() not in repr(stored)


def test_a_signed_in_read_costs_one_select(client: FlaskClient, statements: list[str]) -> None:
    client.get("/in")
    statements.clear()
    response = client.get("/read")
    assert statements == ["SELECT"]
    assert "Set-Cookie" not in response.headers
    assert "Cookie" in response.headers["Vary"]


def test_static_files_cost_nothing_even_when_signed_in(client: FlaskClient, statements: list[str]) -> None:
    client.get("/in")
    statements.clear()
    client.get("/static/nothing.css")
    assert statements == []


def test_sixteen_parallel_writes_keep_sixteen_keys(client: FlaskClient) -> None:
    client.get("/in")
    tabs = [same_browser(client) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: tabs[number].get(f"/keep/key{number}/{number}"), range(16)))
    kept = client.get("/read").json
    assert kept is not None
    assert {f"key{number}" for number in range(16)} <= kept.keys()


@pytest.mark.parametrize("way", ["reads", "writes"])
def test_a_slow_page_does_not_undo_a_sign_out(way: str, client: FlaskClient, gate: Gate, database: Database) -> None:
    client.get("/in")
    response = _meanwhile(client, gate, f"/slow/{way}", lambda: client.get("/out"))
    assert "Set-Cookie" not in response.headers
    assert rows(database) == 0


@pytest.mark.parametrize("way", ["reads", "writes"])
def test_a_slow_page_does_not_undo_another_tabs_write(way: str, client: FlaskClient, gate: Gate) -> None:
    client.get("/in")
    _meanwhile(client, gate, f"/slow/{way}", lambda: client.get("/keep/color/blue"))
    kept = client.get("/read").json
    assert kept is not None
    assert kept["color"] == "blue"


def test_a_slow_page_does_not_survive_a_new_sign_in(client: FlaskClient, gate: Gate, database: Database) -> None:
    client.get("/in")
    _meanwhile(client, gate, "/slow/writes", lambda: client.get("/in"))
    assert rows(database) == 1
    assert client.get("/read").json == {"person": "Pat", "signed in": True}


def test_a_failed_view_keeps_nothing(client: FlaskClient) -> None:
    client.get("/in")
    assert client.get("/fail").status_code == 500
    assert client.get("/read").json == {"person": "Pat", "signed in": True}


def _meanwhile(client: FlaskClient, gate: Gate, slow: str, act: Callable[[], object]) -> TestResponse:
    """Start a slow page in another tab, act while it is under way, and let it finish; its response."""
    tab = same_browser(client)
    answers: list[TestResponse] = []
    thread = threading.Thread(target=lambda: answers.append(tab.get(slow)))
    thread.start()
    assert gate.reached.wait(10)
    act()
    gate.open.set()
    thread.join(10)
    return answers[0]
