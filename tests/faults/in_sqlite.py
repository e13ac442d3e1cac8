"""The trials with a SQLite file that cannot be used as it should."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Timer

from .portal import Portal
from .spark import IllSpark
from .trial import Row, Trial
from .visits import Begin, Page, Renewal, SignIn, Visit

NOTED = frozenset({200, 302, 303, 503})
FINE = frozenset({200, 302, 303})
DOES = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); print(flush=True); input()"
SIZE = "8m"


def small_disk(folder: Path) -> tuple[str, ...]:
    """A command that gives the one after it a small disk of its own at this folder; none where that is not allowed."""
    script = f'mount -t tmpfs -o size={SIZE} tmpfs "{folder}" && exec "$@"'
    command = ("unshare", "--mount", "sh", "-c", script, "sh")
    with suppress(OSError):
        if subprocess.run([*command, "true"], capture_output=True, check=False).returncode == 0:
            return command
    return ()


class Disk:
    """A portal's folder as its processes see it; `path` is the database in there."""

    def __init__(self, portal: Portal, path: Path, *, small: bool) -> None:
        self.small, self._pid, self._path = small, portal.popen.pid, path
        self.path = Path(f"/proc/{self._pid}/root{path}") if small else path

    @contextmanager
    def locked(self, _visit: Visit, seconds: float | None = None) -> Iterator[None]:
        """By another process, for so long or until the visit is over."""
        with subprocess.Popen(self._beside("begin immediate"), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as popen:
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
        """All but the beginning is overwritten, once nothing is in the log beside it; then a copy is put back."""
        subprocess.run(self._beside("pragma wal_checkpoint(truncate)"), input=b"\n", capture_output=True, check=True)
        good = self.path.read_bytes()
        _overwrite(self.path, good[:100] + os.urandom(len(good) - 100))
        yield
        _overwrite(self.path, good)

    def _beside(self, statement: str) -> list[str]:
        """A command that does this to the same file, and keeps it so until its input ends."""
        where = ["nsenter", f"--mount=/proc/{self._pid}/ns/mnt"] if self.small else []
        return [*where, sys.executable, "-c", DOES, str(self._path), statement]


def rows(portal: Portal, spark: IllSpark, disk: Disk, short: bool) -> Iterator[Row]:
    briefly = Trial("SQLite: locked for 2 s", partial(disk.locked, seconds=2.0), 4.0, FINE)
    locked = Trial("SQLite: locked", disk.locked, 12.0, NOTED)
    corrupt = Trial("SQLite: file corrupt", disk.corrupt, 5.0, NOTED)
    full = Trial("SQLite: disk full", disk.full, 5.0, NOTED)
    yield briefly.carried_out(Begin(portal.url, spark), portal)
    if disk.small:
        yield from _each(full, (Begin,) if short else (Page, Begin, SignIn, Renewal), portal, spark)
    else:
        yield Row("SQLite: disk full", "", skipped="a small disk may not be mounted here")
    yield from _each(corrupt, (Page,) if short else (Page, Begin, SignIn, Renewal), portal, spark)
    yield from _each(locked, (Page,) if short else (Page, Begin, SignIn, Renewal), portal, spark)


def _each(trial: Trial, visits: tuple[type[Visit], ...], portal: Portal, spark: IllSpark) -> Iterator[Row]:
    for visit in visits:
        yield trial.carried_out(visit(portal.url, spark), portal)


def _overwrite(path: Path, content: bytes) -> None:
    with path.open("r+b") as file:
        file.write(content)
