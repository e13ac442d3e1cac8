"""The cluster of one run: three machines, the proxy, the database, the sandbox and the visitors."""

from __future__ import annotations

import os
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

from tests.machine import Machine
from tests.release import copy_release
from tests.sandbox_process import sandbox_process
from tools.cluster.proxy import caddy
from tools.cluster.sandbox_client import SandboxClient
from tools.cluster.visitors import PEOPLE, Crowd, Guest
from tools.postgres import Postgres, postgres

HOMES_EACH = 3


@dataclass
class Cluster:
    """`environment` holds the settings of machines that start from now on."""

    folder: Path
    site: str
    database: Postgres
    sandbox: SandboxClient
    environment: dict[str, str]
    machines: list[Machine] = field(default_factory=list)
    crowd: Crowd = field(default_factory=lambda: Crowd(()))

    def restart(self, machine: Machine, **changed: str) -> None:
        """Stop it gracefully, and start it with the changed settings, as an upgrade does."""
        machine.stop()
        machine.environment |= changed
        machine.start()

    def flask(self, release: Path, *command: str) -> None:
        subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=release, env=self.environment, check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip


@contextmanager
def running_cluster(visitors: int, workers: int) -> Iterator[Cluster]:
    """Yield when all visitors are signed in and use the site."""
    port, *ports = free_ports(4)
    site = f"https://localhost:{port}"
    with ExitStack() as running:
        folder = Path(running.enter_context(TemporaryDirectory(prefix="portal-machines-")))
        database = running.enter_context(postgres())
        options = ("--delay-ms", "20", "--callback", f"{site}/auth/callback")
        sandbox = SandboxClient(running.enter_context(sandbox_process(*options)))
        cluster = Cluster(folder, site, database, sandbox, _settings(site, database.url, sandbox.url, workers))
        cluster.machines = running.enter_context(_machines(cluster, ports))
        certificate = running.enter_context(caddy(port, [machine.address for machine in cluster.machines], folder))
        cluster.crowd = running.enter_context(_crowd(cluster, visitors, certificate))
        yield cluster


def free_ports(number: int) -> list[int]:
    """Find this many different ports on the loopback."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def _settings(site: str, database: str, spark: str, workers: int) -> dict[str, str]:
    """Production settings, without any environment variable of this machine except PATH."""
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
def _machines(cluster: Cluster, ports: list[int]) -> Iterator[list[Machine]]:
    release = copy_release(cluster.folder / "this")
    cluster.flask(release, "db", "upgrade")
    machines = [Machine(port, release, cluster.environment, cluster.folder / f"{port}.log") for port in ports]
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
def _crowd(cluster: Cluster, visitors: int, certificate: Path) -> Iterator[Crowd]:
    homes = cluster.sandbox.homes(visitors * HOMES_EACH)
    guests = [
        Guest(number, cluster.site, certificate, homes[number * HOMES_EACH :][:HOMES_EACH])
        for number in range(visitors)
    ]
    for guest in guests[: len(PEOPLE)]:
        guest.agree()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(Guest.sign_in, guests[len(PEOPLE) :]))
    crowd = Crowd(guests)
    crowd.begin()
    try:
        yield crowd
    finally:
        crowd.end()
