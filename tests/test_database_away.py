"""While the database is away nobody is told that they are signed out, and nothing waits for long."""

from __future__ import annotations

import socket
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from app import create_app
from app.config import load
from app.db import Database, OldSchema, sessions
from app.session.store import _delete_expired
from tests.auth.test_sign_out import deleted_at_spark
from tests.servers import Server, Visitor
from tests.test_app import PRODUCTION, SITE

SLEEP = sa.select(sa.func.pg_sleep(5))


@pytest.fixture
def on_postgres(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def hasty(postgres_url: str) -> Iterator[Database]:
    database = Database(postgres_url, statement_timeout=0.4)
    yield database
    database.engine.dispose()


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/sign-out"), ("POST", "/sign-out"), ("POST", "/sign-in"), ("GET", "/p/danalee"),
     ("GET", "/auth/callback?error=access_denied"), ("GET", "/auth/callback?code=a&state=b")],
)  # fmt: skip
def test_who_has_a_cookie_is_asked_to_come_back(method: str, path: str, visitor: Visitor, database: Database) -> None:
    visitor.sign_in()
    with database.write() as connection:
        connection.exec_driver_sql("alter table sessions rename to gone")
    answer = visitor.http.request(method, visitor.home + path, data={"to": "agents"}, allow_redirects=False, timeout=5)
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (503, False)
    assert "signed out" not in answer.text


def test_a_sign_in_that_cannot_be_kept_signs_nobody_in(
    visitor: Visitor, portal: Server, sandbox: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise sa.exc.OperationalError("INSERT", {}, Exception("gone"))

    back = visitor.come_back()
    monkeypatch.setattr(portal.app.session_interface.store, "sign_in", fail)  # type: ignore[attr-defined]  # it is ours
    assert visitor.get(back).status_code == 503
    assert visitor.get("/home", allow_redirects=False).status_code == 302
    assert deleted_at_spark(sandbox), "nobody has these tokens any more"


def test_a_database_that_says_nothing_is_given_up_in_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        database = Database(f"postgresql+psycopg://me@127.0.0.1:{silent.getsockname()[1]}/portal")
        ended: list[BaseException] = []

        def read() -> None:
            try:
                database.one(sa.select(sessions))
            except sa.exc.OperationalError as error:
                ended.append(error)

        began, reader = time.monotonic(), threading.Thread(target=read, daemon=True)
        reader.start()
        reader.join(8)
    assert ended
    assert time.monotonic() - began < 7


def test_no_value_stands_in_a_database_error(database: Database) -> None:
    with pytest.raises(sa.exc.DBAPIError) as failed, database.write() as connection:
        connection.execute(sa.text("insert into nowhere values (:value)"), {"value": "a-secret-value"})
    assert "a-secret-value" not in str(failed.value)


def test_a_read_survives_a_restart_of_the_server_and_a_write_says_that_it_failed(on_postgres: Database) -> None:
    _end_all_connections(on_postgres)
    assert on_postgres.all(sa.select(sessions)) == []
    _end_all_connections(on_postgres)
    with pytest.raises(sa.exc.OperationalError), on_postgres.write() as connection:
        connection.execute(sessions.delete())
    with on_postgres.write() as connection:
        connection.execute(sessions.delete())


def _end_all_connections(database: Database) -> None:
    """Those that the pool keeps, three of them, as a restart of the server would."""
    held = [database.engine.connect() for _ in range(3)]
    for connection in held:
        connection.close()
    other = sa.create_engine(database.engine.url, poolclass=sa.NullPool)
    with other.connect() as connection:
        ended = sa.text("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vow-portal'")
        assert len(connection.execute(ended).all()) >= 3


def test_a_server_that_is_stuck_ends_the_statement(hasty: Database) -> None:
    began = time.monotonic()
    with pytest.raises(sa.exc.OperationalError, match="statement timeout"):
        hasty.one(SLEEP)
    assert time.monotonic() - began < 3


def test_a_server_that_says_nothing_any_more_is_given_up(hasty: Database) -> None:
    with hasty.engine.connect() as connection:
        connection.exec_driver_sql("set statement_timeout = 0")
        connection.commit()
        with pytest.raises(sa.exc.OperationalError, match="timeout expired") as given_up:
            connection.execute(SLEEP)
        assert given_up.value.connection_invalidated, "nobody else may be given this connection"
    assert hasty.all(sa.select(sessions)) == []


def test_nobody_waits_for_a_lock_or_holds_one_for_long(on_postgres: Database) -> None:
    limits = ("lock_timeout", "idle_in_transaction_session_timeout", "statement_timeout")
    row = on_postgres.one(sa.select(*(sa.func.current_setting(limit) for limit in limits)))
    assert row
    assert tuple(row) == ("4s", "10s", "6s")


def test_as_many_threads_as_serve_pages_have_a_connection_each(postgres_url: str) -> None:
    database = Database(postgres_url, max_connections=5)
    held = [database.engine.connect() for _ in range(5)]
    assert len(held) == 5
    for connection in held:
        connection.close()
    database.engine.dispose()


def test_a_database_that_is_locked_for_long_is_a_calm_page(
    visitor: Visitor, portal: Server, database: Database
) -> None:
    engine = portal.app.extensions["database"].engine
    event.listen(engine, "checkout", lambda connection, *_: connection.execute("pragma busy_timeout=100"))
    with closing(sqlite3.connect(str(database.engine.url.database))) as other:
        other.execute("begin immediate")
        visitor.get("/")
        visitor.press("Continue", False, to="agents")
        assert visitor.page.status_code == 503
        assert visitor.h1 == "We cannot look you up right now"
        other.rollback()
    visitor.sign_in()
    assert visitor.path == "/home"


def test_a_portal_that_starts_before_its_database_is_ready_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    app = create_app(load(_env_file=None, database_url=f"postgres://me@127.0.0.1:{port}/portal", **PRODUCTION))
    visitor = app.test_client()
    assert visitor.get("/health/live", base_url=SITE).status_code == 200
    ready = visitor.get("/health/ready", base_url=SITE)
    assert (ready.status_code, ready.json and ready.json["why"]) == (503, "database")


def test_a_refused_start_leaves_no_connection_behind(on_postgres: Database) -> None:
    """A platform starts it again and again, and the server takes so many connections and no more."""
    with on_postgres.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '0001'")
    url = on_postgres.engine.url.render_as_string(False)
    with pytest.raises(OldSchema) as refused:
        create_app(load(_env_file=None, database_url=url, **PRODUCTION))
    assert refused.value  # as long as somebody looks at it, nothing is cleaned up by itself
    others = "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
    with on_postgres.engine.connect() as connection:
        for _ in range(100):
            if (left := connection.exec_driver_sql(others).scalar_one()) == 0:
                break
            time.sleep(0.05)
    assert left == 0


def test_who_is_behind_a_pooler_counts_on_no_statement_that_another_connection_has_prepared(
    on_postgres: Database,
) -> None:
    for _ in range(9):
        on_postgres.all(sa.select(sessions))
        with on_postgres.engine.begin() as connection:  # as a pooler does: the next transaction is elsewhere
            connection.exec_driver_sql("do $$ begin execute 'deallocate all'; end $$")


def test_what_is_over_is_found_without_a_look_at_every_row(on_postgres: Database) -> None:
    scans = "select sum(seq_scan) from pg_stat_xact_user_tables where relname in ('sessions', 'tallies')"
    with on_postgres.write() as connection:
        connection.exec_driver_sql("set local enable_seqscan = off")  # as it is for tables that are not small
        _delete_expired(connection)
        assert connection.exec_driver_sql(scans).scalar_one() == 0
