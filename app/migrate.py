"""The schema: Alembic owns it, `flask db` moves it, the start checks it."""

from __future__ import annotations

import alembic.command
import click
import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import AppGroup

from app.database import Database
from app.settings import ROOT

commands = AppGroup("db", help="Move the database's schema.")


class OldSchema(Exception):
    """The database's schema is not the one that this version needs."""


def upgrade(database: Database, revision: str = "head") -> None:
    with database.write() as connection:
        alembic.command.upgrade(_config(connection), revision)


def revisions(database: Database) -> tuple[str | None, str | None]:
    """The revision that the database has, and the one it should have."""
    with database.engine.connect() as connection:
        has = MigrationContext.configure(connection).get_current_revision()
    return has, ScriptDirectory.from_config(_config()).get_current_head()


def require_current(database: Database) -> None:
    """Raises OldSchema, with the command that helps."""
    has, needs = revisions(database)
    if has != needs:
        raise OldSchema(
            f"The database is at revision {has or 'none'}, this version needs {needs}. Run: flask --app wsgi db upgrade"
        )


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
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
    click.echo(f"The database is at revision {revisions(_database())[0]}.")


@commands.command("downgrade")
@click.argument("revision", default="-1")
def downgrade_command(revision: str) -> None:
    """Take the schema one step (or to REVISION) back."""
    with _database().write() as connection:
        alembic.command.downgrade(_config(connection), revision)
    click.echo(f"The database is at revision {revisions(_database())[0] or 'none'}.")


@commands.command("current")
def current_command() -> None:
    """Tell which revision the database has, and which it should have."""
    has, needs = revisions(_database())
    click.echo(f"The database is at revision {has or 'none'}; this version needs {needs}.")
