"""One fault, one visit: what was seen, and whether the portal survived it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field

import requests

from .portal import Portal
from .visits import SETTLED, Visit

RECOVERY = 25.0
"""Seconds after the fault within which the same page must be whole again: a lease of somebody killed lasts 20."""
REFERENCE = re.compile(r'class="reference">[\w.-]{8,64}<')
HEADINGS = ("fault", "where", "tried", "survived", "answers", "slowest answer", "recovered after")


@dataclass
class Row:
    """Times in seconds; `wrong` says what did not hold, `skipped` why it was not tried."""

    fault: str
    where: str
    statuses: list[str] = field(default_factory=list)
    slowest: float = 0.0
    recovered: float = 0.0
    wrong: list[str] = field(default_factory=list)
    skipped: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        if self.skipped:
            return self.fault, self.where, "no", self.skipped, "", "", ""
        survived = f"NO: {'; '.join(self.wrong)}" if self.wrong else "yes"
        seen = ", ".join(dict.fromkeys(self.statuses))
        return self.fault, self.where, "yes", survived, seen, f"{self.slowest:.1f} s", f"{self.recovered:.1f} s"


@dataclass(frozen=True)
class Trial:
    """`calm` are the statuses that may be seen, those of the visit if there are none; 0 is a broken connection."""

    fault: str
    broken: Callable[[Visit], AbstractContextManager[object]]
    within: float = 3.0
    calm: frozenset[int] = frozenset()

    def carried_out(self, visit: Visit, portal: Portal) -> Row:
        row = Row(self.fault, visit.name)
        logged = portal.log.stat().st_size
        with self.broken(visit):
            page, row.slowest = timed(visit.act)
        row.recovered = recovery(visit)
        row.statuses.append(str(page.status_code) if page is not None else "broken off")
        row.wrong += self._wrong(page, visit, row)
        row.wrong += _leaked(portal.log.read_bytes()[logged:].decode(errors="replace"), visit, "the log")
        return row

    def _wrong(self, page: requests.Response | None, visit: Visit, row: Row) -> list[str]:
        expected = self.calm or visit.calm
        status = page.status_code if page is not None else 0
        found = [] if status in expected else [f"status {status}"]
        found += [f"slower than {self.within:g} s"] if row.slowest > self.within else []
        found += _not_calm(page) + _leaked(page.text, visit, "the page") if page is not None else []
        if row.recovered > RECOVERY:
            return [*found, "did not recover"]
        lost = visit.lost()
        return [*found, f"lost: {lost}"] if lost else found


def timed(act: Callable[[], requests.Response]) -> tuple[requests.Response | None, float]:
    began = time.monotonic()
    try:
        page = act()
    except requests.RequestException:
        return None, time.monotonic() - began
    return page, time.monotonic() - began


def recovery(visit: Visit) -> float:
    """Seconds until all is well; more than RECOVERY if it did not happen."""
    began = time.monotonic()
    while time.monotonic() - began <= RECOVERY:
        with suppress(requests.RequestException):
            if visit.is_well():
                break
        time.sleep(SETTLED)
    return time.monotonic() - began


def _not_calm(page: requests.Response) -> list[str]:
    """A redirect has no page."""
    if page.status_code < 400:
        return []
    html = page.headers.get("Content-Type", "").startswith("text/html")
    referenced = REFERENCE.search(page.text) is not None
    return ([] if html else ["no HTML"]) + ([] if referenced else ["no reference"])


def _leaked(text: str, visit: Visit, where: str) -> list[str]:
    found = [f"a traceback in {where}"] if "Traceback" in text else []
    secret = next((secret for secret in visit.secrets | visit.spark.secrets if secret in text), None)
    return [*found, f"a secret in {where}"] if secret else found
