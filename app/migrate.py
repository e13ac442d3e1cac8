"""`flask db`: Flask-Alembic, with three commands of our own that report the schema's version in one sentence.

Only development and the command line import this module: Alembic takes 9 MB of each process.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import click
import sqlalchemy as sa
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from flask import Flask, current_app
from flask_alembic import Alembic
from flask_alembic.cli import cli
from sqlalchemy import event

from app.db import MIGRATIONS, Database, SchemaVersion, metadata, schema_version

LOCK = 7_663_215_680
"""The key of PostgreSQL's advisory lock for migrations: arbitrary, but always the same."""


class Migrations(Alembic):
    def rev_id(self) -> str:
        """Ids sort by date, and two projects or two commands in one second never get the same one."""
        return f"{datetime.now(UTC):%Y%m%d}_{secrets.token_hex(3)}"


def init_app(app: Flask, database: Database) -> Alembic:
    """Adds `flask db`. Migrations run on an engine of their own, without a statement timeout."""
    engine = Database(database.url, statement_timeout=None).engine.execution_options(writes=True)
    event.listen(engine, "begin", _lock)
    app.config["ALEMBIC"] = {"script_location": str(MIGRATIONS).replace("%", "%%")}
    app.config["ALEMBIC_CONTEXT"] = {"transactional_ddl": True, "render_as_batch": True}
    app.cli.add_command(commands)
    return Migrations(app, run_mkdir=False, command_name="", metadatas=metadata, engines=engine)


def upgrade(database: Database, target: str = "heads") -> None:
    """Leaves a newer schema alone. If several processes upgrade at once, one runs the migrations."""
    try:
        with _alembic(database) as alembic:
            alembic.upgrade(target)
    except CommandError:
        if schema_version(database).status != "newer":
            raise


def downgrade(database: Database, target: str) -> None:
    with _alembic(database) as alembic:
        alembic.downgrade(target)


@contextmanager
def _alembic(database: Database) -> Iterator[Alembic]:
    """Alembic without a portal around it."""
    app = Flask(__name__)
    alembic = init_app(app, database)
    with app.app_context():
        yield alembic


def _lock(connection: sa.Connection) -> None:
    """Lets one process migrate at a time, until its transaction ends. SQLite has only one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({LOCK})")
        connection.exec_driver_sql("set local lock_timeout = '5s'")  # pages queue behind a migration that waits


class DatabaseGroup(click.Group):
    """Reports Alembic's errors without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (CommandError, RevisionError) as error:
            newer = "A newer version has brought this schema; only that one can take it back."
            raise click.ClickException(newer if _version().status == "newer" else str(error)) from None


commands = DatabaseGroup("db", dict(cli.commands), callback=cli.callback, help="Move the database's schema.")


@commands.command("upgrade")
@click.argument("target", default="heads")
def upgrade_command(target: str) -> None:
    """Bring the schema up to date."""
    upgrade(current_app.extensions["database"], target)
    _print_version()


@commands.command("downgrade")
@click.argument("target", default="-1")
def downgrade_command(target: str) -> None:
    """Take the schema one step (or to TARGET) back."""
    downgrade(current_app.extensions["database"], target)
    _print_version()


@commands.command("current")
def current_command() -> None:
    """Show the revision of the database, and the one that this version needs."""
    _print_version()


def _version() -> SchemaVersion:
    return schema_version(current_app.extensions["database"])


def _print_version() -> None:
    schema = _version()
    newer = " That is newer, and fine." if schema.status == "newer" else ""
    click.echo(f"The database is at revision {schema.current}; this version needs {schema.required}.{newer}")
