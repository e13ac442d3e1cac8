"""Steps of calls that Spark did not answer, or answered with an error, and what the visitor saw instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.spark.transport import TIMEOUT
from workshop import quotes, references
from workshop.flow.http_text import portal_answered, portal_asked, spark_answered
from workshop.flow.step import Arrow, Step, Tick, duration, no, yes
from workshop.quotes import Quote
from workshop.record import Call, Visit
from workshop.references import Reference


@dataclass(frozen=True)
class Kind:
    title: str
    why: str
    references: tuple[Reference, ...]
    quotes: tuple[Quote, ...]


LATE = Kind(
    "Spark did not answer in time",
    f"No call waits for ever: {TIMEOUT[0]:.0f} seconds to connect, {TIMEOUT[1]:.0f} between two parts of an answer. A "
    "part of a page may be missing; what can be shown is.",
    references.OUTAGE,
    quotes.OUTAGE,
)
LOST = Kind(
    "Spark could not be reached",
    "The connection broke, or there was none. The tokens stay as they are.",
    references.OUTAGE,
    quotes.OUTAGE,
)
LIMIT = Kind(
    "Spark asked the portal to wait",
    "The limit is the key’s: all visitors together. So this process asks nothing more until Retry-After is over.",
    references.RATE_LIMIT,
    quotes.RATE_LIMIT,
)
ERROR = Kind(
    "Spark answered with an error",
    "The status decides, then the code. Nobody is signed out for it.",
    references.OUTAGE,
    quotes.OUTAGE,
)
GARBAGE = Kind(
    "Spark’s answer could not be read",
    "Not the envelope that Spark promises. What cannot be read is an outage, never a crash and never shown.",
    references.OUTAGE,
    quotes.UNREADABLE,
)
FORBIDDEN = Kind(
    "Spark did not allow this",
    "The token is good, but not for this. The page says so in plain words.",
    references.OUTAGE,
    quotes.UNREADABLE,
)


def steps(visit: Visit) -> Iterator[Step]:
    """One step for each kind of failure in this visit, with the first such call."""
    seen: set[str] = set()
    for call in tuple(visit.calls):
        kind = _kind(call) if call.kind == "api" else None
        if kind and kind.title not in seen:
            seen.add(kind.title)
            yield _step(visit, call, kind)
    if _was_held_back(visit):
        yield _held_back(visit)


def _was_held_back(visit: Visit) -> bool:
    """A signed-in page that failed without a call: the portal held the call back."""
    return bool(visit.role) and visit.status in {"502", "503"} and not visit.calls


def _kind(call: Call) -> Kind | None:
    if call.fault:
        return LATE if call.fault == "timed out" else LOST
    answer, status = call.answered, int(call.status or 0)
    if answer and (status == 429 or answer.value("Retry-After") is not None):
        return LIMIT
    if status == 403 or status >= 500:
        return FORBIDDEN if status == 403 else ERROR
    return GARBAGE if answer and answer.value("body") is not None and status != 401 else None


def _step(visit: Visit, call: Call, kind: Kind) -> Step:
    return Step(
        kind.title,
        kind.why,
        (Arrow("portal", "spark", "a call"), Arrow("spark", "portal", call.outcome)),
        (portal_asked(call), spark_answered(call), portal_answered(visit)),
        tuple(_ticks(visit, call, kind)),
        duration(call.took_ms),
        kind.references,
        kind.quotes,
    )


def _ticks(visit: Visit, call: Call, kind: Kind) -> Iterator[Tick]:
    envelope = ", but not in its envelope" if kind is GARBAGE else ""
    yield no(f"Spark answered {call.status or f'nothing: {call.fault}'}{envelope}")
    if visit.role:
        yield yes("you stayed signed in") if visit.role_after else no("you stayed signed in")
    yield (
        yes(f"the page came all the same ({visit.status})")
        if visit.status == "200"
        else yes(f"the page said why ({visit.status})")
    )


def _held_back(visit: Visit) -> Step:
    return Step(
        "Nothing was asked of Spark",
        "The portal still keeps its calls back: asking again before Spark’s time is over would only make it longer.",
        (
            Arrow("browser", "portal", " ".join(map(str, visit.asked.line))),
            Arrow("portal", "browser", str(visit.status)),
        ),
        (portal_answered(visit),),
        (yes("no call was made"), yes(f"the page said when to try again ({visit.status})")),
        duration(visit.took_ms),
        references.RATE_LIMIT,
        quotes.RATE_LIMIT,
    )
