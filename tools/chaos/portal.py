"""The portal under gunicorn, as in production. It has one worker, so we know which process answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from app.config import ROOT
from tests.conftest import SECRET
from tests.servers import free_port

INJECTED = Path(__file__).parent / "injected"
THREADS = 8


@dataclass(frozen=True)
class Portal:
    url: str
    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def worker(self) -> int | None:
        """The worker's process id, or None while gunicorn replaces it."""
        children = Path(f"/proc/{self.popen.pid}/task/{self.popen.pid}/children").read_text(encoding="utf-8")
        return int(children.split()[0]) if children.strip() else None

    def kill_worker(self) -> None:
        """Send SIGKILL: the worker finishes and cleans up nothing."""
        if worker := self.worker:
            os.kill(worker, signal.SIGKILL)

    def is_live(self) -> bool:
        with suppress(requests.RequestException):
            return requests.get(f"{self.url}/health/live", timeout=2).ok
        return False


@contextmanager
def portal(folder: Path, spark: str, sign_in: str, database_url: str, *prefix: str) -> Iterator[Portal]:
    """`prefix` is a command that runs the rest as its own command."""
    port, log = free_port(), folder / f"{time.monotonic_ns()}.log"
    settings = {
        "PORT": str(port), "WEB_CONCURRENCY": "1", "WEB_THREADS": str(THREADS), "LOG_FORMAT": "json",
        "SECRET_KEY": SECRET, "DATABASE_URL": database_url, "TERMS_GATE": "false",
        "SPARK_CLIENT_ID": "sandbox-client", "SPARK_CLIENT_SECRET": "sandbox-secret",
        "SPARK_REDIRECT_URI": f"http://127.0.0.1:{port}/auth/callback",
        "SPARK_SIGN_IN_URL": sign_in, "SPARK_API_URL": spark,
        "PYTHONPATH": str(INJECTED), "CHAOS_CONTROL": str(folder / "control"),
    }  # fmt: skip
    command = [*prefix, sys.executable, "-m", "gunicorn", "wsgi:app"]
    with (
        log.open("wb") as written,
        subprocess.Popen(
            command, cwd=ROOT, env=os.environ | settings, stdout=written, stderr=subprocess.STDOUT
        ) as popen,
    ):
        started = Portal(f"http://127.0.0.1:{port}", popen, log)
        try:
            _wait_for(started)
            yield started
        finally:
            _stop(started)


def _stop(portal: Portal) -> None:
    """Stop at once, without waiting for requests that hang."""
    portal.popen.send_signal(signal.SIGQUIT)
    with suppress(subprocess.TimeoutExpired):
        portal.popen.wait(3)
    with suppress(FileNotFoundError):
        portal.kill_worker()
    portal.popen.wait(40)


def _wait_for(portal: Portal) -> None:
    until = time.monotonic() + 30
    while not portal.is_live():
        if portal.popen.poll() is not None or time.monotonic() > until:
            sys.exit(f"The portal did not start:\n{portal.log.read_text(encoding='utf-8')}")
        time.sleep(0.1)
