"""No tick is mere decoration: each is crossed in a visit in which it is not so."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import pytest

from workshop.flow.step import Step
from workshop.flow.timeline import timeline
from workshop.record import Call, Cookie, Message, Pairs, Secret, Visit

FLAGS = ("HttpOnly", "SameSite=Lax", "Path=/")


def secret(name: str, mark: str) -> Secret:
    return Secret(name, 25, f"#{mark}")


ACCESS, REFRESH = secret("access_token", "access"), secret("refresh_token", "refresh")
OTHER, OTHER_REFRESH = secret("access_token", "other"), secret("refresh_token", "other-refresh")
CODE, STATE = secret("code", "code"), secret("state", "state")
OLD_ID, NEW_ID = secret("session id", "old"), secret("session id", "new")
SET = Cookie(NEW_ID, FLAGS, deleted=False)
DROPPED = Cookie(Secret("session id", 0, "#none"), (), deleted=True)


def call(kind: str, asked: Pairs, status: str = "200", answered: Pairs = ()) -> Call:
    path = {"grant": ("v1", "oauth2", "grant"), "delete": ("v1", "oauth2", "token", ACCESS)}.get(kind, ("v1", "me"))
    return Call(kind, 1.0, 2.0, Message(("POST", "spark/", *path), values=asked), Message((status,), values=answered))


def api(token: Secret, status: str = "200", *answered: tuple[str, str]) -> Call:
    return call("api", (("Authorization: OAuth", token),), status, answered)


def grant(code: Secret = CODE) -> Call:
    asked = (("grant_type", "authorization_code"), ("code", code))
    return call("grant", asked, answered=(("access_token", ACCESS), ("refresh_token", REFRESH)))


def renewal(given: Secret = OTHER_REFRESH, used: Secret = REFRESH, status: str = "200") -> Call:
    asked = (("grant_type", "refresh_token"), ("refresh_token", used))
    return call("grant", asked, status, (("access_token", OTHER), ("refresh_token", given)))


def deletion(token: Secret = ACCESS, status: str = "200") -> Call:
    return call("delete", (("Authorization: OAuth", token),), status)


def started(number: int = 1) -> Visit:
    answered = Message(("302",), values=(("state", STATE),))
    return Visit(number, "auth.sign_in", number, Message(("POST", "/sign-in")), answered=answered)


def callback(*calls: Call, cookie: Cookie = SET, number: int = 2) -> Visit:
    asked = Message(("GET", "/auth/callback"), values=(("code", CODE), ("state", STATE)))
    visit = Visit(number, "auth.callback", number, asked, None, OLD_ID, True, Message(("302",)), role_after="consumer")
    visit.cookies, visit.calls = (cookie,), deque(calls)
    return visit


def page(*calls: Call, role_after: str | None = "consumer", status: str = "200", number: int = 3) -> Visit:
    visit = Visit(
        number, "search.show", number, Message(("GET", "/search")), "consumer", NEW_ID, True, Message((status,))
    )
    visit.role_after, visit.calls = role_after, deque(calls)
    return visit


def left(*calls: Call, cookies: tuple[Cookie, ...] = (DROPPED,)) -> Visit:
    asked = Message(("POST", "/sign-out"))
    visit = Visit(4, "auth.logout", 4.0, asked, "consumer", NEW_ID, True, Message(("303",)), cookies=cookies)
    visit.calls = deque(calls)
    return visit


SIGN_IN = (started(), callback(grant()))
SIGNED_IN = (*SIGN_IN, page(api(ACCESS)))


def told(visits: Iterable[Visit]) -> list[Step]:
    return [step for chapter in timeline(tuple(visits)).chapters for step in chapter.steps]


def ticks(visits: Iterable[Visit], mark: str) -> list[str]:
    return [tick.words for step in told(visits) for tick in step.ticks if tick.mark == mark]


def test_a_good_visit_has_no_cross() -> None:
    visits = (*SIGNED_IN, page(api(ACCESS, "401", ("Code", "1020")), renewal(), api(OTHER)), left(deletion(OTHER)))
    assert ticks(visits, "no") == []


CROSSED = [
    ((started(), callback(grant(secret("code", "another")))), "the code is the one that came back"),
    ((started(), callback(grant(), cookie=Cookie(OLD_ID, FLAGS, False))), "not #old any more, but #old"),
    ((started(), callback(grant(), cookie=Cookie(NEW_ID, FLAGS[1:], False))), "HttpOnly: scripts cannot read it"),
    (
        (started(), callback(grant(), cookie=Cookie(NEW_ID, FLAGS[:1], False))),
        "SameSite=Lax: other sites’ forms do not send it",
    ),
    ((started(), started(2)), "the state was sent before"),
    ((*SIGN_IN, page(api(OTHER))), "it is the access token of the grant above"),
    ((*SIGN_IN, page(api(ACCESS), api(OTHER))), "a call of this page carries another token"),
    ((*SIGNED_IN, page(api(ACCESS, "401"))), "code unknown, not 1020: a renewal is tried all the same"),
    (
        (*SIGNED_IN, page(api(ACCESS, "401", ("Code", "1020")), renewal(given=REFRESH), api(OTHER))),
        "the refresh token is another one now",
    ),
    ((*SIGNED_IN, left(cookies=())), "the browser was told to drop the cookie"),
    ((*SIGNED_IN, left(deletion(status="500"))), "Spark answered 500"),
    ((*SIGNED_IN, page(api(ACCESS, "503"), role_after=None)), "you stayed signed in"),
]


@pytest.mark.parametrize(("visits", "crossed"), CROSSED)
def test_what_is_not_so_is_crossed(visits: tuple[Visit, ...], crossed: str) -> None:
    assert crossed in ticks(visits, "no")


def test_a_refusal_that_is_no_invalid_grant_keeps_the_tokens() -> None:
    visits = (*SIGNED_IN, page(api(ACCESS, "401", ("Code", "1020")), renewal(status="500")))
    assert "Spark answered 500: the tokens stay, and the next request tries again" in ticks(visits, "no")


def test_a_token_of_no_known_grant_is_not_ticked() -> None:
    for visits in ((page(renewal()),), (left(deletion()),)):
        assert "its grant is not in this record" in ticks(visits, "none")


def test_only_what_was_granted_counts_as_a_refresh() -> None:
    assert timeline((page(renewal()), page(renewal(status="400")))).refreshes == 1


def test_one_kind_of_fault_is_told_once_and_with_its_own_words() -> None:
    late = Call("api", 1.0, 9.0, Message(("GET", "spark/", "v1")), None, "timed out")
    titles = [step.title for step in told((*SIGNED_IN, page(late, late, api(ACCESS, "500"))))][-2:]
    assert titles == ["Spark did not answer in time", "Spark answered with an error"]


def test_a_page_that_did_not_come_is_not_said_to_have_come() -> None:
    assert "the page said why (503)" in ticks((*SIGNED_IN, page(api(ACCESS, "503"), status="503")), "yes")


def test_the_arrows_lead_from_who_speaks_to_who_hears() -> None:
    arrows = [(arrow.start, arrow.end) for step in told(SIGNED_IN) for arrow in step.arrows]
    browser, portal, spark = "browser", "portal", "spark"
    assert arrows == [
        (browser, portal), (portal, browser), (browser, spark), (spark, spark), (spark, browser), (browser, portal),
        (portal, spark), (spark, portal), (portal, browser), (portal, spark), (spark, portal),
    ]  # fmt: skip
    assert told(SIGNED_IN)[0].arrows[0].text == "Browser to Portal: POST /sign-in"
