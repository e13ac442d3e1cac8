"""gunicorn with one of the applications, the resources that its workers use, and the load on it."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import requests

from app.config import ROOT
from tests.conftest import SECRET
from tests.servers import free_port

TICKS = os.sysconf("SC_CLK_TCK")
KB_PER_MB = 1024
HOST = "homes.example"


@dataclass(frozen=True)
class Measured:
    """Times in milliseconds. `cpu` is the workers' processor time for a page."""

    pages: int
    rate: float
    p50: float
    p99: float
    cpu: float
    failed: int


@dataclass
class Server:
    """A running gunicorn. `counts` holds the sums of its workers' counts after it has stopped."""

    process: subprocess.Popen[bytes]
    port: int
    counts: Counter[str]

    @property
    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]

    @property
    def memory(self) -> list[float]:
        """Resident memory of each worker, in megabytes."""
        statuses = [Path(f"/proc/{pid}/status").read_text(encoding="utf-8") for pid in self.workers]
        return [int(status.partition("VmRSS:")[2].split()[0]) / KB_PER_MB for status in statuses]

    @property
    def cpu(self) -> float:
        """Processor time of the workers so far, in seconds."""
        fields = [
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split() for pid in self.workers
        ]
        return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS

    def sign_in(self, access_token: str) -> str:
        """Sign in where a sample application is served, and return the cookie."""
        address = f"http://127.0.0.1:{self.port}/bench/sign-in"
        answer = requests.get(address, {"access_token": access_token}, headers={"Host": HOST}, timeout=10)
        return answer.headers["Set-Cookie"].partition(";")[0]

    def load(self, cookies: Sequence[str], seconds: float, path: str = "/search") -> Measured:
        """Send one visitor for each cookie, for this long."""
        task = {"port": self.port, "path": path, "cookies": cookies, "seconds": seconds}
        command, cpu_before = [sys.executable, "-m", "tools.bench.load"], self.cpu
        process = subprocess.run(command, input=json.dumps(task), stdout=-1, text=True, cwd=ROOT, check=True)
        visits = json.loads(process.stdout)
        return _measured(visits["times"], visits["failed"], self.cpu - cpu_before, visits["took"])


def _measured(times: list[float], failed: int, cpu: float, took: float) -> Measured:
    if len(times) < 2:
        return Measured(len(times), 0, 0, 0, 0, failed)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    rate, each = len(times) / took, cpu / len(times) * 1000
    return Measured(len(times), rate, cuts[49] * 1000, cuts[98] * 1000, each, failed)


@contextmanager
def gunicorn(kind: str, folder: Path, settings: dict[str, str], workers: int = 3, threads: int = 8) -> Iterator[Server]:
    """Serve until the block ends. All settings come from the environment."""
    port, counts = free_port(), folder / f"counts-{time.monotonic_ns()}"
    counts.mkdir()
    size = {"PORT": str(port), "WEB_CONCURRENCY": str(workers), "WEB_THREADS": str(threads)}
    bench = {"BENCH_KIND": kind, "BENCH_COUNTS": str(counts), "MALLOC_ARENA_MAX": "2"}  # as in production
    command = [str(Path(sys.executable).with_name("gunicorn")), "tools.bench.wsgi:app"]
    environment = os.environ | settings | size | bench
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        server = Server(process, port, Counter())
        try:
            _wait_until_live(server)
            yield server
        finally:
            process.terminate()
            process.wait(60)
    for file in counts.iterdir():
        server.counts.update(json.loads(file.read_text(encoding="utf-8")))


def production(database: str, spark: str, trusted: Path | None = None) -> dict[str, str]:
    """Production settings with this database and this Spark."""
    return {
        "APP_ENV": "production",
        "SECRET_KEY": SECRET,
        "DATABASE_URL": database,
        "SPARK_CLIENT_ID": "sandbox-client",
        "SPARK_CLIENT_SECRET": "sandbox-secret",
        "SPARK_REDIRECT_URI": f"https://{HOST}/auth/callback",
        "SPARK_SIGN_IN_URL": spark,
        "SPARK_API_URL": spark,
        "AGENT_EMAIL": "dana@example.com",
        "TERMS_GATE": "false",
        "BENCH_TRUSTED": str(trusted or ""),
    }


def _wait_until_live(server: Server, timeout: float = 30) -> None:
    """Wait until one worker answers. The others start at the same time."""
    until = time.monotonic() + timeout
    while time.monotonic() < until and server.process.poll() is None:
        with suppress(requests.RequestException):
            if requests.get(f"http://127.0.0.1:{server.port}/health/live", timeout=5).ok:
                return
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")
