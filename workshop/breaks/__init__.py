"""Breaks: faults that a visitor causes on purpose, for their own browser alone, and what each one teaches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from app import config, session
from app.views import legal
from workshop.breaks import callback, outages, sandbox_client, tokens
from workshop.breaks.model import Break, Group, count_refreshes
from workshop.breaks.sandbox_client import UnknownSignIn
from workshop.flow.step import duration
from workshop.record import Browser, Visit

GROUPS = (callback.GROUP, tokens.GROUP, outages.GROUP)
BREAKS = {each.name: each for group in GROUPS for each in group.breaks}


@dataclass(frozen=True)
class Offered:
    """The breaks that this visitor can use.

    `missing` says what to do before the breaks that need tokens. `alone` is false with a single-session key: a break
    then reaches everybody.
    """

    groups: tuple[Group, ...]
    missing: str
    signed_in: bool
    sandbox: bool
    alone: bool

    def lacks(self, each: Break) -> str:
        return self.missing if None not in each.who else ""


@dataclass(frozen=True)
class Result:
    """What the last break showed. `facts` are the visits that prove it; empty if the record does not show it."""

    what: Break
    facts: tuple[str, ...]
    repaired: bool
    signed_in: bool


def offered() -> Offered:
    groups = (Group(group.title, tuple(filter(_is_possible, group.breaks))) for group in GROUPS)
    role = session.role()
    return Offered(
        groups=tuple(group for group in groups if group.breaks),
        missing=_missing(),
        signed_in=role is not None,
        sandbox=config.current().sandbox,
        alone=role != "key",
    )


def result(browser: Browser | None) -> Result | None:
    """What this browser broke last, if anything."""
    if browser is None or browser.broken is None:
        return None
    broken, what = browser.broken, BREAKS[browser.broken.name]
    since = [visit for visit in browser.visits if visit.number > broken.since and visit.answered]
    return Result(what, tuple(map(fact, what.proof(since))), broken.repaired, session.role() is not None)


def fact(visit: Visit) -> str:
    """A visit in one line, such as `GET /search: 200 after 85 ms, 5 calls to Spark, 2 answered 401, 1 renewal`."""
    line = " ".join(map(str, visit.asked.line))
    return ", ".join((f"{line}: {visit.status} after {duration(visit.took_ms)}", *_details(visit)))


def _details(visit: Visit) -> Iterator[str]:
    calls, refreshes = tuple(visit.calls), count_refreshes(visit)
    yield f"{len(calls) or 'no'} call{'' if len(calls) == 1 else 's'} to Spark"
    failed = Counter(call.fault or f"answered {call.status}" for call in calls if call.status != "200")
    yield from (f"{number} {how}" for how, number in failed.items())
    if refreshes:
        yield f"{refreshes} renewal"
    if visit.detail:
        yield f"refused at “{visit.detail}”"


def repair(browser: Browser) -> None:
    """Undo a break that lasts. Raises BreakFailed if the sandbox does not answer.

    A visitor who has signed out or in again left the fault behind with the old sign-in, and a restarted sandbox has
    forgotten it.
    """
    broken = browser.broken
    if broken and not broken.repaired and BREAKS[broken.name].lasts:
        if session.current_session().signed_in:
            with suppress(UnknownSignIn):
                sandbox_client.switch_off()
        browser.broken = replace(broken, repaired=True)


def _is_possible(each: Break) -> bool:
    """Some breaks need the sandbox. With a single-session key nobody signs in, so some make no sense."""
    possible = config.current().sandbox or not each.sandbox
    return possible and (session.role() != "key" or "key" in each.who)


def _missing() -> str:
    role = session.role()
    if role == "agent":
        return "Sign in as a buyer first."
    if role is None:
        return "Sign in first."
    gate = config.current().terms_gate and session.current_session().get("terms") != legal.VERSION
    return "Agree to the terms first." if gate else ""
