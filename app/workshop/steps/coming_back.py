"""The callback: every check in its order, then the grant, then the session."""

from __future__ import annotations

from collections.abc import Iterator

from app.sign_in import failure as why
from app.sign_in.exchange import LONGEST_QUERY
from app.sign_in.failure import Failure
from app.sign_in.provider import Attempts
from app.workshop.record import Visit

from . import choosing, code, ending, granting, rules
from .http import browser_asked, portal_answered
from .past import Past
from .step import Arrow, Step, Tick, duration, no, none, whether, yes

LIMIT = f"{Attempts.expires_in // 60} min"
BY_DETAIL = {
    "not a GET": 0,
    "the query is too long": 1,
    "a parameter is repeated": 2,
    "no code": 3,
    "state too old": 7,
}
"""Which check fails with which detail, see `app.sign_in.exchange`; the others need a look at what was before."""
FAILURES = {each.cause: each for each in vars(why).values() if isinstance(each, Failure)}


def steps(visit: Visit, past: Past) -> list[Step]:
    return list(_steps(visit, past))


def _steps(visit: Visit, past: Past) -> Iterator[Step]:
    redirect = past.redirect(visit.asked.value("state"))
    if redirect and not past.came_back(visit.asked.value("state")):
        yield choosing.away(visit, redirect)
    yield _callback(visit, past)
    yield from granting.steps(visit)
    if visit.failure:
        yield _failed(visit, visit.failure)
    yield from ending.replaced(visit, past)


def _callback(visit: Visit, past: Past) -> Step:
    failed = failed_check(visit, past)
    words = _checks(visit, past)
    marks = [yes if failed is None or at < failed else no if at == failed else none for at in range(len(words))]
    refused = visit.asked.value("error") is not None
    return Step(
        _title(failed, refused),
        "Every check comes before the code is worth anything; the first that fails ends it."
        if failed is None
        else "What comes after a failed check is not reached: nothing was asked of Spark.",
        (Arrow("browser", "portal", f"{visit.asked.line[0]} /auth/callback"),),
        (browser_asked(visit.asked),),
        tuple(_unreached(mark(text)) for mark, text in zip(marks, words, strict=True)),
        _own_time(visit),
        rules.CALLBACK_ERROR if refused else rules.CALLBACK,
        code.CALLBACK_ERROR if refused else code.CHECKS,
    )


def _title(failed: int | None, refused: bool) -> str:
    if failed is None:
        return "Spark sent you back"
    return "You came back with an error" if refused else "Somebody came back, and a check failed"


def _own_time(visit: Visit) -> str:
    """Without the grant, which is a step of its own."""
    grants = sum(call.took_ms for call in tuple(visit.calls) if call.kind == "grant")
    return duration(max((visit.took_ms or 0) - grants, 0)) + (" without the grant" if grants else "")


def _unreached(tick: Tick) -> Tick:
    return none(f"not reached: {tick.words}") if tick.mark == "none" else tick


def failed_check(visit: Visit, past: Past) -> int | None:
    """The number of the check in which a callback ended; None if it passed them all."""
    if visit.failure is None:
        return None
    if visit.detail == "state missing, unknown or used":
        return 6 if past.came_back(visit.asked.value("state")) else 5
    if visit.asked.value("error") is not None and visit.detail not in BY_DETAIL:
        return 4
    return BY_DETAIL.get(visit.detail)


def _checks(visit: Visit, past: Past) -> list[str]:
    error = visit.asked.value("error")
    return [
        f"the method is GET, and was {visit.asked.line[0]}" if visit.asked.line[0] != "GET" else "the method is GET",
        f"the query has {LONGEST_QUERY:,} bytes at most",
        "code, state and error come once at most",
        "there is a code, or an error",
        f"no error, but Spark says {error if isinstance(error, str) else 'another word'}" if error else "no error",
        "this browser’s session keeps the state" if visit.asked.value("state") else "there is a state",
        "the state was not used before",
        _age(visit, past),
    ]


def _age(visit: Visit, past: Past) -> str:
    redirect = past.redirect(visit.asked.value("state"))
    if redirect is None:
        return f"the state is not older than {LIMIT}"
    return f"the state is {duration((visit.began - redirect.began) * 1000)} old, limit {LIMIT}"


def _failed(visit: Visit, cause: str) -> Step:
    known = FAILURES.get(cause)
    return Step(
        "The sign-in did not finish",
        f"The page said: “{known.what} {known.advice}”"
        if known
        else "The page said that flexmls is busy, and when to try again.",
        (Arrow("portal", "browser", f"{visit.status}, why"),),
        (portal_answered(visit),),
        (
            whether(visit.role_after in {None, visit.role}, "no session began"),
            yes("the words are the portal’s own: nothing that came in the address is repeated"),
            *((yes("the session of before goes on"),) if visit.role and visit.role_after else ()),
        ),
        duration(visit.took_ms),
    )
