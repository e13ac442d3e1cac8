"""Steps of a grant: a code or a password becomes tokens, and the tokens become a session."""

from __future__ import annotations

from collections.abc import Iterator

from app.db import sessions
from workshop import quotes, references
from workshop.flow.history import begins, token_fingerprints
from workshop.flow.http_text import Line, Sheet, portal_answered, portal_asked, spark_answered
from workshop.flow.step import Arrow, Step, Tick, duration, no, none, whether, yes
from workshop.quotes import Quote
from workshop.record import Call, Cookie, Secret, Shown, Visit, is_callback
from workshop.references import Reference

FLAGS = {
    "HttpOnly": "scripts cannot read it",
    "SameSite=Lax": "other sites’ forms do not send it",
    "Secure": "only over https",
}


def steps(visit: Visit) -> Iterator[Step]:
    for call in tuple(visit.calls):
        if call.kind == "grant" and call.asked.value("grant_type") != "refresh_token":
            yield _grant(visit, call)
    cookie = next((cookie for cookie in visit.cookies if cookie.value.name == "session id"), None)
    if begins(visit) and cookie:
        yield _session(visit, cookie)


def _grant(visit: Visit, call: Call) -> Step:
    by_code = call.asked.value("grant_type") == "authorization_code"
    granted = call.status == "200" and bool(call.answered and call.answered.value("access_token"))
    thing = "code" if by_code else "password"
    return Step(
        f"The {thing} became tokens" if granted else f"Spark gave no tokens for the {thing}",
        "One POST from server to server; the browser is not part of it. Spark wants JSON where RFC 6749 wants a form, "
        "the client’s secret in the body, and sends no token_type back.",
        (
            Arrow("portal", "spark", f"{thing} and secret"),
            Arrow("spark", "portal", "tokens" if granted else call.outcome),
        ),
        (portal_asked(call), spark_answered(call)),
        (*_same_code(visit, call), *(_granted(call) if granted else (no(_why_not(call)),))),
        duration(call.took_ms),
        *_sources(granted, by_code),
    )


def _sources(granted: bool, by_code: bool) -> tuple[tuple[Reference, ...], tuple[Quote, ...]]:
    if not granted:
        return references.GRANT_ERROR, quotes.GRANT_ERROR
    return (references.GRANT, quotes.GRANT) if by_code else (references.PASSWORD, quotes.PASSWORD)


def _same_code(visit: Visit, call: Call) -> tuple[Tick, ...]:
    if not is_callback(visit):
        return ()
    return (whether(call.asked.value("code") == visit.asked.value("code"), "the code is the one that came back"),)


def _granted(call: Call) -> Iterator[Tick]:
    answer = call.answered
    lasts, refresh = (answer.value(name) if answer else None for name in ("expires_in", "refresh_token"))
    yield yes("an access token came")
    yield yes("a refresh token came") if refresh else none("no refresh token: it cannot be renewed")
    yield yes(f"it lasts {_hours(lasts)}") if lasts else none("nobody says how long it lasts")
    if answer and not answer.value("token_type"):
        yield none("no token_type: none is documented, and none is needed")


def _hours(seconds: Shown | None) -> str:
    return f"{round(int(seconds) / 3600)} hours" if isinstance(seconds, str) and seconds.isdigit() else "a while"


def _why_not(call: Call) -> str:
    error = call.answered.value("error") if call.answered else None
    said = f" {error}" if isinstance(error, str) else ""
    return f"Spark answered {call.status}{said}" if call.status else f"no answer: {call.fault}"


def _session(visit: Visit, cookie: Cookie) -> Step:
    return Step(
        "You got a session under a new id",
        "The row of before went, and its id with it: whoever had planted that id in your browser has nothing. The "
        "tokens lie encrypted in columns of the row; the browser gets the new id and nothing else.",
        (Arrow("portal", "browser", f"{visit.status} and cookie"),),
        (portal_answered(visit), _row(visit, cookie)),
        tuple(_session_ticks(visit, cookie)),
        f"{duration(visit.took_ms)} with all before" if is_callback(visit) else duration(visit.took_ms),
        references.SESSION,
        quotes.SESSION,
    )


def _session_ticks(visit: Visit, cookie: Cookie) -> Iterator[Tick]:
    if visit.came_with:
        yield whether(visit.came_with != cookie.value, f"not {visit.came_with.mark} any more, but {cookie.value.mark}")
    for flag, means in FLAGS.items():
        if flag in cookie.flags:
            yield yes(f"{flag}: {means}")
        elif flag == "Secure":
            yield none("not Secure: this portal runs on http, as only one on your own machine may")
        else:
            yield no(f"{flag}: {means}")
    found = tokens_in_answer(visit, token_fingerprints(visit))
    yield whether(found == 0, f"{found} tokens in the browser")


def tokens_in_answer(visit: Visit, marks: set[str]) -> int:
    """How many cookies and redirect parameters of the response have the fingerprint of a token."""
    values = (cookie.value for cookie in visit.cookies if not cookie.deleted)
    sent = (value for _, value in visit.answered.values) if visit.answered else ()
    return sum(isinstance(value, Secret) and value.mark in marks for value in (*values, *sent))


def _row(visit: Visit, cookie: Cookie) -> Sheet:
    """The new row: a line per column of the table, with its value if the record knows it."""
    given = {
        name: value
        for call in tuple(visit.calls)
        for name in ("access_token", "refresh_token")
        if call.answered and (value := call.answered.value(name))
    }
    known: dict[str, Line] = {"id": ("SHA-256 of ", cookie.value), "role": (f"'{visit.role_after}'",)}
    known |= {name: ("encrypted ", value) for name, value in given.items()}
    lines = (
        (f"  {column.name}: ", *known.get(column.name, (column.comment or "seconds since 1970",)))
        for column in sessions.c
    )
    return Sheet("The row in SQL", (("INSERT INTO sessions",), *lines))
