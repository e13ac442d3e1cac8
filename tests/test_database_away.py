"""While the database is away nobody is told that they are signed out, and nothing waits for long."""

from __future__ import annotations

import socket
import threading
import time

import pytest
import sqlalchemy as sa

from app.database import Database, sessions
from tests.live import Server, Visitor
from tests.sign_in.test_sign_out import deleted_at_spark


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
