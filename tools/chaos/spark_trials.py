"""The trials in which Spark fails: in every way, for every kind of visit, then with many visitors at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from tools.chaos.control import Control
from tools.chaos.faults import FAULTS, lost
from tools.chaos.faulty_spark import FaultySpark
from tools.chaos.portal import Portal
from tools.chaos.trial import Row, Trial, recovery, timed
from tools.chaos.visits import VISITS, Page, SignInEnded, Visit

MAX_SECONDS = {"slow (2 s)": 9.0, "hanging": 12.0, "dripping": 17.0, "10 MB": 5.0, "gzip bomb (1 GB)": 5.0}
SHORT = ("resetting", "502", "429, Retry-After 2 s", "half an answer", "HTML with 200", "gzip bomb (1 GB)")
CROWD, CROWD_SECONDS = 48, 22.0
"""Six times as many visitors as the portal has threads, and how long the slowest of them may wait."""


def rows(portal: Portal, spark: FaultySpark, control: Control, short: bool) -> Iterator[Row]:
    for name in SHORT if short else FAULTS:
        visits = (*VISITS[:3], SignInEnded) if FAULTS[name] is lost else VISITS
        for visit in visits[:2] if short else visits:
            yield _broken_by(name).run(visit(portal.url, spark), portal)
    for trial in _unreachable(spark, control):
        for visit in VISITS[:1] if short else VISITS[:3]:  # a renewal starts with a call that already fails
            yield trial.run(visit(portal.url, spark), portal)
    if not short:
        yield crowd(portal, spark)


def _broken_by(name: str) -> Trial:
    def fault(visit: Visit) -> AbstractContextManager[None]:
        return visit.spark.broken_by(FAULTS[name], visit.affects)

    return Trial(
        f"Spark: {name}", fault, MAX_SECONDS.get(name, 3.0), frozenset({200}) if "slow" in name else frozenset()
    )


def _unreachable(spark: FaultySpark, control: Control) -> list[Trial]:
    ways = {
        "connection refused": spark.refuse_connections,
        "its name unknown": control.no_names,
        "certificate expired": lambda: spark.certificate("expired"),
        "certificate self-signed": lambda: spark.certificate("self-signed"),
        "certificate of another": lambda: spark.certificate("of another"),
    }
    return [Trial(f"Spark: {name}", partial(_reconnecting, spark, way)) for name, way in ways.items()]


@contextmanager
def _reconnecting(spark: FaultySpark, way: Callable[[], AbstractContextManager[None]], _visit: Visit) -> Iterator[None]:
    """Close open connections too, so that the portal has to open new ones."""
    with way():
        spark.close_connections()
        yield


def crowd(portal: Portal, spark: FaultySpark) -> Row:
    """While Spark hangs, most visitors get the error page at once: nobody queues behind those who wait."""
    row = Row("Spark: hanging", f"{CROWD} pages at once")
    visits = [Page(portal.url, spark) for _ in range(CROWD)]
    with spark.broken_by(FAULTS["hanging"], Page.affects), ThreadPoolExecutor(CROWD) as pool:
        seen = list(pool.map(timed, [visit.act for visit in visits]))
    row.statuses = [str(page.status_code if page is not None else 0) for page, _ in seen]
    row.slowest, row.recovered = max(took for _, took in seen), recovery(visits[0])
    row.wrong = [] if {"502"}.issuperset(row.statuses) else ["pages other than the error page"]
    row.wrong += [f"slower than {CROWD_SECONDS:g} s"] if row.slowest > CROWD_SECONDS else []
    return row
