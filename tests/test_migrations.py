"""The schema moves both ways on both databases, and nobody is signed out by it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory
from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import event

from app import create_app, db, migrate
from app.config import ROOT, load
from app.db import Database, now, schema_version
from tests.test_app import PRODUCTION, SITE


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


@pytest.fixture
def own_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy that a test may add to."""
    folder = shutil.copytree(db.MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(db, "MIGRATIONS", folder)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder)
    db.known_revisions.cache_clear()
    yield folder
    db.known_revisions.cache_clear()


@pytest.fixture
def alembic(database: Database) -> Iterator[Alembic]:
    with migrate._alembic(database) as alembic:
        yield alembic


def test_the_schema_is_the_one_that_the_code_declares(alembic: Alembic) -> None:
    assert not alembic.needs_revision()


def test_who_was_signed_in_before_the_second_revision_still_is(database: Database) -> None:
    migrate.downgrade(database, "0001")
    with database.write() as connection:
        columns = "id, data, access_token, created_at, seen_at, expires_at"
        insert = sa.text(f"insert into sessions ({columns}) values (:id, :id, :t, 1, 1, 9)")
        connection.execute(insert, [{"id": b"in", "t": b"sealed"}, {"id": b"out", "t": None}])
    migrate.upgrade(database)
    with database.engine.connect() as connection:
        rows = connection.execute(sa.text("select role, version, lease_until from sessions order by role")).all()
    assert sorted(map(str, rows)) == ["('consumer', 0, 0.0)", "(None, 0, 0.0)"]


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004"])
def test_every_earlier_version_upgrades_without_a_stamp(database: Database, alembic: Alembic, revision: str) -> None:
    migrate.downgrade(database, revision)
    assert schema_version(database).current == revision
    migrate.upgrade(database)
    assert schema_version(database).status == "current"
    assert not alembic.needs_revision()


def test_the_databases_clock_counts_seconds_since_1970(database: Database) -> None:
    row = database.one(sa.select(sa.cast(now(), sa.Float)))
    assert row
    assert abs(row[0] - time.time()) < 5


def test_three_machines_may_upgrade_at_once(database: Database, database_url: str, alembic: Alembic) -> None:
    migrate.downgrade(database, "base")
    others: list[subprocess.Popen[str]] = []

    @event.listens_for(alembic.engines["default"], "after_cursor_execute")
    def start_others(connection: sa.Connection, _cursor: object, statement: str, *_: object) -> None:
        if others or not ("BEGIN IMMEDIATE" in statement or "pg_advisory_xact_lock" in statement):
            return  # not locked yet
        others.extend(_flask(database_url, "upgrade") for _ in range(2))
        _wait_until_two_wait_for(connection, others)
        assert {other.poll() for other in others} == {None}, "they wait for us"

    alembic.upgrade()
    for upgrade in others:
        told, _ = upgrade.communicate(timeout=60)
        assert upgrade.returncode == 0, told
    assert (len(others), schema_version(database).status) == (2, "current")


def _wait_until_two_wait_for(connection: sa.Connection, others: list[subprocess.Popen[str]]) -> None:
    """SQLite does not tell who waits for it."""
    if connection.dialect.name == "sqlite":
        time.sleep(3)
        return
    waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
    while connection.exec_driver_sql(waiting).scalar_one() < 2 and {other.poll() for other in others} == {None}:
        time.sleep(0.1)


def test_an_upgrade_may_take_longer_than_a_page_may(postgres_url: str) -> None:
    database = Database(postgres_url)
    with migrate._alembic(database) as alembic:
        connection = alembic.migration_context.connection
        assert connection
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
    assert schema_version(database).current == "9999"


