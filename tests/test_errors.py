"""Whatever goes wrong ends on a calm page."""

from __future__ import annotations

import hashlib
import io
import logging
import re
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from flask import Flask, session

from app.auth.access import public
from app.db import Database, sessions
from app.spark.client import submit
from app.telemetry import logs
from app.views import error_messages
from tests.auth.conftest import Misbehave, misbehave
from tests.servers import Server, Visitor

__all__ = ["misbehave"]


def test_an_unknown_page(visitor: Visitor) -> None:
    assert visitor.get("/nothing-here").status_code == 404
    assert visitor.h1 == "There is no such page"


def test_an_unknown_home(visitor: Visitor) -> None:
    visitor.sign_in()
    assert visitor.get("/homes/20000000000000000000000000").status_code == 404
    assert visitor.h1 == "No longer available to view"


def test_an_account_that_is_switched_off(visitor: Visitor) -> None:
    visitor.sign_in("Gus")
    for path in ("/home", "/search"):
        assert visitor.get(path).status_code == 403
        assert "switched off" in visitor.page.text


@pytest.mark.parametrize(
    ("what", "status", "words"),
    [
        ("500", 502, "Listings are not answering"),
        ("503", 502, "Listings are not answering"),
        ("html", 502, "Listings are not answering"),
        ("reset", 502, "Listings are not answering"),
        ("429", 503, "It is busy right now"),
    ],
)
def test_spark_in_trouble(what: str, status: int, words: str, visitor: Visitor, misbehave: Misbehave) -> None:
    visitor.sign_in()
    misbehave("api", what, path="/v1/listings", times=None)
    assert visitor.get("/search?sort=price").status_code == status
    assert visitor.h1 == words
    retry = visitor.soup.select_one("main a[href='/search?sort=price']")
    assert retry, "the page offers to try again, with what was asked for"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("500", r"WARNING \[(\w+)\] .*Spark failed: Unavailable: "),
        ("1500", r"ERROR \[(\w+)\] .*Spark failed: Forbidden: "),
    ],
)
def test_what_spark_did_is_in_the_log_under_the_reference_of_the_page(
    what: str, said: str, visitor: Visitor, misbehave: Misbehave, log: io.StringIO
) -> None:
    error_messages._logged.clear()  # what one test was told of Spark is news to the next
    visitor.sign_in()
    misbehave("api", what, path="/v1/listings", times=None)
    visitor.get("/search")
    assert re.findall(said, log.getvalue()) == [visitor.text("main code")]


def test_one_failing_panel_leaves_the_page_standing(visitor: Visitor, misbehave: Misbehave) -> None:
    visitor.sign_in()
    misbehave("api", "500", path="/v1/listings", times=None)
    assert visitor.get("/home").status_code == 200
    assert "Pat" in visitor.h1


def test_the_database_away(portal: Server, visitor: Visitor, database: Database, tmp_path: Path) -> None:
    visitor.sign_in()
    with database.write() as connection:
        connection.exec_driver_sql("alter table sessions rename to gone")
    for path in ("/home", "/search", "/"):
        assert visitor.get(path).status_code == 503
        assert visitor.h1 == "We cannot look you up right now"
    assert visitor.get("/health/live").status_code == 200
    stranger = Visitor(portal.url)
    assert stranger.get("/").status_code == 200
    assert stranger.press("Continue", to="agents").status_code == 503
    with database.write() as connection:
        connection.exec_driver_sql("alter table gone rename to sessions")
    assert visitor.get("/home").status_code == 200


