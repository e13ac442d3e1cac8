"""Steps at the end of a session: sign-out, the deletion at Spark, and cookies without a row."""

from __future__ import annotations

from collections.abc import Iterator

from workshop import quotes, references
from workshop.flow.history import History
from workshop.flow.http_text import browser_asked, portal_answered, portal_asked, spark_answered
from workshop.flow.step import Arrow, Step, Tick, duration, no, none, whether, yes
from workshop.record import Call, Visit


def signed_out(visit: Visit, history: History) -> list[Step]:
    return [_left(visit), *_deletions(visit, history, "The tokens were deleted at Spark")]


def replaced(visit: Visit, history: History) -> Iterator[Step]:
    """The deletion of tokens that a new sign-in replaced."""
    title = "The tokens of before were deleted" if visit.failure is None else "Tokens that nobody has were deleted"
    yield from _deletions(visit, history, title)


def _left(visit: Visit) -> Step:
    gone = any(cookie.deleted for cookie in visit.cookies)
    method, address = visit.asked.line
    return Step(
        "You signed out",
        "The row goes first: from that moment the cookie opens nothing, whoever has a copy of it. Only then is Spark "
        "told, without waiting for it, and the browser loses the cookie.",
        (
            Arrow("browser", "portal", f"{method} {address}"),
            Arrow("portal", "browser", f"{visit.status}, cookie taken"),
        ),
        (browser_asked(visit.asked), portal_answered(visit)),
        (
            whether(visit.role_after is None, "the row is gone"),
            whether(gone, "the browser was told to drop the cookie"),
        ),
        duration(visit.took_ms),
        references.ENDED,
        quotes.SIGN_OUT,
    )


def _deletions(visit: Visit, history: History, title: str) -> Iterator[Step]:
    for call in tuple(visit.calls):
        if call.kind == "delete":
            yield _deleted(call, history, title)


def _deleted(call: Call, history: History, title: str) -> Step:
    good = call.status is not None and call.status.startswith("2")
    token = call.asked.value("Authorization: OAuth") or call.asked.value("Authorization: Bearer")
    return Step(
        title if good else "The tokens could not be deleted at Spark",
        "DELETE with the access token in the address ends the whole authorization, its refresh token too. It is best "
        "effort: if Spark does not answer you are signed out here all the same.",
        (Arrow("portal", "spark", "DELETE token"), Arrow("spark", "portal", call.outcome)),
        (portal_asked(call), spark_answered(call)),
        (
            whether(good, "Spark deleted it", f"Spark answered {call.status or call.fault}"),
            yes("it is a token that this session had")
            if history.granted(token)
            else none("its grant is not in this record"),
        ),
        duration(call.took_ms),
        references.DELETION,
        quotes.DELETION,
    )


def asked_to_sign_in(visit: Visit, history: History) -> Step:
    """A page that needs a session was requested without a valid one."""
    return Step(
        "Your cookie opened nothing" if visit.came_with and not visit.row else "You were asked to sign in",
        f"{_why_asked(visit)} The page you wanted is kept.",
        (
            Arrow("browser", "portal", " ".join(map(str, visit.asked.line))),
            Arrow("portal", "browser", str(visit.status)),
        ),
        (browser_asked(visit.asked), portal_answered(visit)),
        (
            *_ended_before(visit, history),
            yes("nothing was asked of Spark") if not visit.calls else no("Spark was asked"),
        ),
        duration(visit.took_ms),
        references.ENDED,
        quotes.NOT_SIGNED_IN,
    )


def _why_asked(visit: Visit) -> str:
    if visit.came_with is None:
        return "The page needs a session, and the browser sent no cookie."
    if visit.row:
        return "The page needs somebody who is signed in. This session only waits for a sign-in to come back."
    return "No row has this id: it was signed out, it expired, or it never was."


def _ended_before(visit: Visit, history: History) -> tuple[Tick, ...]:
    if visit.came_with is None:
        return (no("no session cookie came"),)
    if visit.row:
        return (no("nobody is signed in with this cookie yet"),)
    ended = history.ended(visit.came_with)
    told = f"no row has the id {visit.came_with.mark}"
    return (no(f"{told}: that session ended before" if ended else told),)
