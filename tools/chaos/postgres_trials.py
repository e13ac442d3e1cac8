"""The trials in which PostgreSQL is stopped, restarted, out of connections, frozen, or locked."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Timer

import psycopg

from tools.chaos.faulty_spark import FaultySpark
from tools.chaos.portal import Portal
from tools.chaos.sqlite_trials import ANY_OUTCOME, SUCCESS
from tools.chaos.trial import Row, Trial
from tools.chaos.visits import Page, Renewal, Save, SignIn, StartSignIn, Visit
from tools.postgres import Postgres

ALL = (Page, StartSignIn, SignIn, Renewal)
UNAVAILABLE = frozenset({503})
SHORT = {"away", "restarted", "no connection free", "rows locked"}


def rows(portal: Portal, spark: FaultySpark, server: Postgres, short: bool) -> Iterator[Row]:
    for name, (fault, within, statuses, visits) in ways(server).items():
        if short and name not in SHORT:
            continue
        trial = Trial(f"PostgreSQL: {name}", fault, within, statuses)
        for visit in visits[:1] if short else visits:
            yield trial.run(visit(portal.url, spark), portal)


Way = tuple[Callable[[Visit], AbstractContextManager[object]], float, frozenset[int], tuple[type[Visit], ...]]


def ways(server: Postgres) -> dict[str, Way]:
    """For each name: the fault, the seconds an answer may take, the statuses allowed, and the visits."""
    return {
        "away": (lambda _: stopped(server), 3.0, UNAVAILABLE, ALL),
        "restarted": (lambda _: restarted(server), 3.0, ANY_OUTCOME, (Page, Save, StartSignIn)),
        "no connection free": (lambda _: out_of_connections(server), 8.0, UNAVAILABLE, ALL),
        "hanging": (lambda _: frozen(server), 13.0, UNAVAILABLE, (Page, Renewal)),
        "rows locked": (lambda _: locked(server, "row exclusive", rows=True), 8.0, ANY_OUTCOME, ALL),
        "table locked": (lambda _: locked(server, "access exclusive"), 8.0, UNAVAILABLE, ALL),
        "slow (2 s)": (lambda _: locked(server, "access exclusive", seconds=2.0), 4.0, SUCCESS, (Page, StartSignIn)),
    }


@contextmanager
def stopped(server: Postgres) -> Iterator[None]:
    server.stop()
    yield
    server.start()


@contextmanager
def restarted(server: Postgres) -> Iterator[None]:
    """Crash and restart: the portal's connections are dead, and it has not noticed."""
    server.restart("immediate")
    yield


@contextmanager
def out_of_connections(server: Postgres) -> Iterator[None]:
    """Take every connection, and close those of the portal."""
    with ExitStack() as connections:
        first = connections.enter_context(psycopg.connect(server.url, autocommit=True))
        for _ in range(2):
            with suppress(psycopg.OperationalError):
                while True:
                    connections.enter_context(psycopg.connect(server.url))
            first.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vow-portal'"
            )
        yield


@contextmanager
def frozen(server: Postgres) -> Iterator[None]:
    """Freeze the server's processes: the kernel accepts connections, and nobody answers."""
    main = int((server.folder / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    children = [int(pid) for pid in Path(f"/proc/{main}/task/{main}/children").read_text(encoding="utf-8").split()]
    for pid in (main, *children):
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in (*children, main):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


@contextmanager
def locked(server: Postgres, mode: str, *, rows: bool = False, seconds: float | None = None) -> Iterator[None]:
    """Let another client hold the lock, for this long or until the visit ends."""
    with psycopg.connect(server.url) as other:
        other.execute(f"lock table sessions in {mode} mode")
        if rows:
            other.execute("select 1 from sessions for update")
        timer = Timer(seconds or 0, other.rollback)
        if seconds:
            timer.start()
        yield
        timer.cancel()
