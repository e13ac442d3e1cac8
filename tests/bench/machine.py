"""gunicorn with the portal or what it is compared with, what its processes took, and the visitors of it."""

from __future__ import annotations

import json
import os
import socket
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

from app.settings import ROOT
from tests.conftest import SECRET

TICKS = os.sysconf("SC_CLK_TCK")
MEGABYTE = 1024
"""In kilobytes."""
HOST = "homes.example"


@dataclass(frozen=True)
class Measured:
    """Times in milliseconds; `cpu` is what the workers took for a page."""

    pages: int
    rate: float
    p50: float
    p99: float
    cpu: float
    failed: int


@dataclass
class Server:
    """A running gunicorn; `counts` is what its workers have counted, once it has stopped."""

    process: subprocess.Popen[bytes]
    port: int
    counts: Counter[str]

    @property
    def workers(self) -> list[int]:
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]

    @property
    def memory(self) -> list[float]:
        """Megabytes that each worker holds (RSS)."""
        statuses = [Path(f"/proc/{pid}/status").read_text(encoding="utf-8") for pid in self.workers]
        return [int(status.partition("VmRSS:")[2].split()[0]) / MEGABYTE for status in statuses]

    @property
    def cpu(self) -> float:
        """Seconds of processor time that the workers have taken."""
        fields = [
            Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split() for pid in self.workers
        ]
        return sum(int(field[11]) + int(field[12]) for field in fields) / TICKS

    def signed_in(self, access_token: str) -> str:
        """A cookie, where the habits of the common samples are served."""
        address = f"http://127.0.0.1:{self.port}/bench/sign-in"
        answer = requests.get(address, {"access_token": access_token}, headers={"Host": HOST}, timeout=10)
        return answer.headers["Set-Cookie"].partition(";")[0]

    def load(self, cookies: Sequence[str], seconds: float, path: str = "/search") -> Measured:
        """As many visitors as there are cookies, for so long."""
        told = {"port": self.port, "path": path, "cookies": cookies, "seconds": seconds}
        command, before = [sys.executable, "-m", "tests.bench.load"], self.cpu
        done = subprocess.run(command, input=json.dumps(told), stdout=-1, text=True, cwd=ROOT, check=True)
        found = json.loads(done.stdout)
        return _measured(found["times"], found["failed"], self.cpu - before, found["took"])


def _measured(times: list[float], failed: int, cpu: float, took: float) -> Measured:
    if len(times) < 2:
        return Measured(len(times), 0, 0, 0, 0, failed)
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    rate, each = len(times) / took, cpu / len(times) * 1000
    return Measured(len(times), rate, cuts[49] * 1000, cuts[98] * 1000, each, failed)


@contextmanager
def gunicorn(kind: str, folder: Path, given: dict[str, str], workers: int = 3, threads: int = 8) -> Iterator[Server]:
    """Serves until the end of the block; all of its settings are given by the environment."""
    port, counts = _free_port(), folder / f"counts-{time.monotonic_ns()}"
    counts.mkdir()
    chosen = {"PORT": str(port), "WEB_CONCURRENCY": str(workers), "WEB_THREADS": str(threads)}
    own = {"BENCH_KIND": kind, "BENCH_COUNTS": str(counts), "MALLOC_ARENA_MAX": "2"}  # as where the portal is deployed
    command = [str(Path(sys.executable).with_name("gunicorn")), "tests.bench.served:app"]
    environment = os.environ | given | chosen | own
    with subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as process:
        server = Server(process, port, Counter())
        try:
            _await(server)
            yield server
        finally:
            process.terminate()
            process.wait(60)
    for told in counts.iterdir():
        server.counts.update(json.loads(told.read_text(encoding="utf-8")))


def production(database: str, spark: str, trusted: Path | None = None) -> dict[str, str]:
    """The settings of a portal on this database and this Spark."""
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


def _await(server: Server, patience: float = 30) -> None:
    """Until a worker answers; the others begin at the same time."""
    until = time.monotonic() + patience
    while time.monotonic() < until and server.process.poll() is None:
        with suppress(requests.RequestException):
            if requests.get(f"http://127.0.0.1:{server.port}/health/live", timeout=5).ok:
                return
        time.sleep(0.1)
    raise RuntimeError("gunicorn did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
