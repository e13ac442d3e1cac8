"""The database: its tables, its engine with timeouts, and the check of its schema."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any, Literal, TypeVar

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.compiler import compiles

from app.config import ROOT

T = TypeVar("T")
MIGRATIONS = ROOT / "migrations"
STATEMENT_TIMEOUT = 6.0
"""Seconds that a statement may take on PostgreSQL. Ours take milliseconds."""
CONNECT_ARGS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 6000,
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "application_name": "vow-portal",
    "prepare_threshold": None,
}
"""For libpq and psycopg, in seconds (`tcp_user_timeout`: milliseconds). A pooler does not keep prepared statements."""

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


class now(sa.sql.expression.FunctionElement[float]):  # noqa: N801 - reads like the SQL function it is
    """The database's clock, in seconds since 1970. All machines of a portal share it."""

    type = sa.Float()
    inherit_cache = True


@compiles(now, "sqlite")
def _now_sqlite(*_: Any, **__: Any) -> str:
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(now, "postgresql")
def _now_postgresql(*_: Any, **__: Any) -> str:
    return "extract(epoch from clock_timestamp())"


class Database:
    """The engine. A request holds a connection only for one read or one short transaction.

    `max_connections` limits the pool on PostgreSQL. A `statement_timeout` of None is for migrations.
    """

    def __init__(
        self, url: str, max_connections: int = 16, statement_timeout: float | None = STATEMENT_TIMEOUT
    ) -> None:
        self.url = url
        if sa.make_url(url).get_backend_name() == "sqlite":
            self.engine = self._reads = _sqlite_engine(url)
        else:
            self.engine = _postgres_engine(url, max_connections, statement_timeout)
            self._reads = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._writes = self.engine.execution_options(writes=True)
        event.listen(self.engine, "handle_error", _discard_broken)

    def one(self, statement: sa.Select[Any], **parameters: object) -> sa.Row[Any] | None:
        """Reads one row outside a transaction."""
        return self._read(statement, lambda result: result.first(), parameters)

    def all(self, statement: sa.Select[Any]) -> Sequence[sa.Row[Any]]:
        """Reads rows outside a transaction."""
        return self._read(statement, lambda result: result.all(), {})

    def write(self) -> AbstractContextManager[sa.Connection]:
        """A short transaction. On SQLite it holds the write lock from its start."""
        return self._writes.begin()

    def _read(
        self, statement: sa.Select[Any], fetch: Callable[[sa.CursorResult[Any]], T], parameters: dict[str, object]
    ) -> T:
        """Tries again if the connection was dead, for example after a restart of the server."""
        try:
            with self._reads.connect() as connection:
                return fetch(connection.execute(statement, parameters))
        except sa.exc.DBAPIError as error:
            if not error.connection_invalidated:
                raise
        with self._reads.connect() as connection:
            return fetch(connection.execute(statement, parameters))


def _sqlite_engine(url: str) -> sa.Engine:
    engine = sa.create_engine(url, hide_parameters=True)
    Path(engine.url.database or "").parent.mkdir(parents=True, exist_ok=True)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _set_pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not send its own BEGIN
    for pragma in ("journal_mode=wal", "synchronous=normal", "busy_timeout=10000", "foreign_keys=on"):
        connection.execute(f"pragma {pragma}")


def _begin_immediate(connection: sa.Connection) -> None:
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgres_engine(url: str, max_connections: int, statement_timeout: float | None) -> sa.Engine:
    """The pool keeps half of its connections open."""
    spare = max_connections // 2
    engine = sa.create_engine(
        url,
        hide_parameters=True,
        connect_args=CONNECT_ARGS,
        pool_size=max_connections - spare,
        max_overflow=spare,
        pool_timeout=5,
        pool_recycle=900,
        pool_use_lifo=True,
    )
    if statement_timeout is not None:
        event.listen(engine, "connect", partial(_set_timeouts, statement_timeout))
    return engine


def _set_timeouts(statement_timeout: float, connection: Any, _record: Any) -> None:
    """Set once connected, because a pooler refuses them as connection parameters.

    libpq has no timeout for a server that accepts a statement and never answers, but psycopg's `wait` has one.
    """
    connection.wait = partial(connection.wait, timeout=statement_timeout + 0.5)
    limits = {"statement_timeout": statement_timeout, "lock_timeout": 4, "idle_in_transaction_session_timeout": 10}
    for name, seconds in limits.items():
        connection.execute("select set_config(%s, %s, false)", (name, f"{seconds * 1000:.0f}"))
    connection.commit()


def _discard_broken(context: sa.ExceptionContext) -> None:
    """Closes a connection whose server did not answer, or whose SQLite file was corrupt: it remembers that."""
    error = context.original_exception
    if isinstance(error, psycopg.errors._WaitTimeout) or type(error) is sqlite3.DatabaseError:
        context.is_disconnect = True


class OldSchema(Exception):
    """The database's schema is older than this version needs."""


@dataclass(frozen=True)
class SchemaVersion:
    """`current` and `required` are revision ids. Each version works on the schema of the next one, a `newer` one."""

    current: str
    required: str
    status: Literal["old", "current", "newer"]


def check_schema(database: Database) -> Literal["current", "newer"]:
    """Raises OldSchema with the command that helps."""
    schema = schema_version(database)
    if schema.status != "old":
        return schema.status
    raise OldSchema(
        f"The database is at revision {schema.current}, this version needs {schema.required}."
        " Run: flask --app wsgi db upgrade"
    )


def schema_version(database: Database) -> SchemaVersion:
    known, heads = known_revisions()
    applied: set[str] = set()
    with database.engine.connect() as connection:
        if sa.inspect(connection).has_table("alembic_version"):
            applied.update(connection.exec_driver_sql("select version_num from alembic_version").scalars())
    status: Literal["old", "current", "newer"] = "old" if applied <= known else "newer"
    if applied == heads:
        status = "current"
    return SchemaVersion(", ".join(sorted(applied)) or "none", ", ".join(sorted(heads)), status)


@cache
def known_revisions() -> tuple[frozenset[str], frozenset[str]]:
    """All revisions of this version and its heads, read once: files on disk may become newer than this process.

    Reads the migrations as text, because importing them would load Alembic (9 MB) into each process.
    """
    text = "\n".join(path.read_text(encoding="utf-8") for path in MIGRATIONS.glob("*.py"))
    known = re.findall(r"""^revision\b.*?["'](\w+)["']""", text, re.MULTILINE)
    parents = re.findall(r"""["'](\w+)["']""", "".join(re.findall(r"^down_revision\b.*", text, re.MULTILINE)))
    return frozenset(known), frozenset(known).difference(parents)
