"""The trials with a PostgreSQL that is away, restarted, full of others, silent, or locked."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Timer

import psycopg

from tests.many.database import Postgres

from .in_sqlite import FINE, NOTED
from .portal import Portal
from .spark import IllSpark
from .trial import Row, Trial
from .visits import Begin, Page, Renewal, Save, SignIn, Visit

ALL = (Page, Begin, SignIn, Renewal)
CALM = frozenset({503})
SHORT = {"away", "restarted", "no connection free", "rows locked"}


def rows(portal: Portal, spark: IllSpark, server: Postgres, short: bool) -> Iterator[Row]:
    for name, (broken, within, calm, visits) in ways(server).items():
        if short and name not in SHORT:
            continue
        trial = Trial(f"PostgreSQL: {name}", broken, within, calm)
        for visit in visits[:1] if short else visits:
            yield trial.carried_out(visit(portal.url, spark), portal)


Way = tuple[Callable[[Visit], AbstractContextManager[object]], float, frozenset[int], tuple[type[Visit], ...]]


def ways(server: Postgres) -> dict[str, Way]:
    """How it is broken, the seconds that an answer may take, the statuses that may be seen, and who comes."""
    return {
        "away": (lambda _: away(server), 3.0, CALM, ALL),
        "restarted": (lambda _: restarted(server), 3.0, NOTED, (Page, Save, Begin)),
        "no connection free": (lambda _: crowded(server), 8.0, CALM, ALL),
        "hanging": (lambda _: stopped(server), 13.0, CALM, (Page, Renewal)),
        "rows locked": (lambda _: locked(server, "row exclusive", rows=True), 8.0, NOTED, ALL),
        "table locked": (lambda _: locked(server, "access exclusive"), 8.0, CALM, ALL),
        "slow (2 s)": (lambda _: locked(server, "access exclusive", seconds=2.0), 4.0, FINE, (Page, Begin)),
    }


@contextmanager
def away(server: Postgres) -> Iterator[None]:
    server.stop()
    yield
    server.start()


@contextmanager
def restarted(server: Postgres) -> Iterator[None]:
    """As after a crash: the portal's connections are dead, and it does not know."""
    server.restart("immediate")
    yield


@contextmanager
def crowded(server: Postgres) -> Iterator[None]:
    """Others take every connection, those of the portal as well."""
    with ExitStack() as taken:
        first = taken.enter_context(psycopg.connect(server.url, autocommit=True))
        for _ in range(2):
            with suppress(psycopg.OperationalError):
                while True:
                    taken.enter_context(psycopg.connect(server.url))
            first.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'vow-portal'"
            )
        yield


@contextmanager
def stopped(server: Postgres) -> Iterator[None]:
    """Its processes are there, and do nothing: connections are taken by the kernel, and nobody answers."""
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
    """By somebody else, for so long or until the visit is over."""
    with psycopg.connect(server.url) as other:
        other.execute(f"lock table sessions in {mode} mode")
        if rows:
            other.execute("select 1 from sessions for update")
        timer = Timer(seconds or 0, other.rollback)
        if seconds:
            timer.start()
        yield
        timer.cancel()
