"""`flask sessions`, on SQLite and on PostgreSQL."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask

from app import create_app
from app.db import Database, sessions
from app.session import Cipher, SessionStore
from app.spark.oauth_client import TokenPair
from tests.conftest import SECRET, settings
from tests.servers import Visitor

TOKENS = TokenPair("an-access-token", "a-refresh-token", 4_000_000_000.0)


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


@pytest.fixture
def store(database: Database) -> SessionStore:
    return SessionStore(database, Cipher([SECRET]))


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    app = create_app(settings("http://127.0.0.1:1", "http://127.0.0.1:2", database_url))
    yield app
    app.extensions["database"].engine.dispose()


def said(app: Flask) -> dict[str, int]:
    """The lines of the command: how many of what."""
    answer = app.test_cli_runner().invoke(args=["sessions"])
    assert answer.exit_code == 0, answer.output
    lines = [line.split(maxsplit=1) for line in answer.output.splitlines()]
    return {words: int(number) for number, words in lines}


def expire(database: Database, *keys: bytes) -> None:
    with database.write() as connection:
        connection.execute(sessions.update().where(sessions.c.id.in_(keys)).values(expires_at=time.time() - 1))


def left(database: Database) -> set[bytes]:
    with database.engine.connect() as connection:
        return set(connection.execute(sa.select(sessions.c.id)).scalars())


def test_without_sessions_all_counts_are_nought(app: Flask) -> None:
    assert set(said(app).values()) == {0}


def test_sessions_are_counted_by_kind(app: Flask, store: SessionStore) -> None:
    for number in range(3):
        store.sign_in(None, b"consumer %d" % number, {}, TOKENS)
    for number in range(2):
        store.sign_in(None, b"agent %d" % number, {}, TOKENS, "agent")
    store.ensure_shared(b"key", {}, TOKENS)
    for number in range(4):
        store.insert_pending(b"attempt %d" % number, {})
    assert said(app) == {
        "consumers signed in": 3,
        "agents signed in": 2,
        "single-session key": 1,
        "sign-ins under way": 4,
        "expired, removed now": 0,
    }


def test_the_expired_ones_are_removed_and_told(app: Flask, store: SessionStore, database: Database) -> None:
    for key in (b"lives", b"expired 1", b"expired 2"):
        store.sign_in(None, key, {}, TOKENS)
    store.insert_pending(b"too late", {})
    expire(database, b"expired 1", b"expired 2", b"too late")
    counted = said(app)
    assert (counted["consumers signed in"], counted["sign-ins under way"]) == (1, 0)
    assert counted["expired, removed now"] == 3
    assert left(database) == {b"lives"}
    assert said(app)["expired, removed now"] == 0


def test_expired_ones_go_by_themselves_when_somebody_starts_to_sign_in(
    visitor: Visitor, store: SessionStore, database: Database
) -> None:
    for key in (b"lives", b"expired"):
        store.sign_in(None, key, {}, TOKENS)
    expire(database, b"expired")
    visitor.get("/")
    assert left(database) == {b"lives", b"expired"}
    visitor.go_to_spark()
    assert b"expired" not in left(database)
    assert len(left(database)) == 2
