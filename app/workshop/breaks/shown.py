"""What the page of the flow shows of the breaks: those on offer, and the one that this browser made last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from app import session, settings, terms_of_use
from app.workshop.record import Browser, Visit
from app.workshop.steps.step import duration

from . import at_spark, at_the_callback, with_tokens
from .kind import Break, Group
from .proof import renewals_of

GROUPS = (at_the_callback.GROUP, with_tokens.GROUP, at_spark.GROUP)
BREAKS = {each.name: each for group in GROUPS for each in group.breaks}


@dataclass(frozen=True)
class Offered:
    """What this visitor can break. `missing` says what must be done before the breaks that need tokens; `alone` is
    whether nobody else is touched, as everybody is with a single-session key."""

    groups: tuple[Group, ...]
    missing: str
    signed_in: bool
    sandbox: bool
    alone: bool

    def lacks(self, each: Break) -> str:
        return self.missing if None not in each.who else ""


@dataclass(frozen=True)
class Told:
    """What the last break showed: `facts` are the visits that prove it, none if the record does not show it (yet)."""

    what: Break
    facts: tuple[str, ...]
    repaired: bool
    signed_in: bool


def shown(browser: Browser | None) -> dict[str, object]:
    """For the macros of `workshop/break.html`."""
    return {"offered": offered(), "broken": told(browser) if browser and browser.broken else None}


def offered() -> Offered:
    groups = (Group(group.title, tuple(filter(_makes_sense, group.breaks))) for group in GROUPS)
    role = session.role()
    return Offered(
        groups=tuple(group for group in groups if group.breaks),
        missing=_missing(),
        signed_in=role is not None,
        sandbox=settings.current().sandbox,
        alone=role != "key",
    )


def told(browser: Browser) -> Told | None:
    broken = browser.broken
    if broken is None:
        return None
    what = BREAKS[broken.name]
    since = [visit for visit in browser.visits if visit.number > broken.since and visit.answered]
    facts = tuple(map(fact, what.proof(since)))
    return Told(what, facts, broken.repaired, session.role() is not None)


def fact(visit: Visit) -> str:
    """A visit in one line, such as `GET /search: 200 after 85 ms, 5 calls to Spark, 2 answered 401, 1 renewal`."""
    line = " ".join(map(str, visit.asked.line))
    return ", ".join((f"{line}: {visit.status} after {duration(visit.took_ms)}", *_parts(visit)))


def _parts(visit: Visit) -> Iterator[str]:
    calls, renewals = tuple(visit.calls), renewals_of(visit)
    yield f"{len(calls) or 'no'} call{'' if len(calls) == 1 else 's'} to Spark"
    failed = Counter(call.fault or f"answered {call.status}" for call in calls if call.status != "200")
    yield from (f"{number} {how}" for how, number in failed.items())
    if renewals:
        yield f"{renewals} renewal"
    if visit.detail:
        yield f"refused at “{visit.detail}”"


def _makes_sense(each: Break) -> bool:
    """In single-session mode nobody signs in; what the sandbox has to do, only it can."""
    possible = settings.current().sandbox or not each.sandbox
    return possible and (session.role() != "key" or "key" in each.who)


def _missing() -> str:
    role = session.role()
    if role not in {"consumer", "key"}:
        return "Sign in as a buyer first." if role == "agent" else "Sign in first."
    gate = settings.current().terms_gate and session.current().get("terms") != terms_of_use.VERSION
    return "Agree to the terms first." if gate else ""
