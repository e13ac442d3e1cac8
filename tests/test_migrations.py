"""The schema moves both ways on both databases, and nobody is signed out by it."""

from __future__ import annotations

import time

import alembic.command
import pytest
import sqlalchemy as sa

from app import migrate
from app.database import Database, now


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


def test_the_schema_is_the_one_that_the_code_declares(database: Database) -> None:
    with database.write() as connection:
        alembic.command.check(migrate._config(connection))


def test_who_was_signed_in_before_the_second_revision_still_is(database: Database) -> None:
    with database.write() as connection:
        alembic.command.downgrade(migrate._config(connection), "0001")
    with database.write() as connection:
        columns = "id, data, access_token, created_at, seen_at, expires_at"
        insert = sa.text(f"insert into sessions ({columns}) values (:id, :id, :t, 1, 1, 9)")
        connection.execute(insert, [{"id": b"in", "t": b"sealed"}, {"id": b"out", "t": None}])
    migrate.upgrade(database)
    with database.engine.connect() as connection:
        rows = connection.execute(sa.text("select role, version, lease_until from sessions order by role")).all()
    assert sorted(map(str, rows)) == ["('consumer', 0, 0.0)", "(None, 0, 0.0)"]


def test_the_databases_clock_counts_seconds_since_1970(database: Database) -> None:
    row = database.one(sa.select(sa.cast(now(), sa.Float)))
    assert row
    assert abs(row[0] - time.time()) < 5
