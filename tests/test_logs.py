from __future__ import annotations

import io
import json
import logging
import re
import sys
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask

from app.auth.access import public
from app.telemetry.logs import STDERR, JsonFormatter, TextFormatter
from tests.auth.conftest import Misbehave, misbehave
from tests.conftest import SECRET, Start
from tests.servers import Server, Visitor

__all__ = ["misbehave"]

LINE = re.compile(r"(\d\d:\d\d:\d\d) (\w+) \[([\w.-]+)\] (.*)")


@pytest.fixture
def json_log() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """Every line so far as a program reads it."""
    written, handler = io.StringIO(), logging.StreamHandler()
    handler.setStream(written)
    handler.setFormatter(JsonFormatter([SECRET, "sandbox-secret"]))
    logging.getLogger().addHandler(handler)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.getLogger().removeHandler(handler)


def pages(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for line in lines if line["logger"] == "app.access"]


JsonLog = Callable[[], list[dict[str, Any]]]


def test_a_request_is_one_line(visitor: Visitor, json_log: JsonLog) -> None:
    visitor.get("/")
    (line,) = pages(json_log())
    assert {name: line[name] for name in ("level", "method", "path", "endpoint", "status", "consumer")} == {
        "level": "info", "method": "GET", "path": "/", "endpoint": "auth.landing", "status": 200, "consumer": "",
    }  # fmt: skip
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])
    assert line["request"] == visitor.page.headers["X-Request-Id"]
    assert 0 <= line["ms"] < 10_000


def test_a_line_for_people_is_short(visitor: Visitor, log: io.StringIO) -> None:
    visitor.sign_in()
    visitor.get("/search")
    line = next(line for line in reversed(log.getvalue().splitlines()) if "GET /search 200" in line)
    found = LINE.fullmatch(line)
    assert found
    assert found[3] == visitor.page.headers["X-Request-Id"]
    assert re.fullmatch(r"GET /search 200 \d+ ms, Spark \d+ calls? \d+ ms, consumer [0-9a-f]{12}", found[4])


def test_neither_health_nor_style_sheets_fill_the_log(visitor: Visitor, json_log: JsonLog) -> None:
    for path in ("/health/live", "/health/ready", "/static/css/portal.css", "/static/nothing"):
        visitor.get(path)
    assert pages(json_log()) == []


def test_a_page_tells_how_long_it_waited_for_spark(visitor: Visitor, json_log: JsonLog, misbehave: Misbehave) -> None:
    """Its calls run at the same time, so their times do not add up."""
    visitor.sign_in()
    misbehave("api", "slow", seconds=0.2, times=None)
    visitor.get("/home")
    line = pages(json_log())[-1]
    assert line["spark_calls"] > 3
    assert 200 <= line["spark_ms"] <= line["ms"] < 200 * line["spark_calls"]


def test_a_call_that_failed_is_named_as_sparks_support_wants_it(
    visitor: Visitor, json_log: JsonLog, log: io.StringIO, misbehave: Misbehave
) -> None:
    visitor.sign_in()
    misbehave("api", "500", path="/v1/listings", times=None)
    visitor.get("/search")
    line = pages(json_log())[-1]
    assert line["status"] == 502
    assert re.fullmatch(r"GET listings \(status 500, request [0-9a-f]{32}\)", line["spark_failed"][0])
    assert line["spark_failed"][0] in log.getvalue()


def test_a_consumer_is_the_same_stranger_in_every_line(visitor: Visitor, json_log: JsonLog, portal: Server) -> None:
    visitor.sign_in("Pat")
    visitor.get("/search")
    visitor.get("/home")
    visitor.press("Sign out")
    other = Visitor(portal.url)
    other.sign_in("Sam")
    other.get("/search")
    lines = pages(json_log())
    by_path = {(line["method"], line["path"]): line["consumer"] for line in lines[:-2]}
    pat = by_path["GET", "/home"]
    assert re.fullmatch("[0-9a-f]{12}", pat)
    assert by_path["POST", "/sign-out"] == pat
    assert by_path["GET", "/sign-out"] == ""
    assert lines[-1]["consumer"] not in {"", pat}


def test_a_page_that_breaks_has_its_line_and_its_traceback(
    portal: Server, visitor: Visitor, json_log: JsonLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> str:
        raise ZeroDivisionError

    app: Flask = portal.app
    monkeypatch.setitem(app.view_functions, "auth.landing", public(broken))
    visitor.get("/")
    fault, page = json_log()[-2:]
    assert fault["exception"].endswith("ZeroDivisionError")
    assert "in broken" in fault["exception"]
    assert (page["status"], page["request"]) == (500, fault["request"]) == (500, visitor.text("main code"))


def test_not_even_a_page_without_a_page_for_errors_is_left_out(
    portal: Server, visitor: Visitor, json_log: JsonLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    app: Flask = portal.app
    monkeypatch.setattr(app, "process_response", broken)
    visitor.get("/")
    assert pages(json_log())[-1]["status"] == 500


def test_only_a_trusted_proxy_names_a_request(start_portal: Start, json_log: JsonLog) -> None:
    trusting, alone = Visitor(start_portal(trusted_proxies="1").url), Visitor(start_portal().url)
    given = {"X-Request-Id": "a1b2c3d4e5f6a7b8c9d0e1f2"}
    assert trusting.get("/", headers=given).headers["X-Request-Id"] == given["X-Request-Id"]
    assert pages(json_log())[-1]["request"] == given["X-Request-Id"]
    for bad in ("short", "a" * 65, "semi;colon;semi", "tür-tür-tür".encode().decode("latin-1")):
        said = trusting.get("/", headers={"X-Request-Id": bad.encode("latin-1").decode("latin-1")}).headers
        assert re.fullmatch("[0-9a-f]{8}", said["X-Request-Id"])
    assert re.fullmatch("[0-9a-f]{8}", alone.get("/", headers=given).headers["X-Request-Id"])


def test_an_address_cannot_forge_a_line(visitor: Visitor, log: io.StringIO) -> None:
    visitor.get("/nothing%0A18:02:11%20INFO%20forged%1B[31m%E2%80%A8")
    line = next(line for line in log.getvalue().split("\n") if "forged" in line)
    assert line.isprintable()
    assert "GET /nothing" in line


@pytest.mark.parametrize("name", ["gunicorn.error", "werkzeug", "urllib3.connectionpool", "py.warnings"])
def test_every_logger_writes_in_this_form(
    name: str, start_portal: Start, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    logger, own = logging.getLogger(name), logging.StreamHandler(sys.stderr)
    monkeypatch.setattr(logger, "handlers", [own] if name == "gunicorn.error" else [])
    start_portal(log_format="json")
    logger.warning("GET /auth/callback?code=hidden")
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["message"] == "GET /auth/callback?[…]"


def test_production_writes_for_programs_and_development_for_people(start_portal: Start) -> None:
    used = []
    for changed in ({}, {"log_format": "json"}):
        start_portal(**changed)
        used.append(type(STDERR.formatter))
    assert used == [TextFormatter, JsonFormatter]


def test_another_application_beside_the_portal_can_log(portal: Server, log: io.StringIO) -> None:
    with Flask("another").test_request_context("/"):
        logging.getLogger("another").warning("here")
    assert "WARNING [-] another: here" in log.getvalue()


def test_a_full_disk_breaks_no_page(portal: Server, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: str) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stderr", SimpleNamespace(write=full, flush=lambda: None))
    assert visitor.get("/nothing").status_code == 404
