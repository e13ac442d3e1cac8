"""One machine of the portal: gunicorn with its workers, in a process group of its own, on a port of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import requests

PATIENCE = 30.0
"""Seconds that a machine has to become ready."""


class Machine:
    """`release` is the folder of the version it runs; its log is appended to a file."""

    def __init__(self, port: int, release: Path, environment: Mapping[str, str], log: Path) -> None:
        self.port, self.release, self.environment, self.log = port, release, dict(environment), log
        self._gunicorn: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> float:
        """Seconds until it was ready."""
        began = time.monotonic()
        self.launch()
        self.wait()
        return time.monotonic() - began

    def launch(self) -> None:
        environment = self.environment | {"LISTEN": "127.0.0.1", "PORT": str(self.port)}
        with self.log.open("ab") as log:
            command = [sys.executable, "-m", "gunicorn", "wsgi:app"]
            self._gunicorn = subprocess.Popen(
                command, cwd=self.release, env=environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self.is_ready():
            assert self._gunicorn, "not launched"
            assert self._gunicorn.poll() is None, f"it ended:\n{self.log.read_text(encoding='utf-8')[-3000:]}"
            assert time.monotonic() < until, f"not ready:\n{self.log.read_text(encoding='utf-8')[-3000:]}"
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            return requests.get(f"http://{self.address}/health/ready", timeout=5).ok
        except requests.RequestException:
            return False

    def kill(self) -> None:
        """SIGKILL to the whole group: nothing is finished, nothing is given back."""
        if self._gunicorn and self._gunicorn.poll() is None:
            os.killpg(self._gunicorn.pid, signal.SIGKILL)
            self._gunicorn.wait(10)

    def stop(self) -> float:
        """SIGTERM, as from `systemctl stop`; seconds until it had finished what it was at."""
        assert self._gunicorn
        began = time.monotonic()
        self._gunicorn.terminate()
        self._gunicorn.wait(PATIENCE)
        return time.monotonic() - began

    def answers(self) -> int:
        """How many requests stand in its log."""
        return self.log.read_text(encoding="utf-8", errors="replace").count("app.access")
