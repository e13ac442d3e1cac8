"""The portal as it is served: gunicorn with two workers on a copy of this version, and the sandbox."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

import pytest

from tests.conftest import MISSING, SECRET
from tests.machine import Machine
from tests.refresh.spark import Spark
from tests.release import copy_release
from tests.servers import Server, Visitor, free_port


class Portal(Machine):
    """Its database is a SQLite file of its own, beside its version."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def database_url(self) -> str:
        return self.environment["DATABASE_URL"]

    @property
    def log_lines(self) -> list[str]:
        return self.log.read_text(encoding="utf-8").splitlines()

    def tell(self, number: signal.Signals) -> None:
        assert self._gunicorn
        self._gunicorn.send_signal(number)

    def wait_for_the_end(self) -> int:
        """The exit status."""
        assert self._gunicorn
        return self._gunicorn.wait(20)

    def wait_for_line(self, words: str, times: int = 1) -> None:
        for _ in range(400):
            if sum(words in line for line in self.log_lines) >= times:
                return
            time.sleep(0.05)
        raise AssertionError(f"{words!r} was not said:\n" + "\n".join(self.log_lines[-40:]))


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Server]:
    if "sandbox" in MISSING:
        pytest.skip("needs the sandbox, which has been deleted")
    with Server().serving(import_module("sandbox").create_sandbox()) as server:
        yield server


@pytest.fixture(scope="module")
def portal(sandbox: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Not started yet."""
    folder = tmp_path_factory.mktemp("served")
    port, release = free_port(), copy_release(folder / "release")
    with ExitStack() as running:
        portal = Portal(port, release, _settings(port, sandbox.url, folder), folder / "log")
        running.callback(portal.kill)
        yield portal


def _settings(port: int, spark: str, folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": SECRET,
        "DATABASE_URL": f"sqlite:///{folder / 'portal.db'}",
        "SPARK_CLIENT_ID": "sandbox-client",
        "SPARK_CLIENT_SECRET": "sandbox-secret",
        "SPARK_REDIRECT_URI": f"http://127.0.0.1:{port}/auth/callback",
        "SPARK_SIGN_IN_URL": spark,
        "SPARK_API_URL": spark,
        "TERMS_GATE": "false",
        "WEB_CONCURRENCY": "2",
        "LOG_FORMAT": "json",
    }


@pytest.fixture
def running(portal: Portal) -> Portal:
    """Started, unless it already is."""
    if not portal.is_ready():
        portal.start()
    return portal


@pytest.fixture
def visitor(running: Portal) -> Visitor:
    """Signed in, with a whole page seen."""
    visitor = Visitor(running.url)
    visitor.sign_in()
    assert visitor.get("/search").status_code == 200
    return visitor


@pytest.fixture
def spark(sandbox: Server) -> Iterator[Spark]:
    spark = Spark(sandbox)
    spark.forget()
    yield spark
    spark.behave()
