"""How often a name, and an address, may try its password; and that nothing of either is left anywhere."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, Response

from app.db import Database, now, tallies
from tests.auth.conftest import Misbehave
from tests.auth.test_password import PAT, WRONG, asked, enter, form, portal, refused
from tests.conftest import Start
from tests.servers import Server, Visitor

__all__ = ["form", "portal"]


def test_the_sixth_try_of_a_name_is_refused_however_it_is_written(form: Visitor, sandbox: Server) -> None:
    for written in (PAT, PAT.upper(), f" {PAT}", "Pat@Example.com", PAT):
        enter(form, written, "wrong")
        refused(form, 422, WRONG)
    seconds = int(enter(form).headers["Retry-After"])
    refused(form, 429, "Too many tries. Try again in about 15 minutes.")
    assert 880 < seconds <= 900
    assert asked(sandbox) == 5


def test_another_name_may_still_try(form: Visitor) -> None:
    for _ in range(6):
        enter(form, password="wrong")
    assert enter(form, "sam@example.com").headers["Location"] == "/home"


def test_the_twenty_first_try_of_an_address_is_refused(start_portal: Start, sandbox: Server) -> None:
    form = Visitor(start_portal(spark_password_grant="true", trusted_proxies="1").url)
    form.http.headers["X-Forwarded-For"] = "203.0.113.9"
    form.get("/sign-in/password")
    for number in range(20):
        enter(form, f"somebody{number}@example.com")
        refused(form, 422, WRONG)
    enter(form)
    refused(form, 429, "Too many tries.")
    assert asked(sandbox) == 20


def test_a_success_gives_the_name_its_tries_again(form: Visitor) -> None:
    for password in ["wrong"] * 4 + ["sandbox"] + ["wrong"] * 5:
        browser = Visitor(form.home)
        browser.get("/sign-in/password")
        page = enter(browser, password=password)
        assert page.status_code == (302 if password == "sandbox" else 422)


def test_after_its_time_a_name_may_try_again(form: Visitor, database: Database) -> None:
    for _ in range(6):
        enter(form, password="wrong")
    with database.write() as connection:
        connection.execute(tallies.update().values(ends_at=now()))
    assert enter(form).headers["Location"] == "/home"


def test_portals_on_one_database_count_together(form: Visitor, start_portal: Start) -> None:
    other = Visitor(start_portal(spark_password_grant="true").url)
    other.get("/sign-in/password")
    for number in range(5):
        enter((form, other)[number % 2], password="wrong")
    for visitor in (form, other):
        enter(visitor)
        refused(visitor, 429, "Too many tries.")


@pytest.fixture
def echo(start_portal: Start) -> Iterator[Visitor]:
    """A visitor of a portal whose Spark takes every password."""
    app = Flask("spark")

    @app.post("/v1/oauth2/grant")
    def grant() -> Response:
        return Response(json.dumps({"access_token": "abc", "refresh_token": "def"}))

    @app.get("/v1/my/account")
    def account() -> Response:
        return Response(json.dumps({"D": {"Success": True, "Results": [{"Id": "1"}]}}))

    with Server().serving(app) as server:
        yield Visitor(start_portal(spark_api_url=server.url, spark_password_grant="true").url)


@pytest.mark.parametrize("spark", ["takes it", "refuses it", "breaks down", "is away"])
def test_name_and_password_are_left_nowhere(
    spark: str, form: Visitor, echo: Visitor, misbehave: Misbehave, log: io.StringIO, tmp_path: Path,
) -> None:  # fmt: skip
    visitor = echo if spark == "takes it" else form
    if spark in {"breaks down", "is away"}:
        misbehave("grant", {"breaks down": "html", "is away": "reset"}[spark])
    visitor.get("/sign-in/password")
    enter(visitor, "zaphod@example.com", "h3art-0f-g0ld")
    assert (visitor.page.status_code == 302) is (spark == "takes it")
    visitor.get("/")
    kept = [file.read_bytes() for file in tmp_path.glob("portal.db*")]
    assert kept
    sent = [answer.text + json.dumps(dict(answer.headers)) for answer in visitor.answers]
    for secret in ("zaphod", "h3art-0f-g0ld"):
        assert not [page for page in (*sent, log.getvalue()) if secret in page]
        assert not [file for file in kept if secret.encode() in file]
