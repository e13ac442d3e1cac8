"""Steps of a page's calls to Spark: the first call, a refused token and its refresh, and failures."""

from __future__ import annotations

from collections.abc import Iterator

from workshop import quotes, references
from workshop.flow import failed_calls
from workshop.flow.history import History, ends
from workshop.flow.http_text import Sheet, browser_asked, portal_answered, portal_asked, spark_answered
from workshop.flow.step import Arrow, Row, Step, Tick, duration, no, none, whether, yes
from workshop.quotes import Quote
from workshop.record import Call, Shown, Visit


def steps(visit: Visit, history: History) -> list[Step]:
    """The steps of this page. None if nothing on it was special."""
    return [*_first(visit, history), *_refreshes(visit, history), *failed_calls.steps(visit), *_ended(visit)]


def _first(visit: Visit, history: History) -> Iterator[Step]:
    calls = [call for call in tuple(visit.calls) if call.kind == "api"]
    if visit.role and calls and not history.called_since_sign_in():
        yield _first_call(visit, calls, history)


def _first_call(visit: Visit, calls: list[Call], history: History) -> Step:
    call, *more = calls
    token = token_of(call)
    return Step(
        "The first call with the token",
        "The token goes from the portal to Spark in a header, under the name that Spark’s draft has for it: OAuth.",
        (Arrow("portal", "spark", "Authorization: OAuth"), Arrow("spark", "portal", call.outcome)),
        (portal_asked(call), spark_answered(call)),
        (
            whether(history.granted(token), "it is the access token of the grant above"),
            *_others(visit, token, [token_of(other) for other in more]),
        ),
        duration(call.took_ms),
        references.CALL,
        quotes.CALL,
        (row(visit),),
    )


def _others(visit: Visit, first: Shown | None, tokens: list[Shown | None]) -> Iterator[Tick]:
    """Which token the other calls of the page carry. A page may refresh the token, and then call again."""
    renewed = {_granted(call) for call in tuple(visit.calls) if call.kind == "grant"}
    if tokens:
        more = tokens.count(first)
        same = f"{more} more {'call of this page carries' if more == 1 else 'calls of this page carry'} the same"
        yield whether({*tokens} <= {first, *renewed}, same, "a call of this page carries another token")


def _refreshes(visit: Visit, history: History) -> Iterator[Step]:
    calls = tuple(visit.calls)
    refused = [call for call in calls if call.kind == "api" and call.status == "401"]
    refreshes = [call for call in calls if call.asked.value("grant_type") == "refresh_token"]
    if refused:
        yield _refused(refused)
    for refresh in refreshes:
        yield _refreshed(visit, refresh, history)
    if refused and not refreshes and any(_new(call, refused) for call in calls):
        yield _used_tokens_of_another(visit, refused)


def _new(call: Call, refused: list[Call]) -> bool:
    return call.kind == "api" and call.status != "401" and token_of(call) not in map(token_of, refused)


def _refused(refused: list[Call]) -> Step:
    call = refused[0]
    number = call.answered.value("Code") if call.answered else None
    expired = number == "1020"
    return Step(
        "Spark no longer took the access token",
        "Tokens end after 24 hours, or earlier if Spark wants it. The portal does not show this to you: it renews the "
        "token and makes the call once more.",
        (Arrow("portal", "spark", "a call"), Arrow("spark", "portal", f"401, {number}" if number else "401")),
        (portal_asked(call), spark_answered(call)),
        (
            yes("code 1020: the token has expired")
            if expired
            else no(f"code {number or 'unknown'}, not 1020: a renewal is tried all the same"),
            yes(f"{len(refused)} calls of this page were refused" if refused[1:] else "one call was refused"),
        ),
        duration(call.took_ms),
        references.EXPIRED,
        quotes.EXPIRED,
    )


def _refreshed(visit: Visit, call: Call, history: History) -> Step:
    granted = call.status == "200" and bool(call.answered and call.answered.value("access_token"))
    ahead = not any(other.status == "401" for other in tuple(visit.calls) if other.kind == "api")
    return Step(
        _refresh_title(granted, ahead),
        "A refresh token may work only once. So one request takes a lease on the row and asks; the others wait for its "
        "result.",
        (
            Arrow("portal", "spark", "refresh token"),
            Arrow("spark", "portal", "new tokens" if granted else call.outcome),
        ),
        (portal_asked(call), spark_answered(call), *((_before_and_after(visit, call),) if granted else ())),
        tuple(_refresh_ticks(visit, call, history)) if granted else (no(_refusal(call)),),
        duration(call.took_ms),
        references.REFRESH,
        _refresh_quotes(granted, ahead),
    )