def test_the_database_away_is_the_same_page_while_one_develops(
    portal: Server, visitor: Visitor, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With Flask's debugger on, what nothing else answers is not caught."""
    monkeypatch.setitem(portal.app.config, "PROPAGATE_EXCEPTIONS", True)
    portal.app.add_url_rule("/own", "own", public(lambda: str(database.all(sa.select(sessions)))))
    visitor.sign_in()
    with database.write() as connection:
        connection.exec_driver_sql("alter table sessions rename to gone")
    for whoever, path in ((visitor, "/home"), (Visitor(portal.url), "/own")):
        assert whoever.get(path).status_code == 503
        assert whoever.h1 == "We cannot look you up right now"


def test_a_database_that_is_away_fills_the_log_with_no_tracebacks(
    visitor: Visitor, database: Database, log: io.StringIO
) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("alter table sessions rename to gone")
    visitor.get("/")
    assert visitor.press("Continue", to="agents").status_code == 503
    assert "the database does not answer: OperationalError" in log.getvalue()
    assert "Traceback" not in log.getvalue()
    assert "Exception on" not in log.getvalue()


def test_a_fault_of_ours(
    portal: Server, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> str:
        session["half"] = "done"
        raise ZeroDivisionError("a secret thing")

    visitor.sign_in()
    app: Flask = portal.app
    monkeypatch.setitem(app.view_functions, "home.show", broken)
    with caplog.at_level(logging.ERROR):
        page = visitor.get("/home")
    assert page.status_code == 500
    assert "ZeroDivisionError" not in page.text
    assert "secret thing" not in page.text
    reference = visitor.text("main code")
    assert len(reference) == 8
    kept = portal.app.session_interface.store.read(hashlib.sha256(cookie_of(visitor)).digest())  # type: ignore[attr-defined]  # it is ours
    assert kept.data.keys() == {"csrf_token", "browser"}


def cookie_of(visitor: Visitor) -> bytes:
    return (next(iter(visitor.http.cookies)).value or "").encode()


def test_too_much_at_once(visitor: Visitor) -> None:
    assert visitor.post("/sign-in", {"to": "portal", "portal": "a" * 100_000}).status_code == 413
    assert visitor.h1 == "That was too much at once"


def test_a_wrong_method(visitor: Visitor) -> None:
    answer = visitor.get("/sign-in")
    assert (answer.status_code, set(answer.headers["Allow"].split(", "))) == (405, {"OPTIONS", "POST"})
    assert "<h1" in visitor.page.text


def test_the_way_to_spark_may_lead_over_its_other_hosts(visitor: Visitor) -> None:
    """Browsers hold the redirects after a form to `form-action`; Spark's sign-in pages are on several hosts."""
    policy = dict(rule.split(" ", 1) for rule in visitor.get("/").headers["Content-Security-Policy"].split("; "))
    assert "https:" in policy["form-action"].split()
    assert policy["script-src"] == "'self'"


def test_scripts_talk_to_this_site_alone(visitor: Visitor) -> None:
    assert "; connect-src 'self';" in visitor.get("/").headers["Content-Security-Policy"]


def test_an_answer_to_a_form_is_not_kept_whoever_sent_it(visitor: Visitor) -> None:
    answer = visitor.post("/sign-in", {"to": "portal", "portal": "no such portal"})
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_busy_spark_says_when(visitor: Visitor, misbehave: Misbehave) -> None:
    visitor.sign_in()
    misbehave("api", "429", path="/v1/listings", times=None, seconds=20)
    assert visitor.get("/search").headers["Retry-After"] == "20"
    assert "in 20 seconds" in visitor.text("main")


def test_what_the_mls_demands_is_back_as_soon_as_spark_tells_it_again(visitor: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", "500", path="/v1/system", times=1)
    visitor.sign_in()
    assert "Prairie MLS" not in visitor.text("footer .disclaimer")
    visitor.get("/home")
    assert "Prairie MLS" in visitor.text("footer .disclaimer")


def test_calls_of_a_page_that_log_at_once_have_one_reference(portal: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each thread has made one before the first is kept."""
    together = Barrier(2, timeout=5)
    monkeypatch.setattr(logs, "secrets", SimpleNamespace(token_hex=lambda _: f"reference-{together.wait()}"))
    with portal.app.test_request_context("/"):
        first, second = submit(logs.request_id), submit(logs.request_id)
        assert first.result() == second.result()
