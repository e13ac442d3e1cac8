"""`make bench`: what a signed-in page costs beside the bare Spark call that it makes. Loopback only, about ten seconds.

The sandbox runs in a process of its own and answers each call after a fixed 50 ms. The page is /search:
its listings and, at the same time, the carts.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import requests

from app import create_app
from app.settings import ROOT
from app.spark.dialect import SparkSession
from app.spark.listings import CARD, FOR_SALE, NEWEST, Query
from tests.conftest import settings
from tests.live import Server, Visitor

DELAY_MS, ROUNDS, WARM_UP = 50, 60, 5
MOST_RATIO, PAGES_A_CONNECTION = 1.3, 20
ASKED: dict[str, str | int] = {
    "_filter": FOR_SALE,
    "_orderby": NEWEST,
    "_page": 1,
    "_limit": 24,
    "_pagination": 1,
    "_select": CARD,
    "_expand": Query().expand,
}
"""What the page asks Spark for."""


def main() -> None:
    with sandbox() as spark, tempfile.TemporaryDirectory() as folder:
        server = Server()
        app = create_app(settings(server.url, spark, f"sqlite:///{folder}/portal.db"))
        with server.serving(app):
            visitor = Visitor(server.url)
            visitor.sign_in()
            passed = measure(visitor, spark)
        app.extensions["database"].engine.dispose()
    sys.exit(0 if passed else 1)


def measure(visitor: Visitor, spark: str) -> bool:
    session = SparkSession(token={"access_token": token(spark)})
    bare = partial(session.get, f"{spark}/v1/listings", params=ASKED)
    page = partial(visitor.get, "/search")
    for _ in range(WARM_UP):
        seconds(bare), seconds(page)
    requests.delete(f"{spark}/sandbox/seen", timeout=5)
    times = [(seconds(bare), seconds(page)) for _ in range(ROUNDS)]
    calls, pages = (statistics.median(column) for column in zip(*times, strict=True))
    ports = {call["remote_port"] for call in requests.get(f"{spark}/sandbox/seen", timeout=5).json()}
    ratio = pages / calls
    print(f"bare Spark call   {calls * 1000:6.1f} ms   (median of {ROUNDS}, sandbox answering after {DELAY_MS} ms)")
    print(f"signed-in /search {pages * 1000:6.1f} ms   {ratio:.2f} × the call; at most {MOST_RATIO} ×")
    print(f"TCP connections   {len(ports)} for {ROUNDS} pages and {ROUNDS} calls; at most 1 for {PAGES_A_CONNECTION}")
    return ratio <= MOST_RATIO and len(ports) <= ROUNDS / PAGES_A_CONNECTION


def seconds(act: Callable[[], requests.Response]) -> float:
    began = time.perf_counter()
    act().raise_for_status()
    return time.perf_counter() - began


def token(spark: str) -> str:
    grant = {"grant_type": "password", "username": "pat@example.com", "password": "sandbox"}
    client = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
    answer = requests.post(f"{spark}/v1/oauth2/grant", json=grant | client, timeout=5)
    return str(answer.json()["access_token"])


@contextmanager
def sandbox(delay_ms: int = DELAY_MS) -> Iterator[str]:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--delay-ms", str(delay_ms), "--with-parent"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address
        yield address[0]
        process.terminate()


if __name__ == "__main__":
    main()
