"""Connections to PostgreSQL that give up: a page that cannot be had in seconds is better told so."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event

PATIENCE = 6.0
"""Seconds that a statement may take; ours take milliseconds."""
ON_THE_WIRE = {
    "connect_timeout": 5,
    "tcp_user_timeout": 6000,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "application_name": "vow-portal",
}
"""As libpq names them (in seconds, but for tcp_user_timeout): a server that is silently gone is noticed."""


class Impatient(psycopg.Connection[Any]):
    """Gives up on a server that takes a statement and then says nothing: no timeout on the wire sees that, as its
    kernel still answers, and `statement_timeout` is the server's own."""

    def wait(self, gen: Any, *args: Any, **kwargs: Any) -> Any:
        return super().wait(self._in_time(gen), *args, **kwargs)

    def _in_time(self, gen: Generator[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """What psycopg waits for, which it asks ten times a second; closed, so that nobody uses this connection."""
        until, said = time.monotonic() + PATIENCE, None
        try:
            while True:
                said = yield gen.send(said)
                if not said and time.monotonic() > until:
                    self.pgconn.finish()
                    raise psycopg.OperationalError("the server does not answer")
        except StopIteration as end:
            return end.value


def options(connections: int) -> dict[str, Any]:
    """Of the engine: at most so many connections, half of them kept."""
    pool = {"pool_size": connections - connections // 2, "max_overflow": connections // 2}
    named = ON_THE_WIRE | {"prepare_threshold": None}  # a pooler may have the next transaction elsewhere
    return pool | {"pool_timeout": 5, "pool_recycle": 900, "pool_use_lifo": True, "connect_args": named}


def be_impatient(engine: sa.Engine) -> None:
    event.listen(engine, "do_connect", lambda _dialect, _record, args, named: Impatient.connect(*args, **named))
    event.listen(engine, "connect", _limit)


def _limit(connection: psycopg.Connection[Any], _record: Any) -> None:
    """Said once connected, as a pooler in between refuses these among the parameters of a connection."""
    limits = {"statement_timeout": PATIENCE, "lock_timeout": 4, "idle_in_transaction_session_timeout": 10}
    for name, seconds in limits.items():
        connection.execute("select set_config(%s, %s, false)", (name, f"{seconds * 1000:.0f}"))
    connection.commit()
