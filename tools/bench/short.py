"""The short form: one visitor loads /search, beside the bare Spark call for the same listings."""

from __future__ import annotations

import logging
import statistics
import tempfile
from functools import partial

import requests

from app import create_app
from tests.conftest import settings
from tests.sandbox_process import sandbox_process
from tests.servers import Server, Visitor, access_token
from tools.bench.bare_call import DELAY_MS, bare_call, seconds

ROUNDS, WARM_UP = 60, 5
MAX_RATIO, PAGES_PER_CONNECTION = 1.3, 20


def passed() -> bool:
    logging.getLogger("app.access").disabled = True  # log lines would hide the figures
    with sandbox_process("--delay-ms", str(DELAY_MS)) as spark, tempfile.TemporaryDirectory() as folder:
        server = Server()
        app = create_app(settings(server.url, spark, f"sqlite:///{folder}/portal.db"))
        with server.serving(app):
            visitor = Visitor(server.url)
            visitor.sign_in()
            met = _measure(visitor, spark)
        app.extensions["database"].engine.dispose()
    return met


def _measure(visitor: Visitor, spark: str) -> bool:
    call, page = bare_call(spark, access_token(spark)), partial(visitor.get, "/search")
    for _ in range(WARM_UP):
        seconds(call), seconds(page)
    requests.delete(f"{spark}/sandbox/seen", timeout=5)
    times = [(seconds(call), seconds(page)) for _ in range(ROUNDS)]
    calls, pages = (statistics.median(column) for column in zip(*times, strict=True))
    ports = {seen["remote_port"] for seen in requests.get(f"{spark}/sandbox/seen", timeout=5).json()}
    ratio = pages / calls
    print(f"bare Spark call   {calls * 1000:6.1f} ms   (median of {ROUNDS}, sandbox answering after {DELAY_MS} ms)")
    print(f"signed-in /search {pages * 1000:6.1f} ms   {ratio:.2f} × the call; at most {MAX_RATIO} ×")
    print(f"TCP connections   {len(ports)} for {ROUNDS} pages and {ROUNDS} calls; at most 1 for {PAGES_PER_CONNECTION}")
    return ratio <= MAX_RATIO and len(ports) <= ROUNDS / PAGES_PER_CONNECTION
