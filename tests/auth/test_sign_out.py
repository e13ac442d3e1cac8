"""Leaving: final here at once, at Spark as soon as it answers, and gone from the browser."""

from __future__ import annotations

import io
import time

import pytest
import requests
import sqlalchemy as sa
from itsdangerous import TimestampSigner

from app.db import Database, sessions
from tests.auth.conftest import Misbehave
from tests.servers import Server, Visitor


def deleted_at_spark(sandbox: Server) -> bool:
    for _ in range(100):
        seen = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
        if any(call["method"] == "DELETE" and call["path"].startswith("/v1/oauth2/token") for call in seen):
            return True
        time.sleep(0.02)
    return False


def rows(database: Database) -> int:
    with database.engine.connect() as connection:
        return len(connection.execute(sa.select(sessions)).all())


def test_signing_out_ends_the_session_and_the_tokens(visitor: Visitor, database: Database, sandbox: Server) -> None:
    visitor.sign_in()
    visitor.press("Sign out")
    assert visitor.path == "/sign-out"
    assert "You are signed out" in visitor.h1
    assert rows(database) == 0
    assert not visitor.http.cookies
    assert deleted_at_spark(sandbox)
    assert visitor.get("/home", allow_redirects=False).status_code == 302


def test_a_stolen_cookie_opens_nothing_after_sign_out(visitor: Visitor, portal: Server) -> None:
    visitor.sign_in()
    thief = Visitor(portal.url)
    thief.http.cookies.update(visitor.http.cookies)
    assert thief.get("/home", allow_redirects=False).status_code == 200
    visitor.press("Sign out")
    assert thief.get("/home", allow_redirects=False).status_code == 302


def test_signing_out_never_waits_for_spark(visitor: Visitor, misbehave: Misbehave, database: Database) -> None:
    visitor.sign_in()
    misbehave("delete", "slow", seconds=1.5)
    began = time.monotonic()
    visitor.press("Sign out")
    assert time.monotonic() - began < 1
    assert rows(database) == 0


def test_looking_at_sign_out_signs_nobody_out(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.get("/sign-out")
    assert visitor.h1 == "Sign out?"
    assert visitor.get("/home").status_code == 200


def test_another_site_cannot_sign_a_visitor_out(visitor: Visitor) -> None:
    visitor.sign_in()
    assert visitor.post("/sign-out", allow_redirects=False).status_code == 400
    assert visitor.post("/sign-out", {"csrf_token": "forged"}, allow_redirects=False).status_code == 400
    assert visitor.get("/home", allow_redirects=False).status_code == 200


def test_a_form_of_another_site_cannot_take_the_cookie(visitor: Visitor, portal: Server) -> None:
    """The browser sends no cookie with it (SameSite), so there is no session whose token could be checked."""
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}):
        answer = requests.post(f"{portal.url}/sign-out", headers=headers, allow_redirects=False, timeout=5)
        assert answer.status_code == 403
        assert not {"Set-Cookie", "Clear-Site-Data"} & answer.headers.keys()


def test_a_token_that_cannot_be_read_does_not_keep_anybody_in(visitor: Visitor, database: Database) -> None:
    visitor.sign_in()
    with database.write() as connection:
        connection.execute(sessions.update().values(access_token=b"garbage"))
    visitor.get("/sign-out")
    visitor.press("Sign out")
    assert "You are signed out" in visitor.h1
    assert rows(database) == 0


def test_a_page_may_stay_open_for_days_before_its_sign_out(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as yesterday:
        yesterday.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) - 100_000)
        visitor.sign_in()
    visitor.press("Sign out")
    assert "You are signed out" in visitor.h1


def test_tokens_that_spark_does_not_delete_are_noted(
    visitor: Visitor, misbehave: Misbehave, log: io.StringIO, sandbox: Server
) -> None:
    visitor.sign_in()
    misbehave("delete", "500")
    visitor.press("Sign out")
    assert deleted_at_spark(sandbox)
    time.sleep(0.2)
    assert "tokens were not deleted at Spark" in log.getvalue()


def test_signing_out_twice_is_no_error(visitor: Visitor) -> None:
    visitor.post("/sign-out")
    assert "You are signed out" in visitor.h1


def test_signing_in_again_deletes_the_tokens_before(visitor: Visitor, sandbox: Server, database: Database) -> None:
    visitor.sign_in()
    visitor.get("/p/danalee")
    visitor.press("Continue")
    visitor.press("Sam")
    visitor.press("Allow")
    assert "Sam" in visitor.h1
    assert deleted_at_spark(sandbox)
    assert rows(database) == 1


def test_a_token_that_spark_refuses_ends_the_session(visitor: Visitor, sandbox: Server, database: Database) -> None:
    visitor.sign_in()
    requests.post(f"{sandbox.url}/sandbox/tokens/revoke", json={}, timeout=5)
    visitor.get("/search?sort=price")
    assert visitor.path == "/"
    assert "flexmls has ended your sign-in" in visitor.page.text
    assert rows(database) == 0
