"""What gunicorn does with the portal: it serves, loads anew under load, and ends well."""

from __future__ import annotations

import json
import re
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from app.db import sessions
from tests.refresh.spark import Spark
from tests.servers import Visitor
from tests.serving.conftest import Portal


def test_pages_and_files_are_served(running: Portal, visitor: Visitor) -> None:
    sheet = str(visitor.soup.select("link[rel=stylesheet]")[0]["href"])
    assert visitor.get("/search").headers["Server"] == "gunicorn", "no version for who looks for an old one"
    assert "immutable" in visitor.get(sheet).headers["Cache-Control"]
    assert visitor.get("/search?city=" + "x" * 5000).status_code < 500, "longer addresses than gunicorn takes unasked"


def test_every_line_of_the_log_is_an_object_and_none_has_a_query(running: Portal, visitor: Visitor) -> None:
    visitor.get("/search?city=Fargo")
    running.wait_for_line('"GET /search')
    lines = [json.loads(line) for line in running.log_lines]
    assert all({"time", "level", "logger", "request", "message"} <= line.keys() for line in lines)
    assert {"gunicorn.error", "app.access"} <= {line["logger"] for line in lines}
    assert "Fargo" not in "".join(running.log_lines)
    assert not [line for line in running.log_lines if "code=" in line or "state=" in line]


FORM, CHUNKED = "to=agents", "Transfer-Encoding: chunked"


@pytest.mark.parametrize(
    ("header", "body", "status"),
    [
        ("Content-Length: 9", FORM, 302),
        ("Content-Length: 99", FORM, 400),
        (CHUNKED, f"9\r\n{FORM}\r\n0\r\n\r\n", 302),
        (CHUNKED, f"9\r\n{FORM}\r\n", 400),
        (CHUNKED, f"99\r\n{FORM}", 400),
        (CHUNKED, f"9\r\n{FORM}\r\nno size\r\n", 400),
        (CHUNKED, f"9\r\n{FORM}\r\n0\r\nno trailer\r\n\r\n", 400),
        (CHUNKED, f"9\r\n{FORM}\r\n11171\r\n&x={'a' * 69_998}\r\n0\r\n\r\n", 413),
    ],
)
def test_a_form_is_carried_out_whole_or_not_at_all(running: Portal, header: str, body: str, status: int) -> None:
    kind = "Content-Type: application/x-www-form-urlencoded"
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as connection:
        lines = ("POST /sign-in HTTP/1.1", f"Host: {running.address}", kind, header, "Connection: close", "", body)
        connection.sendall("\r\n".join(lines).encode())
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(4096).decode().startswith(f"HTTP/1.1 {status} ")


def test_new_code_is_loaded_and_nobody_notices(running: Portal, visitor: Visitor) -> None:
    source = running.release / "app" / "views" / "health.py"
    source.write_text(source.read_text(encoding="utf-8").replace('"live"}', '"renewed"}'), encoding="utf-8")
    over, failed = threading.Event(), list[object]()
    with ThreadPoolExecutor() as pool:
        for _ in range(4):
            pool.submit(_go_on, running, dict(visitor.http.cookies.items()), over, failed)
        running.tell(signal.SIGHUP)
        running.wait_for_line("Worker exiting", 2)
        over.set()
    assert not failed
    assert {visitor.get("/health/live").json()["status"] for _ in range(20)} == {"renewed"}


def _go_on(portal: Portal, cookies: dict[str, str], over: threading.Event, failed: list[object]) -> None:
    """Ask for a page of which one may have as many as one likes, on a connection that stays open for ten."""
    while not over.is_set():
        visitor = Visitor(portal.url)
        visitor.http.cookies.update(cookies)
        for _ in range(10):
            try:
                page = visitor.get("/account")
            except OSError as error:
                failed.append(error)
            else:
                failed.extend([page.text] if page.status_code != 200 or visitor.path != "/account" else [])


def test_at_a_stop_pages_and_renewals_of_tokens_that_are_under_way_end_well(
    running: Portal, visitor: Visitor, spark: Spark
) -> None:
    engine = sa.create_engine(running.database_url)
    _make_due(engine)
    spark.forget()
    spark.misbehave("grant", "slow", seconds=1.5)
    spark.misbehave("api", "slow", path="/v1/listings", seconds=1.0, times=None)
    with ThreadPoolExecutor() as pool:
        page = pool.submit(visitor.get, "/search")
        spark.wait_for_a_refresh()
        running.tell(signal.SIGTERM)
        assert page.result(20).status_code == 200
    assert running.wait_for_the_end() == 0
    with engine.connect() as connection:
        rows = connection.execute(sa.select(sessions.c.lease_until, sessions.c.version, sessions.c.renew_at)).all()
    engine.dispose()
    assert [row for row in rows if row[0]] == [], "a lease was left behind"
    assert [row for row in rows if row[1] == 1 and row[2] > time.time()], "nobody has the new tokens"


def _make_due(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        connection.execute(sessions.update().values(renew_at=1.0))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"APP_ENV": "production", "SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"WEB_THREADS": "many"}, "WEB_THREADS"),
        ({"APP_ENV": "production"}, "flask --app wsgi db upgrade"),
    ],
    ids=["bad settings", "no number", "old schema"],
)
def test_a_start_that_cannot_be_is_refused_once_and_says_why(
    portal: Portal, changed: dict[str, str], said: str, tmp_path: object
) -> None:
    production = {"SPARK_REDIRECT_URI": "https://homes.example/auth/callback", "AGENT_PHONE": "701-555-0142"}
    empty = {"DATABASE_URL": f"sqlite:///{tmp_path}/new.db"}
    refused = Portal(portal.port, portal.release, portal.environment | production | empty | changed, portal.log)
    before = len(refused.log_lines) if refused.log.exists() else 0
    refused.launch()
    assert refused.wait_for_the_end() == 1
    told = "\n".join(refused.log_lines[before:])
    assert len(re.findall(re.escape(said), told)) == 1, told
    assert "Traceback" not in told
    assert "Booting worker" not in told
