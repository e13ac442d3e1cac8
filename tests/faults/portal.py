"""The portal as it is deployed: gunicorn in a process of its own, with one worker: it is known which one answers."""

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

from app.settings import ROOT
from tests.conftest import SECRET
from tests.start import free_port

INSIDE = Path(__file__).parent / "inside"
THREADS = 8


@dataclass(frozen=True)
class Portal:
    url: str
    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def worker(self) -> int | None:
        """Its process id; None between two of them."""
        children = Path(f"/proc/{self.popen.pid}/task/{self.popen.pid}/children").read_text(encoding="utf-8")
        return int(children.split()[0]) if children.strip() else None

    def kill_worker(self) -> None:
        """SIGKILL: nothing is finished, nothing is given back."""
        if worker := self.worker:
            os.kill(worker, signal.SIGKILL)

    def live(self) -> bool:
        with suppress(requests.RequestException):
            return requests.get(f"{self.url}/health/live", timeout=2).ok
        return False


@contextmanager
def portal(folder: Path, spark: str, sign_in: str, database_url: str, *prefix: str) -> Iterator[Portal]:
    """`prefix` is a command that starts another one."""
    port, log = free_port(), folder / f"{time.monotonic_ns()}.log"
    settings = {
        "PORT": str(port), "WEB_CONCURRENCY": "1", "WEB_THREADS": str(THREADS), "LOG_FORMAT": "json",
        "SECRET_KEY": SECRET, "DATABASE_URL": database_url, "TERMS_GATE": "false",
        "SPARK_CLIENT_ID": "sandbox-client", "SPARK_CLIENT_SECRET": "sandbox-secret",
        "SPARK_REDIRECT_URI": f"http://127.0.0.1:{port}/auth/callback",
        "SPARK_SIGN_IN_URL": sign_in, "SPARK_API_URL": spark,
        "PYTHONPATH": str(INSIDE), "FAULTS_CONTROL": str(folder / "control"),
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
            _end(started)


def _end(portal: Portal) -> None:
    """At once: what still hangs is not waited for."""
    portal.popen.send_signal(signal.SIGQUIT)
    with suppress(subprocess.TimeoutExpired):
        portal.popen.wait(3)
    with suppress(FileNotFoundError):
        portal.kill_worker()
    portal.popen.wait(40)


def _wait_for(portal: Portal) -> None:
    until = time.monotonic() + 30
    while not portal.live():
        if portal.popen.poll() is not None or time.monotonic() > until:
            sys.exit(f"The portal did not start:\n{portal.log.read_text(encoding='utf-8')}")
        time.sleep(0.1)
