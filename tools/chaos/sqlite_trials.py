"""The trials in which the SQLite file is locked or corrupt, or its disk is full."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Timer

from tools.chaos.faulty_spark import FaultySpark
from tools.chaos.portal import Portal
from tools.chaos.trial import Row, Trial
from tools.chaos.visits import Page, Renewal, SignIn, StartSignIn, Visit

ANY_OUTCOME = frozenset({200, 302, 303, 503})
SUCCESS = frozenset({200, 302, 303})
HOLD_STATEMENT = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute(sys.argv[2])
print(flush=True)
input()
"""
SIZE = "8m"


def small_disk(folder: Path) -> tuple[str, ...]:
    """A command prefix that mounts a small disk at this folder. It is empty where mounting is not allowed."""
    script = f'mount -t tmpfs -o size={SIZE} tmpfs "{folder}" && exec "$@"'
    command = ("unshare", "--mount", "sh", "-c", script, "sh")
    with suppress(OSError):
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    return ()


class Disk:
    """The portal's disk as its processes see it. `path` is the database on it."""

    def __init__(self, portal: Portal, path: Path, *, small: bool) -> None:
        self.small, self._pid, self._path = small, portal.popen.pid, path
        self.path = Path(f"/proc/{self._pid}/root{path}") if small else path

    @contextmanager
    def locked(self, _visit: Visit, seconds: float | None = None) -> Iterator[None]:
        """Let another process hold a write lock, for this long or until the visit ends."""
        with subprocess.Popen(self._command("begin immediate"), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as popen:
            assert popen.stdin
            assert popen.stdout
            popen.stdout.readline()
            timer = Timer(seconds or 0, popen.kill)
            if seconds:
                timer.start()
            yield
            popen.kill()

    @contextmanager
    def full(self, _visit: Visit) -> Iterator[None]:
        filler = self.path.with_name("filler")
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        yield
        filler.unlink()

    @contextmanager
    def corrupt(self, _visit: Visit) -> Iterator[None]:
        """Empty the write-ahead log and overwrite all but the header. Restore the file afterwards."""
        subprocess.run(self._command("pragma wal_checkpoint(truncate)"), input=b"\n", capture_output=True, check=True)
        good = self.path.read_bytes()
        _overwrite(self.path, good[:100] + os.urandom(len(good) - 100))
        yield
        _overwrite(self.path, good)

    def _command(self, statement: str) -> list[str]:
        """A command that runs this statement on the same file, and holds its effect until its input ends."""
        where = ["nsenter", f"--mount=/proc/{self._pid}/ns/mnt"] if self.small else []
        return [*where, sys.executable, "-c", HOLD_STATEMENT, str(self._path), statement]


def rows(portal: Portal, spark: FaultySpark, disk: Disk, short: bool) -> Iterator[Row]:
    briefly = Trial("SQLite: locked for 2 s", partial(disk.locked, seconds=2.0), 4.0, SUCCESS)
    locked = Trial("SQLite: locked", disk.locked, 12.0, ANY_OUTCOME)
    corrupt = Trial("SQLite: file corrupt", disk.corrupt, 5.0, ANY_OUTCOME)
    full = Trial("SQLite: disk full", disk.full, 5.0, ANY_OUTCOME)
    yield briefly.run(StartSignIn(portal.url, spark), portal)
    if disk.small:
        yield from _each(full, (StartSignIn,) if short else (Page, StartSignIn, SignIn, Renewal), portal, spark)
    else:
        yield Row("SQLite: disk full", "", skipped="mounting a small disk is not allowed here")
    yield from _each(corrupt, (Page,) if short else (Page, StartSignIn, SignIn, Renewal), portal, spark)
    yield from _each(locked, (Page,) if short else (Page, StartSignIn, SignIn, Renewal), portal, spark)


def _each(trial: Trial, visits: tuple[type[Visit], ...], portal: Portal, spark: FaultySpark) -> Iterator[Row]:
    for visit in visits:
        yield trial.run(visit(portal.url, spark), portal)


def _overwrite(path: Path, content: bytes) -> None:
    with path.open("r+b") as file:
        file.write(content)
