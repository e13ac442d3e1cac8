"""What becomes of a session's row, on SQLite and on PostgreSQL."""

from __future__ import annotations

import hashlib
import time

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.db import Database, sessions
from app.session import Cipher, SessionStore, SqlSessionInterface
from app.session.store import ABSOLUTE_SECONDS, IDLE_SECONDS
from tests.session.conftest import rows


@pytest.mark.parametrize("garbage", [b"", b"garbage", b"\x80\x04\x95cposix\nsystem\n."])
def test_a_garbage_row_is_dropped(garbage: bytes, client: FlaskClient, database: Database) -> None:
    client.get("/in")
    _overwrite(database, data=garbage)
    assert client.get("/read").json == {"signed in": False}
    assert rows(database) == 0


def test_a_row_of_another_secret_is_dropped(client: FlaskClient, bare: Flask, database: Database) -> None:
    client.get("/in")
    bare.session_interface = SqlSessionInterface(
        Flask("x"), SessionStore(database, Cipher(["another secret"])), ("/static/",)
    )
    assert client.get("/read").json == {"signed in": False}
    assert rows(database) == 0


def test_a_row_copied_under_another_cookie_opens_nothing(client: FlaskClient, database: Database) -> None:
    client.get("/in")
    stolen = hashlib.sha256(b"mallory").digest()
    _overwrite(database, id=stolen)
    client.set_cookie("session", "mallory")
    assert client.get("/read").json == {"signed in": False}


def test_after_rotation_old_sessions_stay_readable(client: FlaskClient, bare: Flask, database: Database) -> None:
    client.get("/in")
    rotated = SessionStore(database, Cipher(["a new secret", "a-secret-for-tests-that-is-long-enough"]))
    bare.session_interface = SqlSessionInterface(Flask("x"), rotated, ("/static/",))
    assert client.get("/read").json == {"person": "Pat", "signed in": True}


def test_a_session_ends_when_it_was_idle_too_long(client: FlaskClient, database: Database) -> None:
    client.get("/in")
    _overwrite(database, expires_at=time.time() - 1)
    assert client.get("/read").json == {"signed in": False}


def test_a_visit_moves_the_idle_limit_but_rarely(
    client: FlaskClient, database: Database, statements: list[str]
) -> None:
    client.get("/in")
    _overwrite(database, seen_at=time.time() - 400, expires_at=time.time() + 10)
    client.get("/nothing")
    assert _row(database).expires_at > time.time() + IDLE_SECONDS - 60
    statements.clear()
    client.get("/read")
    assert statements == ["SELECT"]


def test_no_visit_moves_the_absolute_limit(client: FlaskClient, database: Database) -> None:
    client.get("/in")
    ends = time.time() + 100
    _overwrite(database, created_at=ends - ABSOLUTE_SECONDS, seen_at=time.time() - 400, expires_at=time.time() + 10)
    client.get("/read")
    assert _row(database).expires_at == pytest.approx(ends, abs=1)


@pytest.mark.parametrize("off", [-2 * ABSOLUTE_SECONDS, -2 * IDLE_SECONDS, 2 * IDLE_SECONDS, 2 * ABSOLUTE_SECONDS])
def test_a_machine_whose_clock_is_wrong_ends_no_session_that_is_in_use(
    off: float, client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = time.time
    monkeypatch.setattr(time, "time", lambda: right() + off)
    client.get("/in")
    wrong = time.time
    for clock in (wrong, right, wrong):
        _overwrite(database, seen_at=sessions.c.seen_at - 400, expires_at=right() + 10)
        monkeypatch.setattr(time, "time", clock)
        client.get("/read")
        assert _row(database).expires_at == pytest.approx(right() + IDLE_SECONDS, abs=5)


def test_expired_rows_go_when_somebody_starts_a_session(client: FlaskClient, bare: Flask, database: Database) -> None:
    client.get("/in")
    _overwrite(database, expires_at=time.time() - 1)
    bare.test_client().get("/keep/color/blue")
    assert rows(database) == 1


def test_expired_rows_go_by_command(client: FlaskClient, bare: Flask, database: Database) -> None:
    client.get("/in")
    _overwrite(database, expires_at=time.time() - 1)
    assert bare.test_cli_runner().invoke(args=["session_cleanup"]).exit_code == 0
    assert rows(database) == 0


def _overwrite(database: Database, **values: object) -> None:
    with database.write() as connection:
        connection.execute(sessions.update().values(**values))


def _row(database: Database) -> sa.Row[tuple[object, ...]]:
    with database.engine.connect() as connection:
        return connection.execute(sa.select(sessions)).one()
