"""Which sessions are over, by the database's clock: on a machine whose own is wrong nobody's session ends."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.database import now, sessions, tallies

TOUCH = 300.0
"""Seconds: a mere read moves the idle limit at most this often."""


def live() -> sa.Select[Any]:
    """The rows whose time is not over, and whether a visit is to move their idle limit (`stale`)."""
    stale = (sessions.c.seen_at < now() - TOUCH).label("stale")
    return sa.select(sessions, stale).where(sessions.c.expires_at > now())


def drop_expired(connection: sa.Connection) -> int:
    """How many sessions; what the limits have counted goes with them.

    Whenever somebody signs in, so nothing has to run by itself for it.
    """
    at = sa.select(now()).scalar_subquery()  # read once: by a clock that runs, PostgreSQL looks at every row
    connection.execute(tallies.delete().where(tallies.c.ends_at <= at))
    return connection.execute(sessions.delete().where(sessions.c.expires_at <= at)).rowcount
