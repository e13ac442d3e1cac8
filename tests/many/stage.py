"""Three machines, the proxy, the database, the sandbox and the visitors of one run."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket
from tempfile import TemporaryDirectory

from app.settings import ROOT

from .at_spark import Spark
from .database import Postgres, postgres
from .machines import Machine
from .proxy import caddy
from .release import this_version
from .visitors import PEOPLE, Crowd, Guest

HOMES_EACH = 3


@dataclass
class Stage:
    """`environment` holds the settings that machines are started with from now on."""

    folder: Path
    site: str
    database: Postgres
    spark: Spark
    environment: dict[str, str]
    machines: list[Machine] = field(default_factory=list)
    crowd: Crowd = field(default_factory=lambda: Crowd(()))

    def restart(self, machine: Machine, **changed: str) -> None:
        """As in an upgrade: it finishes what it is at, and starts with what has changed."""
        machine.stop()
        machine.environment |= changed
        machine.start()

    def flask(self, release: Path, *command: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=release, env=self.environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip


@contextmanager
def stage(visitors: int, workers: int) -> Iterator[Stage]:
    """With all visitors signed in and on the site."""
    port, *ports = free_ports(4)
    site = f"https://localhost:{port}"
    with ExitStack() as running:
        folder = Path(running.enter_context(TemporaryDirectory(prefix="portal-machines-")))
        database = running.enter_context(postgres())
        spark = Spark(running.enter_context(_sandbox(site)))
        here = Stage(folder, site, database, spark, _settings(site, database.url, spark.url, workers))
        here.machines = running.enter_context(_machines(here, ports))
        certificate = running.enter_context(caddy(port, [machine.address for machine in here.machines], folder))
        here.crowd = running.enter_context(_crowd(here, visitors, certificate))
        yield here


def free_ports(number: int) -> list[int]:
    """On the loopback, and all different."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _settings(site: str, database: str, spark: str, workers: int) -> dict[str, str]:
    """Those of production, of nothing else on this machine."""
    return {
        "PATH": os.environ["PATH"],
        "APP_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(32),
        "DATABASE_URL": database,
        "SPARK_CLIENT_ID": "sandbox-client",
        "SPARK_CLIENT_SECRET": "sandbox-secret",
        "SPARK_REDIRECT_URI": f"{site}/auth/callback",
        "SPARK_SIGN_IN_URL": spark,
        "SPARK_API_URL": spark,
        "AGENT_EMAIL": "dana@example.com",
        "TRUSTED_PROXIES": "1",
        "WEB_CONCURRENCY": str(workers),
    }


@contextmanager
def _sandbox(site: str) -> Iterator[str]:
    """Its address; it answers after 20 ms and knows the callback of this site."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--delay-ms", "20", "--with-parent"]
    command += ["--callback", f"{site}/auth/callback"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address, "the sandbox did not start"
        yield address[0]
        process.terminate()


@contextmanager
def _machines(here: Stage, ports: list[int]) -> Iterator[list[Machine]]:
    release = this_version(here.folder / "this")
    here.flask(release, "db", "upgrade")
    machines = [Machine(port, release, here.environment, here.folder / f"{port}.log") for port in ports]
    try:
        for machine in machines:
            machine.launch()
        for machine in machines:
            machine.wait()
        yield machines
    finally:
        for machine in machines:
            machine.kill()


@contextmanager
def _crowd(here: Stage, visitors: int, certificate: Path) -> Iterator[Crowd]:
    homes = here.spark.homes(visitors * HOMES_EACH)
    guests = [
        Guest(number, here.site, certificate, homes[number * HOMES_EACH :][:HOMES_EACH]) for number in range(visitors)
    ]
    for guest in guests[: len(PEOPLE)]:
        guest.agree()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Guest.arrive, guests[len(PEOPLE) :]))
    crowd = Crowd(guests)
    crowd.begin()
    try:
        yield crowd
    finally:
        crowd.end()
