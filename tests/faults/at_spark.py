"""The trials with a Spark that is ill, in every way and at every place; then with many visitors at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial

from .answers import FAULTS, lost
from .control import Control
from .portal import Portal
from .spark import IllSpark
from .trial import Row, Trial, recovery, timed
from .visits import VISITS, Ended, Page, Visit

LONGEST = {"slow (2 s)": 9.0, "hanging": 12.0, "dripping": 17.0, "10 MB": 5.0, "gzip bomb (1 GB)": 5.0}
SHORT = ("resetting", "502", "429, Retry-After 2 s", "half an answer", "HTML with 200", "gzip bomb (1 GB)")
CROWD, PATIENCE = 48, 22.0
"""Visitors at once, six times as many as the portal has threads; and seconds that none of them may wait longer than.
"""


def rows(portal: Portal, spark: IllSpark, control: Control, short: bool) -> Iterator[Row]:
    for name in SHORT if short else FAULTS:
        ever = (*VISITS[:3], Ended) if FAULTS[name] is lost else VISITS
        for visit in ever[:2] if short else ever:
            yield _ill(name).carried_out(visit(portal.url, spark), portal)
    for trial in _unreachable(spark, control):
        for visit in VISITS[:1] if short else VISITS[:3]:  # a renewal begins with a call, which fails before it
            yield trial.carried_out(visit(portal.url, spark), portal)
    if not short:
        yield crowd(portal, spark)


def _ill(name: str) -> Trial:
    def broken(visit: Visit) -> AbstractContextManager[None]:
        return visit.spark.ill(FAULTS[name], visit.meant)

    return Trial(f"Spark: {name}", broken, LONGEST.get(name, 3.0), frozenset({200}) if "slow" in name else frozenset())


def _unreachable(spark: IllSpark, control: Control) -> list[Trial]:
    ways = {
        "connection refused": spark.away,
        "its name unknown": control.no_names,
        "certificate expired": lambda: spark.certificate("expired"),
        "certificate self-signed": lambda: spark.certificate("self-signed"),
        "certificate of another": lambda: spark.certificate("of another"),
    }
    return [Trial(f"Spark: {name}", partial(_hung_up, spark, way)) for name, way in ways.items()]


@contextmanager
def _hung_up(spark: IllSpark, way: Callable[[], AbstractContextManager[None]], _visit: Visit) -> Iterator[None]:
    """The connections that are open end as well: what holds for new ones must be met."""
    with way():
        spark.hang_up()
        yield


def crowd(portal: Portal, spark: IllSpark) -> Row:
    """While Spark hangs, most are told at once: nobody waits for those who wait."""
    row = Row("Spark: hanging", f"{CROWD} pages at once")
    visits = [Page(portal.url, spark) for _ in range(CROWD)]
    with spark.ill(FAULTS["hanging"], Page.meant), ThreadPoolExecutor(CROWD) as pool:
        seen = list(pool.map(timed, [visit.act for visit in visits]))
    row.statuses = [str(page.status_code if page is not None else 0) for page, _ in seen]
    row.slowest, row.recovered = max(took for _, took in seen), recovery(visits[0])
    row.wrong = [] if {"502"}.issuperset(row.statuses) else ["other pages than calm ones"]
    row.wrong += [f"slower than {PATIENCE:g} s"] if row.slowest > PATIENCE else []
    return row
