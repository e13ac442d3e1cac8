"""The sandbox in a process of its own, and the bare call to which a page is compared."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import requests

from app.settings import ROOT
from app.spark.dialect import SparkSession
from app.spark.listings import CARD, FOR_SALE, NEWEST, Query

DELAY_MS = 50
ASKED: dict[str, str | int] = {
    "_filter": FOR_SALE,
    "_orderby": NEWEST,
    "_page": 1,
    "_limit": 24,
    "_pagination": 1,
    "_select": CARD,
    "_expand": Query().expand,
}
"""What /search asks Spark for."""


@contextmanager
def sandbox(delay_ms: int = DELAY_MS) -> Iterator[str]:
    """Its address; it holds back each answer of its API this long."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--delay-ms", str(delay_ms), "--with-parent"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address
        yield address[0]
        process.terminate()


def bare(spark: str, access_token: str) -> Callable[[], requests.Response]:
    """The call for the listings of a page, on a connection that stays open."""
    return partial(SparkSession(token={"access_token": access_token}).get, f"{spark}/v1/listings", params=ASKED)


def seconds(act: Callable[[], requests.Response]) -> float:
    began = time.perf_counter()
    act().raise_for_status()
    return time.perf_counter() - began


def token(spark: str) -> str:
    """An access token of the sandbox's Pat."""
    grant = {"grant_type": "password", "username": "pat@example.com", "password": "sandbox"}
    client = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
    answer = requests.post(f"{spark}/v1/oauth2/grant", json=grant | client, timeout=5)
    return str(answer.json()["access_token"])