def _be_newer(database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")


def test_the_revisions_read_as_text_are_those_that_alembic_finds(own_migrations: Path) -> None:
    (own_migrations / "a.py").write_text("revision: str = 'a'\ndown_revision: str = '0004'\n", encoding="utf-8")
    (own_migrations / "b.py").write_text(_nothing("b", "0004"), encoding="utf-8")
    scripts = ScriptDirectory(str(own_migrations), version_locations=[str(own_migrations)])
    assert db.known_revisions()[1] == set(scripts.get_heads()) == {"a", "b"}
    (own_migrations / "c.py").write_text('revision = "c"\ndown_revision = ("a", "b")\n', encoding="utf-8")
    db.known_revisions.cache_clear()
    scripts = ScriptDirectory(str(own_migrations), version_locations=[str(own_migrations)])
    known, heads = db.known_revisions()
    assert known == {script.revision for script in scripts.walk_revisions()}
    assert heads == set(scripts.get_heads()) == {"c"}


def test_a_process_is_ready_while_a_newer_migration_lies_on_disk(
    database: Database, database_url: str, own_migrations: Path
) -> None:
    app = create_app(load(_env_file=None, database_url=database_url, **PRODUCTION))
    (own_migrations / "0005.py").write_text(_nothing("0005", "0004"), encoding="utf-8")
    ready = app.test_client().get("/health/ready", base_url=SITE)
    assert (ready.status_code, ready.json and ready.json["schema"]) == (200, "current")
    app.extensions["database"].engine.dispose()


def test_a_new_table_gets_its_migration_and_two_heads_are_merged(
    database: Database, own_migrations: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "metadata", _with_a_table_more())
    _run(database, "revision", "Add notes")
    (ours,) = (path.name.removesuffix("_add_notes.py") for path in own_migrations.glob("*_add_notes.py"))
    assert f"at revision {ours}; this version needs {ours}." in _run(database, "upgrade")
    assert "No changes" in _run(database, "check")
    (own_migrations / "theirs.py").write_text(_nothing("theirs", "0004"), encoding="utf-8")
    assert "Multiple head revisions" in _run(database, "upgrade", "head", fails=True)
    _run(database, "merge", "-m", "Merge both")
    (merged,) = (path.name.removesuffix("_merge_both.py") for path in own_migrations.glob("*_merge_both.py"))
    assert f"at revision {merged}; this version needs {merged}." in _run(database, "upgrade")
    assert "Ambiguous" in _run(database, "downgrade", fails=True)
    assert f"at revision 0004; this version needs {merged}." in _run(database, "downgrade", "0004")


def _with_a_table_more() -> sa.MetaData:
    metadata = sa.MetaData()
    for table in db.metadata.tables.values():
        table.to_metadata(metadata)
    sa.Table("notes", metadata, sa.Column("id", sa.Integer, primary_key=True))
    return metadata


def _nothing(revision: str, before: str) -> str:
    ids = f'revision = "{revision}"\ndown_revision = "{before}"\n'
    return f"{ids}\n\ndef upgrade() -> None: ...\n\n\ndef downgrade() -> None: ...\n"


def _run(database: Database, *words: str, fails: bool = False) -> str:
    """`flask db` in this process. Like a new process, it reads the migrations on disk again."""
    db.known_revisions.cache_clear()
    app = Flask(__name__)
    app.extensions["database"] = database
    migrate.init_app(app, database)
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["db", *words])
    assert (done.exit_code, "Traceback" in done.output) == (int(fails), False), (done.output, done.exception)
    return done.output


def _flask(database_url: str, *words: str) -> subprocess.Popen[str]:
    """`flask db` as on a machine in production."""
    given = {name.upper(): value for name, value in PRODUCTION.items()} | {"DATABASE_URL": database_url, "PATH": ""}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", *words]
    return subprocess.Popen(command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_a_server_in_production_does_without_alembic(database: Database, database_url: str) -> None:
    given = {name.upper(): value for name, value in PRODUCTION.items()} | {"DATABASE_URL": database_url}
    command = [sys.executable, "-c", "import sys, wsgi; print('alembic' in sys.modules)"]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"
