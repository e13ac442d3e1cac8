"""One trial: a fault, a visit during it, and a check that the portal survived."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field

import requests

from tools.chaos.portal import Portal
from tools.chaos.visits import RETRY_SECONDS, Visit

RECOVERY = 25.0
"""Seconds after the fault within which the page must work again. The lease of a killed worker lasts 20."""
REFERENCE = re.compile(r'class="reference">[\w.-]{8,64}<')
HEADINGS = ("fault", "where", "tried", "survived", "answers", "slowest answer", "recovered after")


@dataclass
class Row:
    """Times are in seconds. `wrong` lists what failed. `skipped` gives the reason if the trial did not run."""

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
    """`statuses` are the allowed ones, by default those of the visit. 0 stands for a broken connection."""

    fault: str
    break_portal: Callable[[Visit], AbstractContextManager[object]]
    within: float = 3.0
    statuses: frozenset[int] = frozenset()

    def run(self, visit: Visit, portal: Portal) -> Row:
        row = Row(self.fault, visit.name)
        logged = portal.log.stat().st_size
        with self.break_portal(visit):
            page, row.slowest = timed(visit.act)
        row.recovered = recovery(visit)
        row.statuses.append(str(page.status_code) if page is not None else "broken off")
        row.wrong += self._wrong(page, visit, row)
        row.wrong += _leaked(portal.log.read_bytes()[logged:].decode(errors="replace"), visit, "the log")
        return row

    def _wrong(self, page: requests.Response | None, visit: Visit, row: Row) -> list[str]:
        expected = self.statuses or visit.statuses
        status = page.status_code if page is not None else 0
        found = [] if status in expected else [f"status {status}"]
        found += [f"slower than {self.within:g} s"] if row.slowest > self.within else []
        found += _not_an_error_page(page) + _leaked(page.text, visit, "the page") if page is not None else []
        if row.recovered > RECOVERY:
            return [*found, "did not recover"]
        lost = visit.broken_promise()
        return [*found, f"lost: {lost}"] if lost else found


def timed(act: Callable[[], requests.Response]) -> tuple[requests.Response | None, float]:
    began = time.monotonic()
    try:
        page = act()
    except requests.RequestException:
        return None, time.monotonic() - began
    return page, time.monotonic() - began


def recovery(visit: Visit) -> float:
    """Seconds until the visitor's page works again. More than RECOVERY means that it did not."""
    began = time.monotonic()
    while time.monotonic() - began <= RECOVERY:
        with suppress(requests.RequestException):
            if visit.has_recovered():
                break
        time.sleep(RETRY_SECONDS)
    return time.monotonic() - began


def _not_an_error_page(page: requests.Response) -> list[str]:
    """Check an error for HTML and a reference. A redirect has neither."""
    if page.status_code < 400:
        return []
    html = page.headers.get("Content-Type", "").startswith("text/html")
    referenced = REFERENCE.search(page.text) is not None
    return ([] if html else ["no HTML"]) + ([] if referenced else ["no reference"])


def _leaked(text: str, visit: Visit, where: str) -> list[str]:
    found = [f"a traceback in {where}"] if "Traceback" in text else []
    secret = next((secret for secret in visit.secrets | visit.spark.secrets if secret in text), None)
    return [*found, f"a secret in {where}"] if secret else found
