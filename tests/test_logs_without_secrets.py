"""Whatever raises, and however it is logged: no token, code, secret, cookie or e-mail address is written."""

from __future__ import annotations

import json
import logging
import re
import smtplib
from collections.abc import Callable
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from flask import Flask, render_template_string

from app.auth.access import public
from app.telemetry.logs import STDERR
from tests.conftest import SECRET, Start
from tests.servers import Visitor

TOKEN, MAIL, COOKIE, ENCODED = (
    "x7f3kq9z2m5v8b1n4c6d0s",
    "pat.olsen@example.com",
    "portal_session=c0okie",
    "pa%73swo%72d",
)
SECRETS = (TOKEN, MAIL, "c0okie", ENCODED, "sw0rdf1sh", SECRET, "sandbox-secret")
LETTER = (
    f"GET /v1/oauth2/token/{TOKEN}?code=sw0rdf1sh Authorization: OAuth {TOKEN} {MAIL} Set-Cookie: {COOKIE}\n"
    f"postgresql://vow:{ENCODED}@db {{'password': 'sw0rdf1sh', 'client_secret': 'sandbox-secret'}} {SECRET}"
)


class Unwritable:
    def __repr__(self) -> str:
        raise ValueError(LETTER)


@pytest.mark.parametrize(("said", "argument"), [("%d", TOKEN), ("%r", Unwritable()), ("%s %s", LETTER)])
def test_a_line_that_cannot_be_written_says_where_it_is(
    said: str, argument: object, start_portal: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    start_portal()
    record = logging.LogRecord("app", logging.WARNING, "/srv/page.py", 12, said, (argument,), None)
    STDERR.handle(record)
    written = capsys.readouterr().err
    assert "/srv/page.py:12 has a line that cannot be written" in written
    assert_discreet(written)


def first() -> None:
    raise ValueError(LETTER)


def chained() -> None:
    try:
        first()
    except ValueError as cause:
        raise KeyError(MAIL) from cause


def in_the_course_of_another() -> None:
    try:
        first()
    finally:
        requests.get(f"http://{MAIL}:{ENCODED}@127.0.0.1:1/v1/oauth2/token/{TOKEN}?code=sw0rdf1sh", timeout=1)


def noted() -> None:
    error = RuntimeError("see the notes")
    error.add_note(LETTER)
    raise error


def several() -> None:
    raise ExceptionGroup(LETTER, [ValueError(LETTER), KeyError({"cookie": COOKIE})])


def in_the_database() -> None:
    with sa.create_engine("sqlite://", hide_parameters=False).connect() as connection:
        connection.execute(sa.text("select :password, nothing"), {"password": "sw0rdf1sh", "token": TOKEN})


def at_the_database() -> None:
    sa.create_engine(f"postgresql+psycopg://vow:{ENCODED}@{MAIL}:1/portal?password={TOKEN}&connect_timeout=1").connect()


def at_the_post_office() -> None:
    raise smtplib.SMTPRecipientsRefused({MAIL: (550, f"no {MAIL} here".encode())})


def in_a_template() -> None:
    render_template_string("{{ secret / 0 }}", secret=LETTER)


def in_json() -> None:
    raise ValueError(json.dumps({"D": {"access_token": TOKEN, "password": "sw0rdf1sh", "Email": MAIL}}))


def as_an_argument() -> None:
    raise PermissionError(13, LETTER, f"/v1/oauth2/token/{TOKEN}")


PLACES = [
    chained, in_the_course_of_another, noted, several, in_the_database, at_the_database, at_the_post_office,
    in_a_template, in_json, as_an_argument,
]  # fmt: skip


@pytest.mark.parametrize(
    ("when", "form"), [("view", "json"), ("view", "text"), ("before_request", "json"), ("after_request", "text")]
)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # of the connections that break here
def test_whatever_raises_no_secret_is_logged(
    place: Callable[[], None], when: str, form: str, start_portal: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    server = start_portal(log_format=form)
    app: Flask = server.app
    raised: list[str] = []

    def fail(*_: object) -> Any:
        if not raised:
            raised.append(when)
            place()

    if when == "view":
        app.view_functions["auth.landing"] = public(fail)
    elif when == "before_request":
        app.before_request_funcs[None].append(fail)
    else:
        app.after_request_funcs[None].append(fail)
    assert Visitor(server.url).get("/").status_code in {500, 503}
    assert raised
    written = capsys.readouterr().err
    assert_discreet(written)
    assert "GET / 50" in written


@pytest.mark.parametrize(
    "write",
    [
        lambda log: log.warning(LETTER),
        lambda log: log.warning("%s", LETTER),
        lambda log: log.warning("%r", {"access_token": TOKEN, "Cookie": COOKIE, "to": [MAIL]}),
        lambda log: log.warning("%s", ValueError(LETTER)),
        lambda log: log.warning("x", extra={"token": TOKEN, "fields": {"a": LETTER, "b": [LETTER], "c": ("y", MAIL)}}),
        lambda log: log.warning("x", extra={"time": LETTER, "logger": MAIL, "stack": TOKEN, "password": "sw0rdf1sh"}),
        lambda log: log.warning("%(token)s", {"token": f"Bearer {TOKEN}"}),
        lambda log: log.warning("x", stack_info=True),
        lambda log: log.warning(LETTER.encode()),
    ],
)  # fmt: skip
def test_however_it_is_logged_no_secret_is_written(
    write: Callable[[logging.Logger], None], start_portal: Start, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("json", "text"):
        start_portal(log_format=form)
        write(logging.getLogger("some.library"))
    written = capsys.readouterr().err
    assert len(re.findall("some.library", written)) >= 2
    assert_discreet(written)


def assert_discreet(written: str) -> None:
    assert written
    for secret in SECRETS:
        assert secret not in written, f"{secret} in {written[max(0, written.find(secret) - 200) :][:400]}"
