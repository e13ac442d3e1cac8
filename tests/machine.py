"""One machine of the portal: gunicorn and its workers, in their own process group and on their own port."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import requests

TIMEOUT = 30.0
"""Seconds that a machine has to become ready."""


class Machine:
    """`release` is the folder of the version that it runs. It appends its log to a file."""

    def __init__(self, port: int, release: Path, environment: Mapping[str, str], log: Path) -> None:
        self.port, self.release, self.environment, self.log = port, release, dict(environment), log
        self._gunicorn: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> float:
        """Start, wait until it is ready, and return the seconds."""
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
        until = time.monotonic() + TIMEOUT
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
        """Send SIGKILL to the whole group: it finishes and cleans up nothing."""
        if self._gunicorn and self._gunicorn.poll() is None:
            os.killpg(self._gunicorn.pid, signal.SIGKILL)
            self._gunicorn.wait(10)

    def stop(self) -> float:
        """Send SIGTERM, as `systemctl stop` does, and return the seconds until it finished its requests."""
        assert self._gunicorn
        began = time.monotonic()
        self._gunicorn.terminate()
        self._gunicorn.wait(TIMEOUT)
        return time.monotonic() - began

    def answers(self) -> int:
        """Count the requests in its log."""
        return self.log.read_text(encoding="utf-8", errors="replace").count("app.access")
