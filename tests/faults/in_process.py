"""The trials with the portal's own processes: their clock jumps, and they are killed with work under way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from threading import Timer

from .answers import FAULTS
from .control import Control
from .portal import Portal
from .spark import IllSpark
from .trial import Row, Trial
from .visits import VISITS, OtherClock, Visit

HOUR, DAY = 3600.0, 86400.0
JUMPS = {"an hour ahead": HOUR, "an hour behind": -HOUR, "a day ahead": DAY, "a day behind": -DAY}
UNDER_WAY = 0.7
"""Seconds after which a visit has come as far as its call to Spark."""


def rows(portal: Portal, spark: IllSpark, control: Control, short: bool) -> Iterator[Row]:
    for name, ahead in list(JUMPS.items())[2 if short else 0 :]:
        jump = Trial(f"clock {name}", partial(_clock, control, ahead), 5.0, frozenset({200}))
        yield jump.carried_out(OtherClock(portal.url, spark), portal)
    killed = Trial("worker killed (SIGKILL)", partial(_killed, portal), 5.0, frozenset({0}))
    for visit in VISITS[1:2] if short else VISITS:
        yield killed.carried_out(visit(portal.url, spark), portal)


def _clock(control: Control, ahead: float, _visit: Visit) -> AbstractContextManager[None]:
    return control.clock(ahead)


@contextmanager
def _killed(portal: Portal, visit: Visit) -> Iterator[None]:
    """While it waits for Spark, which has done nothing yet."""
    timer = Timer(UNDER_WAY, portal.kill_worker)
    with visit.spark.ill(FAULTS["hanging"], visit.meant):
        timer.start()
        yield
        timer.join()
