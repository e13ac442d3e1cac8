"""The page beside the bare call, by one visitor: /search asks for its listings and, at the same time, the carts."""

from __future__ import annotations

import logging
import statistics
import tempfile
from functools import partial

import requests

from app import create_app
from tests.conftest import settings
from tests.live import Server, Visitor

from .calls import DELAY_MS, bare, sandbox, seconds, token

ROUNDS, WARM_UP = 60, 5
MOST_RATIO, PAGES_A_CONNECTION = 1.3, 20


def passed() -> bool:
    logging.getLogger("app.access").disabled = True  # a line for each page would hide the figures
    with sandbox() as spark, tempfile.TemporaryDirectory() as folder:
        server = Server()
        app = create_app(settings(server.url, spark, f"sqlite:///{folder}/portal.db"))
        with server.serving(app):
            visitor = Visitor(server.url)
            visitor.sign_in()
            fine = _measure(visitor, spark)
        app.extensions["database"].engine.dispose()
    return fine


def _measure(visitor: Visitor, spark: str) -> bool:
    call, page = bare(spark, token(spark)), partial(visitor.get, "/search")
    for _ in range(WARM_UP):
        seconds(call), seconds(page)
    requests.delete(f"{spark}/sandbox/seen", timeout=5)
    times = [(seconds(call), seconds(page)) for _ in range(ROUNDS)]
    calls, pages = (statistics.median(column) for column in zip(*times, strict=True))
    ports = {seen["remote_port"] for seen in requests.get(f"{spark}/sandbox/seen", timeout=5).json()}
    ratio = pages / calls
    print(f"bare Spark call   {calls * 1000:6.1f} ms   (median of {ROUNDS}, sandbox answering after {DELAY_MS} ms)")
    print(f"signed-in /search {pages * 1000:6.1f} ms   {ratio:.2f} × the call; at most {MOST_RATIO} ×")
    print(f"TCP connections   {len(ports)} for {ROUNDS} pages and {ROUNDS} calls; at most 1 for {PAGES_A_CONNECTION}")
    return ratio <= MOST_RATIO and len(ports) <= ROUNDS / PAGES_A_CONNECTION