def _refresh_title(granted: bool, ahead: bool) -> str:
    if not granted:
        return "The tokens were not renewed"
    return "Both tokens were renewed, ahead of time" if ahead else "Both tokens were renewed"


def _refresh_quotes(granted: bool, ahead: bool) -> tuple[Quote, ...]:
    if not granted:
        return quotes.NOT_REFRESHED
    return quotes.REFRESHED_AHEAD if ahead else quotes.REFRESH


def _refusal(call: Call) -> str:
    error = call.answered.value("error") if call.answered else None
    if error == "invalid_grant":
        return "Spark says invalid_grant: the authorization is over, and nothing can mend that"
    return f"Spark answered {call.outcome}: the tokens stay, and the next request tries again"


def _refresh_ticks(visit: Visit, call: Call, history: History) -> Iterator[Tick]:
    used = call.asked.value("refresh_token")
    given = call.answered.value("refresh_token") if call.answered else None
    again = [other for other in tuple(visit.calls) if other.kind == "api" and token_of(other) == _granted(call)]
    known = history.granted(used, "refresh_token")
    yield yes("the refresh token is the one of the grant before") if known else none("its grant is not in this record")
    yield (
        whether(given != used, "the refresh token is another one now")
        if given
        else none("no new refresh token: the old one stays")
    )
    went = {0: "no call", 1: "one call"}.get(len(again), f"{len(again)} calls")
    yield (yes if again else none)(f"{went} went with the new token")


def _granted(call: Call) -> Shown | None:
    return call.answered.value("access_token") if call.answered else None


def _before_and_after(visit: Visit, call: Call) -> Sheet:
    """The fingerprints of both tokens, before and after the refresh."""
    before = next(
        (token_of(other) for other in tuple(visit.calls) if token_of(other) not in {None, _granted(call)}), None
    )
    after = call.answered.value("refresh_token") if call.answered else None
    access = ("access_token   ", before or "not called with", "  →  ", _granted(call) or "none")
    refresh = ("refresh_token  ", call.asked.value("refresh_token") or "none", "  →  ", after or "the same")
    return Sheet("Before and after", (("UPDATE sessions, in one statement",), access, refresh))


def _used_tokens_of_another(visit: Visit, refused: list[Call]) -> Step:
    new = next(call for call in tuple(visit.calls) if _new(call, refused))
    before, after = token_of(refused[0]) or "none", token_of(new) or "none"
    return Step(
        "Another request had renewed it",
        "This request asked Spark for nothing: it saw that the row had new tokens by now, and used them.",
        (Arrow("portal", "portal", "reads the row"), Arrow("portal", "spark", "the call, again")),
        (
            Sheet("Before and after", (("SELECT … FROM sessions",), ("access_token  ", before, "  →  ", after))),
            spark_answered(new),
        ),
        (yes("this one used the result of the other"), yes("no second renewal")),
        duration(new.took_ms),
        references.REFRESH,
        quotes.REFRESHED_BY_ANOTHER,
    )


def _ended(visit: Visit) -> Iterator[Step]:
    if ends(visit):
        yield Step(
            "The session ended here too",
            "Spark takes the tokens no more, so the portal does not pretend: the row is gone, and you are told why.",
            (Arrow("portal", "browser", f"{visit.status}, sign in again"),),
            (browser_asked(visit.asked), portal_answered(visit)),
            (yes("the row is gone"), yes("the page that you wanted is kept for after the sign-in")),
            duration(visit.took_ms),
            references.ENDED,
            quotes.ENDED,
        )


def token_of(call: Call) -> Shown | None:
    return call.asked.value("Authorization: OAuth") or call.asked.value("Authorization: Bearer")


def row(visit: Visit) -> Row:
    """A page in one line, and its calls."""
    calls = (call for call in tuple(visit.calls) if call.kind == "api")
    address = " ".join(map(str, visit.asked.line))
    return Row(address, visit.status or "…", duration(visit.took_ms), tuple(map(_call_row, calls)))


def _call_row(call: Call) -> Row:
    method, _, *path = call.asked.line
    words = f"{method} /" + "/".join(part if isinstance(part, str) else f"({part.name})" for part in path)
    return Row(words, call.outcome, duration(call.took_ms))
