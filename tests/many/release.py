"""Two versions of the portal in folders of their own: this one, and the next, which has one more column."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.settings import ROOT

PARTS = ("app", "migrations", "static", "templates", "wsgi.py", "gunicorn.conf.py")
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

from app.database import sessions
from app.session import DatabaseAway, current, signed_in


@app.after_request
def note_version(response):
    with contextlib.suppress(SQLAlchemyError, DatabaseAway):
        if signed_in():
            mine = sessions.c.id == current().stored.key
            with app.extensions["database"].write() as connection:
                connection.execute(sessions.update().where(mine).values(answered_by="next"))
    return response
"""


def this_version(folder: Path) -> Path:
    """A copy without `.env`, so that nothing of this machine plays into the run."""
    folder.mkdir()
    for name in PARTS:
        part = ROOT / name
        if part.is_dir():
            shutil.copytree(part, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(part, folder / name)
    return folder


def next_version(folder: Path) -> Path:
    """This version, with a nullable column more that each page writes."""
    release = this_version(folder)
    before = max(path.stem[:4] for path in (release / "migrations").glob("[0-9]*.py"))
    revision = f"{int(before) + 1:04}"
    migration = release / "migrations" / f"{revision}_answered_by.py"
    migration.write_text(MIGRATION.format(revision=revision, before=before), encoding="utf-8")
    for name, more in (("app/database.py", COLUMN), ("wsgi.py", WRITES)):
        with (release / name).open("a", encoding="utf-8") as source:
            source.write(more)
    return release
