"""The schema: Alembic owns it, `flask db` moves it, the start checks it.

A server only checks, so Alembic is loaded when the schema is moved: it would take 10 MB of each process.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Literal

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup

from app.database import Database
from app.settings import ROOT

if TYPE_CHECKING:
    from alembic.config import Config

LOCK = 7_663_215_680
"""The number of PostgreSQL's lock for who moves the schema: any, but always the same."""

REVISION = re.compile(r'^(down_)?revision\b.*"(\w+)"', re.MULTILINE)
"""A step's own name, and that of the one before."""
_version = sa.table("alembic_version", sa.column("version_num", sa.Text))

commands = AppGroup("db", help="Move the database's schema.")


class OldSchema(Exception):
    """The database's schema is older than this version needs."""


class Newer(Exception):
    """The database's schema is that of a newer version."""


def upgrade(database: Database, revision: str = "head") -> None:
    """Several may do so at once: one does, the others find it done. What is newer is left alone."""
    with suppress(Newer), _moving(database) as config:
        import_module("alembic.command").upgrade(config, revision)


def downgrade(database: Database, revision: str) -> None:
    """Raises Newer: only the version that has brought a step knows the way back."""
    with _moving(database) as config:
        import_module("alembic.command").downgrade(config, revision)


def revisions(database: Database) -> tuple[str | None, str | None]:
    """The revision that the database has, and the one it should have."""
    with database.engine.connect() as connection:
        has = _has(connection)
    steps = _steps()
    return has, next(iter(steps.keys() - set(steps.values())), None)


def is_newer(revision: str | None) -> bool:
    """Whether only a newer version can know it. Each version leaves the one before it running: it adds first, and takes
    away what nobody uses any more in the next."""
    return revision is not None and revision not in _steps()


def require_current(database: Database) -> Literal["current", "newer"]:
    """Raises OldSchema, with the command that helps."""
    has, needs = revisions(database)
    if has == needs:
        return "current"
    if is_newer(has):
        return "newer"
    raise OldSchema(
        f"The database is at revision {has or 'none'}, this version needs {needs}. Run: flask --app wsgi db upgrade"
    )


@contextmanager
def _moving(database: Database) -> Iterator[Config]:
    """A transaction of the only one who moves the schema, on a connection that may take its time."""
    patient = Database(database.url, patient=True)
    try:
        with patient.write() as connection:
            if connection.dialect.name == "postgresql":  # SQLite has one writer anyway
                connection.exec_driver_sql(f"select pg_advisory_xact_lock({LOCK})")
                connection.exec_driver_sql("set local lock_timeout = '5s'")  # pages wait behind who waits for a table
            if is_newer(_has(connection)):
                raise Newer
            yield _config(connection)
    finally:
        patient.engine.dispose()


def _has(connection: sa.Connection) -> str | None:
    if not sa.inspect(connection).has_table(_version.name):
        return None
    return connection.execute(sa.select(_version.c.version_num)).scalar()


def _steps() -> dict[str, str | None]:
    """All steps that this version knows, each with the one before it."""
    texts = [path.read_text(encoding="utf-8") for path in ROOT.glob("migrations/versions/*.py")]
    found = [{bool(down): name for down, name in REVISION.findall(text)} for text in texts]
    return {names[False]: names.get(True) for names in found}


def _config(connection: sa.Connection) -> Config:
    config: Config = import_module("alembic.config").Config()
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database


@commands.command("upgrade")
@click.argument("revision", default="head")
def upgrade_command(revision: str) -> None:
    """Bring the schema up to date."""
    upgrade(_database(), revision)
    click.echo(_whereabouts())


@commands.command("downgrade")
@click.argument("revision", default="-1")
def downgrade_command(revision: str) -> None:
    """Take the schema one step (or to REVISION) back."""
    try:
        downgrade(_database(), revision)
    except Newer:
        raise click.ClickException("A newer version has brought this schema; only that one can take it back.") from None
    click.echo(_whereabouts())


@commands.command("current")
def current_command() -> None:
    """Tell which revision the database has, and which it should have."""
    click.echo(_whereabouts())


def _whereabouts() -> str:
    has, needs = revisions(_database())
    newer = " That is newer, and fine." if is_newer(has) else ""
    return f"The database is at revision {has or 'none'}; this version needs {needs}.{newer}"
