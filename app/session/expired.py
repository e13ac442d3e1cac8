"""Out with what is over, whenever somebody signs in: nothing has to run by itself for it."""

from __future__ import annotations

import sqlalchemy as sa

from app.database import now, sessions, tallies


def drop_expired(connection: sa.Connection) -> int:
    """How many sessions; what the limits have counted goes with them."""
    connection.execute(tallies.delete().where(tallies.c.ends_at <= now()))
    return connection.execute(sessions.delete().where(sessions.c.expires_at <= now())).rowcount
