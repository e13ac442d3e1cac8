"""The schema moves both ways on both databases, and nobody is signed out by it."""

from __future__ import annotations

import subprocess
import sys
import time

import alembic.command
import pytest
import sqlalchemy as sa

from app import create_app, migrate
from app.database import Database, now
from app.settings import ROOT, load
from tests.test_app import PRODUCTION, SITE


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


def test_three_machines_may_upgrade_at_once(database: Database, database_url: str) -> None:
    migrate.downgrade(database, "base")
    with migrate._moving(database) as config:
        others = [_flask(database_url, "upgrade") for _ in range(2)]
        time.sleep(3)
        assert {other.poll() for other in others} == {None}, "they wait for us"
        alembic.command.upgrade(config, "head")
    for upgrade in others:
        told, _ = upgrade.communicate(timeout=60)
        assert upgrade.returncode == 0, told
    assert len(set(migrate.revisions(database))) == 1


def test_an_upgrade_may_take_longer_than_a_page_may(postgres_url: str) -> None:
    database = Database(postgres_url)
    with migrate._moving(database) as config:
        connection = config.attributes["connection"]
        assert connection.exec_driver_sql("show statement_timeout").scalar() == "0"
    database.engine.dispose()


def test_this_version_goes_on_under_the_schema_of_the_next(database: Database, database_url: str) -> None:
    _be_newer(database)
    app = create_app(load(_env_file=None, database_url=database_url, **PRODUCTION))
    ready = app.test_client().get("/health/ready", base_url=SITE)
    assert (ready.status_code, ready.json and ready.json["schema"]) == (200, "newer")
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [("upgrade", 0, "newer, and fine"), ("current", 0, "newer"), ("downgrade", 1, "newer")],
)
def test_the_commands_leave_a_newer_schema_alone(
    database: Database, database_url: str, command: str, status: int, said: str
) -> None:
    _be_newer(database)
    done = _flask(database_url, command)
    told, _ = done.communicate(timeout=60)
    assert (done.returncode, said in told, "Traceback" in told) == (status, True, False), told
    assert migrate.revisions(database)[0] == "9999"


def _be_newer(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")


def _flask(database_url: str, *words: str) -> subprocess.Popen[str]:
    """`flask db` as on a machine in production."""
    given = {name.upper(): value for name, value in PRODUCTION.items()} | {"DATABASE_URL": database_url, "PATH": ""}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", *words]
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
