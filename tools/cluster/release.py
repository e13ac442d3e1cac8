"""A made-up next version of the portal, whose schema has one more column."""

from __future__ import annotations

from pathlib import Path

from tests.release import copy_release

MIGRATION = '''"""Which version last answered a session."""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{before}"


def upgrade() -> None:
    op.add_column("sessions", sa.Column("answered_by", sa.String(12)))


def downgrade() -> None:
    op.drop_column("sessions", "answered_by")
'''
COLUMN = '\nsessions.append_column(sa.Column("answered_by", sa.String(12)))\n'
WRITES = """

import contextlib

from sqlalchemy.exc import SQLAlchemyError

from app.db import sessions
from app.session import DatabaseUnavailable, current_session, signed_in


@app.after_request
def note_version(response):
    with contextlib.suppress(SQLAlchemyError, DatabaseUnavailable):
        if signed_in():
            mine = sessions.c.id == current_session().row.key
            with app.extensions["database"].write() as connection:
                connection.execute(sessions.update().where(mine).values(answered_by="next"))
    return response
"""


def next_version(folder: Path) -> Path:
    """Copy this version, and add a nullable column that each page writes."""
    release = copy_release(folder)
    latest = max(path.stem[:4] for path in (release / "migrations").glob("[0-9]*.py"))
    revision = f"{int(latest) + 1:04}"
    migration = release / "migrations" / f"{revision}_answered_by.py"
    migration.write_text(MIGRATION.format(revision=revision, before=latest), encoding="utf-8")
    for name, addition in (("app/db.py", COLUMN), ("wsgi.py", WRITES)):
        with (release / name).open("a", encoding="utf-8") as source:
            source.write(addition)
    return release
