"""Steps of a sign-in: the form, the redirect to Spark, and the checks of the callback."""

from __future__ import annotations

from collections.abc import Iterator

from app.auth import errors as failures
from app.auth.errors import Check, SignInError
from app.auth.oauth import MAX_QUERY, StateStore
from workshop import quotes, references
from workshop.flow import sign_out, tokens
from workshop.flow.history import History, sent_state
from workshop.flow.http_text import browser_asked, portal_answered
from workshop.flow.step import Arrow, Step, Tick, duration, no, none, whether, yes
from workshop.record import Secret, Visit

TITLES = {"agent": "You came as an agent", "agents": "You chose several agents"}
TO_SPARK = Arrow("browser", "spark", "sign in, allow")
MAX_AGE = f"{StateStore.expires_in // 60} min"
FAILURES = {each.cause: each for each in vars(failures).values() if isinstance(each, SignInError)}
CALLBACK_ERROR, STATE_KNOWN, STATE_UNUSED = 4, 5, 6
POSITIONS: dict[str, int] = {
    Check.METHOD: 0,
    Check.QUERY_LENGTH: 1,
    Check.REPEATED_PARAMETER: 2,
    Check.CODE: 3,
    Check.STATE_AGE: 7,
}
"""Where a check stands in `_checks`. The ones in between depend on earlier visits."""


def started(visit: Visit, history: History) -> list[Step]:
    """POST /sign-in: the choice, and the redirect to Spark if the choice is valid."""
    return [_chosen(visit), _redirected(visit, history)] if sent_state(visit) else [_not_chosen(visit)]


def _chosen(visit: Visit) -> Step:
    to = str(visit.asked.value("to"))
    return Step(
        TITLES.get(to, "You chose an agent’s portal"),
        "The portal remembers on the server where you were going. Nothing about it travels through Spark.",
        (Arrow("browser", "portal", "POST /sign-in"),),
        (browser_asked(visit.asked),),
        (yes("the form came from this site"), *_portal_name(visit), _next_url(visit)),
        f"{duration(visit.took_ms)}, with the next step",
        references.CHOICE,
        quotes.PORTAL_NAME if to == "portal" else quotes.NEXT_URL,
    )


def _portal_name(visit: Visit) -> tuple[Tick, ...]:
    return (yes("the portal’s name is well formed"),) if visit.asked.value("to") == "portal" else ()


def _next_url(visit: Visit) -> Tick:
    wanted = visit.asked.value("wanted")
    if not wanted:
        return none("no page to return to was asked for")
    if wanted == "no page of this site":
        return yes("the page to return to is not of this site, and was dropped")
    return yes("the page to return to is one of this site")


def _not_chosen(visit: Visit) -> Step:
    elsewhere = visit.status == "403"
    return Step(
        "The form did not come from this site" if elsewhere else "The portal asked again",
        "Nobody was sent anywhere: a sign-in that another site starts in your browser is not begun."
        if elsewhere
        else "Nobody was sent anywhere: the portal only goes to an endpoint that it can name.",
        (Arrow("browser", "portal", "POST /sign-in"), Arrow("portal", "browser", str(visit.status))),
        (browser_asked(visit.asked), portal_answered(visit)),
        (no("the form came from this site") if elsewhere else no("the portal’s name is well formed"),),
        duration(visit.took_ms),
        references.CHOICE,
        quotes.SAME_SITE if elsewhere else quotes.PORTAL_NAME,
    )


def _redirected(visit: Visit, history: History) -> Step:
    state = sent_state(visit)
    fresh = history.redirect(state) is None
    return Step(
        "Sent to Spark with a fresh state",
        "The state is random, works once, and belongs to this browser. Who comes back without it did not start here.",
        (Arrow("portal", "browser", f"{visit.status} redirect"),),
        (portal_answered(visit, "The portal answered: go to Spark"),),
        (
            whether(fresh, f"the state is new: {_length(state)}", "the state was sent before"),
            none("no PKCE: Spark does not document it"),
            none("no nonce and no scope: Spark does not document them here"),
        ),
        "",
        references.REDIRECT,
        quotes.REDIRECT,
    )


def _length(state: object) -> str:
    return f"{state.chars} characters" if isinstance(state, Secret) else "a value"


