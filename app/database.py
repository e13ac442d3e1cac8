"""The database: its tables, and the two ways into it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.compiler import compiles

from app import postgres

T = TypeVar("T")
metadata = sa.MetaData()

sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.LargeBinary(32), primary_key=True, comment="SHA-256 of the cookie's value"),
    sa.Column("data", sa.LargeBinary, nullable=False, comment="what the pages keep, encrypted"),
    sa.Column("access_token", sa.LargeBinary, comment="encrypted; none before sign-in"),
    sa.Column("refresh_token", sa.LargeBinary, comment="encrypted; Spark may not give one"),
    sa.Column("renew_at", sa.Float, comment="when to renew the tokens; seconds since 1970, as all times"),
    sa.Column("version", sa.Integer, nullable=False, server_default="0", comment="counts the renewals of the tokens"),
    sa.Column("lease_until", sa.Float, nullable=False, server_default="0", comment="until when one request renews"),
    sa.Column("role", sa.String(8), comment="whose tokens: consumer, agent, or key; none before sign-in"),
    sa.Column("owner", sa.LargeBinary(32), index=True, comment="a keyed hash of the consumer's id at Spark"),
    sa.Column("created_at", sa.Float, nullable=False),
    sa.Column("seen_at", sa.Float, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False, index=True),
)
terms = sa.Table(
    "terms",
    metadata,
    sa.Column("consumer", sa.Text, primary_key=True, comment="the consumer's id at Spark"),
    sa.Column("version", sa.Text, primary_key=True, comment="of the terms that they accepted"),
    sa.Column("accepted_at", sa.Float, nullable=False, comment="seconds since 1970, by the database's clock"),
)
tallies = sa.Table(
    "tallies",
    metadata,
    sa.Column("id", sa.LargeBinary(32), primary_key=True, comment="a keyed hash of the limit and whose it is"),
    sa.Column("amount", sa.Integer, nullable=False, comment="how much, since the first"),
    sa.Column("ends_at", sa.Float, nullable=False, index=True, comment="until when it counts, by the database's clock"),
)


class now(sa.sql.expression.FunctionElement[float]):  # noqa: N801 - reads as the SQL function that it is
    """The database's clock, in seconds since 1970: the one that all machines of a portal share."""

    type = sa.Float()
    inherit_cache = True


@compiles(now, "sqlite")
def _now_sqlite(*_: Any, **__: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _now_postgresql(*_: Any, **__: Any) -> str:
    return "extract(epoch from clock_timestamp())"


class Database:
    """One engine. No connection is held while Spark answers: each use below is short.

    `connections` is how many threads can use PostgreSQL at once; who is `patient` (a migration) may take any time.
    """

    def __init__(self, url: str, connections: int = 16, patient: bool = False) -> None:
        sqlite = sa.make_url(url).get_backend_name() == "sqlite"
        self.url = url
        self.engine = sa.create_engine(url, hide_parameters=True, **({} if sqlite else postgres.options(connections)))
        self._reads = self.engine if sqlite else self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._writes = self.engine.execution_options(writes=True)
        if sqlite:
            Path(self.engine.url.database or "").parent.mkdir(parents=True, exist_ok=True)
            event.listen(self.engine, "connect", _tune_sqlite)
            event.listen(self.engine, "begin", _begin_immediate)
            event.listen(self.engine, "handle_error", _distrust)
        elif not patient:
            postgres.be_impatient(self.engine)

    def one(self, statement: sa.Select[Any]) -> sa.Row[Any] | None:
        """Read a row outside any transaction."""
        return self._read(statement, lambda result: result.first())

    def all(self, statement: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """Read rows outside any transaction."""
        return self._read(statement, lambda result: result.all())

    def write(self) -> AbstractContextManager[sa.Connection]:
        """A short transaction that holds the write lock from its beginning."""
        return self._writes.begin()

    def _read(self, statement: sa.Select[Any], take: Callable[[sa.CursorResult[Any]], T]) -> T:
        """Once more if the connection was dead: the server has been restarted, and a read may be repeated."""
        try:
            with self._reads.connect() as connection:
                return take(connection.execute(statement))
        except sa.exc.DBAPIError as error:
            if not error.connection_invalidated:
                raise
        with self._reads.connect() as connection:
            return take(connection.execute(statement))


def _tune_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver sends no BEGIN of its own
    for pragma in ("journal_mode=wal", "synchronous=normal", "busy_timeout=10000", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")


def _begin_immediate(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _distrust(context: sa.ExceptionContext) -> None:
    """A connection that found its file corrupt remembers it so: once it is repaired, new ones are needed."""
    if type(context.original_exception) is sqlite3.DatabaseError:
        context.is_disconnect = True
