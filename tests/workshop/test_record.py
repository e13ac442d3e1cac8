"""What is recorded: each browser's own visits, with the calls that they led to, and not for ever."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from app.auth.errors import GARBLED, Check, SignInFailed
from tests.conftest import Start
from tests.servers import Server, Visitor
from workshop import browser_messages
from workshop.record import BROWSERS, CALLS, VISITS, Browser, Call, Message, Record, Secret, Visit
from workshop.redaction import MAX_VALUES


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(workshop="true")


def record(portal: Server) -> Record:
    found: Record = portal.app.extensions["workshop"].record
    return found


def visits(portal: Server, visitor: Visitor) -> tuple[Visit, ...]:
    browser = record(portal).find(visitor.http.cookies["workshop"])
    assert browser
    return browser.visits


def last(portal: Server, visitor: Visitor, endpoint: str) -> Visit:
    return [visit for visit in visits(portal, visitor) if visit.endpoint == endpoint][-1]


def test_a_sign_in_is_recorded_from_the_choice_to_the_first_call(portal: Server, visitor: Visitor) -> None:
    visitor.sign_in(wanted="/search")
    start, callback = last(portal, visitor, "auth.sign_in"), last(portal, visitor, "auth.callback")
    assert start.asked.value("to") == "portal"
    assert start.asked.value("portal") == "danalee"
    assert str(start.answered and start.answered.value("Location")).endswith("/auth/vow/danalee")
    assert start.answered
    assert start.answered.value("state") == callback.asked.value("state")
    (grant,) = [call for call in callback.calls if call.kind == "grant"]
    assert grant.asked.value("code") == callback.asked.value("code")
    assert grant.asked.value("grant_type") == "authorization_code"
    assert grant.answered
    search = last(portal, visitor, "search.show")
    assert {call.asked.value("Authorization: OAuth") for call in search.calls} == {grant.answered.value("access_token")}
    assert (callback.role, callback.role_after) == (None, "consumer")


def test_the_session_gets_another_id_and_its_flags_are_noted(portal: Server, visitor: Visitor) -> None:
    visitor.sign_in()
    callback = last(portal, visitor, "auth.callback")
    (cookie,) = callback.cookies
    assert cookie.value != callback.came_with
    assert cookie.flags == ("HttpOnly", "SameSite=Lax", "Path=/")
    assert last(portal, visitor, "home.show").came_with == cookie.value


def test_sign_out_is_recorded_with_the_deletion_at_spark(portal: Server, visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.press("Sign out")
    out = last(portal, visitor, "auth.logout")
    assert [cookie.deleted for cookie in out.cookies] == [True]
    for _ in range(100):  # the portal does not wait for it
        if not out.calls:
            time.sleep(0.02)
    assert [(call.kind, call.status) for call in out.calls] == [("delete", "200")]


@pytest.mark.parametrize(
    ("address", "cause", "detail"),
    [
        ("/auth/callback?code=made-up&state=wrong", "not-started-here", "state missing, unknown or used"),
        ("/auth/callback?code=a&code=b&state=c", "garbled", "a parameter is repeated"),
        ("/auth/callback?state=c", "garbled", "no code"),
        ("/auth/callback?error=access_denied", "refused", ""),
        (f"/auth/callback?code=a&state={'s' * 5000}", "garbled", "the query is too long"),
    ],
)
def test_a_failed_sign_in_is_recorded_with_its_check(
    portal: Server, visitor: Visitor, address: str, cause: str, detail: str
) -> None:
    visitor.get(address)
    visit = last(portal, visitor, "auth.callback")
    assert (visit.failure, visit.detail) == (cause, detail)


def test_a_detail_that_is_no_check_of_the_portal_is_not_recorded() -> None:
    assert [SignInFailed(GARBLED, check).check for check in Check] == [*Check]
    assert SignInFailed(GARBLED, "grant refused: s3cr3t").check is None


def test_a_call_without_an_answer_says_why(portal: Server, visitor: Visitor, sandbox: Server) -> None:
    visitor.sign_in()
    requests.post(f"{sandbox.url}/sandbox/switches", json={"where": "api", "path": "/v1/listings", "what": "reset"})
    visitor.get("/search")
    faults = [call.fault for call in last(portal, visitor, "search.show").calls if call.answered is None]
    assert faults == ["no connection"]


def test_calls_belong_to_the_visit_that_made_them(portal: Server) -> None:
    """Two browsers at once, as two different people: neither sees a token of the other."""
    pat, sam = Visitor(portal.url), Visitor(portal.url)
    pat.sign_in()
    sam.sign_in("Sam")
    with ThreadPoolExecutor(8) as several:
        list(several.map(lambda who: requests.get(f"{portal.url}/search", cookies=who.http.cookies), [pat, sam] * 8))
    tokens = [
        {
            str(call.asked.value("Authorization: OAuth"))
            for visit in visits(portal, who)
            for call in visit.calls
            if call.kind == "api"
        }
        for who in (pat, sam)
    ]
    assert [len(mine) for mine in tokens] == [1, 1]
    assert tokens[0] != tokens[1]


def test_pages_and_pictures_of_no_interest_are_left_out(portal: Server, visitor: Visitor) -> None:
    visitor.get("/")
    for path in ("/static/css/portal.css", "/static/none.css", "/health/live", "/workshop/flow", "/workshop/flow.json"):
        visitor.get(path)
    assert [visit.endpoint for visit in visits(portal, visitor)] == ["auth.landing"]


def test_only_an_id_that_was_given_out_opens_a_record(portal: Server) -> None:
    visitor = Visitor(portal.url)
    visitor.http.cookies.set("workshop", "chosen-by-somebody-else")
    visitor.get("/")
    assert record(portal).find("chosen-by-somebody-else") is None
    assert "workshop=" in visitor.page.headers["Set-Cookie"]
    assert "HttpOnly" in visitor.page.headers["Set-Cookie"]


def test_the_oldest_visits_and_browsers_give_way() -> None:
    browser, store = Browser(), Record()
    for _ in range(VISITS + 5):
        browser.add(Visit(browser.number(), None, 0.0, Message(("GET", "/"))))
    assert [browser.visits[0].number, len(browser.visits)] == [6, VISITS]
    first, _ = store.begin()
    others = [store.begin()[0] for _ in range(BROWSERS - 1)]
    assert store.find(first)  # looked at just now, so it stays
    store.begin()
    assert store.find(first)
    assert store.find(others[0]) is None


def test_a_name_that_is_repeated_without_end_takes_no_room(portal: Server, visitor: Visitor) -> None:
    visitor.get(f"/?{'code=a&' * 5000}")
    visitor.post("/sign-in", data="code=a&" * 5000, headers={"Content-Type": "application/x-www-form-urlencoded"})  # type: ignore[arg-type]  # raw, as no dict repeats a name
    kept = [(len(visit.asked.values), visit.asked.left_out) for visit in visits(portal, visitor)]
    assert kept == [(MAX_VALUES, 5000 - MAX_VALUES)] * 2


def test_a_fault_of_the_workshop_stops_no_visit_and_tells_no_secret(
    portal: Server, visitor: Visitor, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    def broken(*_: object) -> Secret:
        raise ValueError("s3cr3t")

    monkeypatch.setattr(browser_messages, "from_request", broken)
    monkeypatch.setattr(browser_messages, "from_response", broken)
    visitor.sign_in(wanted="/search")
    assert visitor.path == "/search"
    assert visitor.page.status_code == 200
    assert "the workshop did not record something: ValueError" in log.getvalue()
    assert "s3cr3t" not in log.getvalue()


def test_the_cookie_of_a_record_is_for_this_browser_alone(portal: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(portal.app.config, "SESSION_COOKIE_SECURE", True)
    answer = portal.app.test_client().get("/")
    (cookie,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("workshop=")]
    assert {"Secure", "HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
    assert len(cookie.partition(";")[0]) >= len("workshop=") + 22  # 16 random bytes cannot be guessed


def test_the_oldest_calls_of_a_visit_give_way() -> None:
    visit = Visit(1, None, 0.0, Message(("GET", "/")))
    for number in range(CALLS + 5):
        visit.calls.append(Call("api", float(number), 0.0, visit.asked, None))
    assert [visit.calls[0].began, len(visit.calls)] == [5.0, CALLS]