def still_at_spark() -> Step:
    """The visitor went to Spark and has not come back."""
    return Step(
        "You went to Spark",
        "A closed box: the portal sees nothing of this. Nobody has come back with this state yet.",
        (TO_SPARK, Arrow("spark", "spark", "its own pages")),
        references=references.AWAY,
    )


def _was_at_spark(callback: Visit, redirect: Visit) -> Step:
    """The time between the redirect and the callback with the same state."""
    away = (callback.began - redirect.began) * 1000 - (redirect.took_ms or 0)
    back = Arrow("spark", "browser", "back, with a code" if callback.asked.value("code") else "back")
    return Step(
        "You were at Spark",
        "A closed box: the portal sees nothing of this. Your password goes to Spark alone, and so does your consent.",
        (TO_SPARK, Arrow("spark", "spark", "its own pages"), back),
        took=f"away for {duration(max(away, 0))}",
        references=references.AWAY,
    )


def finished(visit: Visit, history: History) -> Iterator[Step]:
    """GET /auth/callback: every check in its order, then the grant, then the session."""
    redirect = history.redirect(visit.asked.value("state"))
    if redirect and not history.came_back(visit.asked.value("state")):
        yield _was_at_spark(visit, redirect)
    yield _callback(visit, history)
    yield from tokens.steps(visit)
    if visit.failure:
        yield _failed(visit, visit.failure)
    yield from sign_out.replaced(visit, history)


def _callback(visit: Visit, history: History) -> Step:
    failed = failed_check(visit, history)
    refused = visit.asked.value("error") is not None
    return Step(
        _title(failed, refused),
        "Every check comes before the code is worth anything; the first that fails ends it."
        if failed is None
        else "What comes after a failed check is not reached: nothing was asked of Spark.",
        (Arrow("browser", "portal", f"{visit.asked.line[0]} /auth/callback"),),
        (browser_asked(visit.asked),),
        tuple(_tick(words, position, failed) for position, words in enumerate(_checks(visit, history))),
        _time_without_grant(visit),
        references.CALLBACK_ERROR if refused else references.CALLBACK,
        quotes.CALLBACK_ERROR if refused else quotes.CHECKS,
    )


def _title(failed: int | None, refused: bool) -> str:
    if failed is None:
        return "Spark sent you back"
    return "You came back with an error" if refused else "Somebody came back, and a check failed"


def _tick(words: str, position: int, failed: int | None) -> Tick:
    if failed is None or position < failed:
        return yes(words)
    return no(words) if position == failed else none(f"not reached: {words}")


def _time_without_grant(visit: Visit) -> str:
    """The grant is a step of its own."""
    grants = sum(call.took_ms for call in tuple(visit.calls) if call.kind == "grant")
    return duration(max((visit.took_ms or 0) - grants, 0)) + (" without the grant" if grants else "")


def failed_check(visit: Visit, history: History) -> int | None:
    """The position of the check that ended a callback. None if it passed them all."""
    if visit.failure is None:
        return None
    if visit.detail == Check.STATE:
        return STATE_UNUSED if history.came_back(visit.asked.value("state")) else STATE_KNOWN
    if visit.asked.value("error") is not None and visit.detail not in POSITIONS:
        return CALLBACK_ERROR
    return POSITIONS.get(visit.detail)


def _checks(visit: Visit, history: History) -> list[str]:
    method = visit.asked.line[0]
    return [
        "the method is GET" if method == "GET" else f"the method is GET, and was {method}",
        f"the query has {MAX_QUERY:,} bytes at most",
        "code, state and error come once at most",
        "there is a code, or an error",
        _error(visit),
        "this browser’s session keeps the state" if visit.asked.value("state") else "there is a state",
        "the state was not used before",
        _age(visit, history),
    ]


def _error(visit: Visit) -> str:
    error = visit.asked.value("error")
    if not error:
        return "no error"
    return f"no error, but Spark says {error if isinstance(error, str) else 'another word'}"


def _age(visit: Visit, history: History) -> str:
    redirect = history.redirect(visit.asked.value("state"))
    if redirect is None:
        return f"the state is not older than {MAX_AGE}"
    return f"the state is {duration((visit.began - redirect.began) * 1000)} old, limit {MAX_AGE}"


def _failed(visit: Visit, cause: str) -> Step:
    known = FAILURES.get(cause)
    return Step(
        "The sign-in did not finish",
        f"The page said: “{known.message} {known.advice}”"
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
