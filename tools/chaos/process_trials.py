"""The trials in which the portal's clock jumps, and its worker is killed during a request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from threading import Timer

from tools.chaos.control import Control
from tools.chaos.faults import FAULTS
from tools.chaos.faulty_spark import FaultySpark
from tools.chaos.portal import Portal
from tools.chaos.trial import Row, Trial
from tools.chaos.visits import VISITS, Visit, WrongClock

HOUR, DAY = 3600.0, 86400.0
JUMPS = {"an hour ahead": HOUR, "an hour behind": -HOUR, "a day ahead": DAY, "a day behind": -DAY}
CALL_UNDER_WAY = 0.7
"""Seconds after which a visit has reached its call to Spark."""


def rows(portal: Portal, spark: FaultySpark, control: Control, short: bool) -> Iterator[Row]:
    for name, ahead in list(JUMPS.items())[2 if short else 0 :]:
        jump = Trial(f"clock {name}", partial(_clock, control, ahead), 5.0, frozenset({200}))
        yield jump.run(WrongClock(portal.url, spark), portal)
    killed = Trial("worker killed (SIGKILL)", partial(_killed, portal), 5.0, frozenset({0}))
    for visit in VISITS[1:2] if short else VISITS:
        yield killed.run(visit(portal.url, spark), portal)


def _clock(control: Control, ahead: float, _visit: Visit) -> AbstractContextManager[None]:
    return control.clock(ahead)


@contextmanager
def _killed(portal: Portal, visit: Visit) -> Iterator[None]:
    """Kill the worker while it waits for Spark, which has not carried the request out."""
    timer = Timer(CALL_UNDER_WAY, portal.kill_worker)
    with visit.spark.broken_by(FAULTS["hanging"], visit.affects):
        timer.start()
        yield
        timer.join()
