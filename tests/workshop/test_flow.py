"""The steps of a visit, after the real thing has happened."""

from __future__ import annotations

import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from app.auth.oauth import MAX_PENDING, StateStore
from tests.conftest import Start
from tests.servers import Server, Visitor
from tests.workshop.flow_page import Told, step, steps, titles
from workshop.flow import api_calls
from workshop.flow.history import History
from workshop.flow.step import Tick
from workshop.record import Call, Message, Secret, Visit

SIGN_IN = [
    "You chose an agent’s portal",
    "Sent to Spark with a fresh state",
    "You were at Spark",
    "Spark sent you back",
    "The code became tokens",
    "You got a session under a new id",
    "The first call with the token",
]


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(workshop="true")


def switch(sandbox: Server, what: str, **fields: object) -> None:
    switched = {"where": "api", "path": "/v1/listings", "what": what} | fields
    assert requests.post(f"{sandbox.url}/sandbox/switches", json=switched, timeout=5).ok


def tokens(sandbox: Server, do: str) -> None:
    assert requests.post(f"{sandbox.url}/sandbox/tokens/{do}", json={}, timeout=5).ok


def test_a_sign_in_is_told_from_the_choice_to_the_first_call(visitor: Visitor) -> None:
    visitor.sign_in(wanted="/search")
    assert titles(visitor) == SIGN_IN
    assert not [each.title for each in steps(visitor) if each.crossed()]


def test_the_redirect_is_told_with_its_parameters_and_what_it_has_not(visitor: Visitor) -> None:
    visitor.sign_in()
    (sheet,) = step(visitor, "Sent to Spark").sheets
    for part in ("302 Found", "/auth/vow/danalee", "?response_type=code", "&redirect_uri=http://127.0.0.1", "&state="):
        assert part in sheet
    ticks = step(visitor, "Sent to Spark").ticks
    assert ticks[0] == "✓ the state is new: 30 characters"
    assert "– no PKCE: Spark does not document it" in ticks


def test_a_page_of_another_site_is_said_to_be_dropped(visitor: Visitor) -> None:
    visitor.get("/")
    visitor.press("Continue", to="portal", portal="danalee", wanted="//evil.example/")
    chosen = step(visitor, "You chose")
    assert "✓ the page to return to is not of this site, and was dropped" in chosen.ticks
    assert "evil" not in chosen.text


def test_each_endpoint_has_its_words(visitor: Visitor) -> None:
    visitor.go_to_spark(None)
    assert step(visitor, "You chose several agents")
    assert "portal_name.py" not in step(visitor, "You chose several agents").text
    visitor.get("/agent")
    visitor.press("Sign in as an agent")
    assert "portal_name.py" not in step(visitor, "You came as an agent").text


def test_a_wrong_portal_name_goes_nowhere(visitor: Visitor) -> None:
    visitor.get("/")
    visitor.press("Continue", to="portal", portal="no portal!")
    assert step(visitor, "The portal asked again").crossed() == ["the portal’s name is well formed"]


def test_a_form_of_another_site_goes_nowhere(visitor: Visitor) -> None:
    visitor.post("/sign-in", {"to": "agents"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert step(visitor, "The form did not come from this site").crossed() == ["the form came from this site"]


def test_who_is_still_at_spark_is_said_to_be_there(visitor: Visitor) -> None:
    visitor.go_to_spark()
    assert titles(visitor)[-1] == "You went to Spark"


def test_secrets_can_be_followed_by_their_fingerprints(visitor: Visitor) -> None:
    visitor.sign_in(wanted="/search")
    told = {each.title: each for each in steps(visitor)}
    sent, back, grant, session, call = (told[title] for title in (SIGN_IN[1], *SIGN_IN[3:]))
    assert sent.marks("state") == back.marks("state")
    assert back.marks("code") == grant.marks("code")
    assert grant.marks("access_token") == session.marks("access_token") == call.marks("access_token")
    before, after = sent.marks("session id"), session.marks("session id")
    assert before == back.marks("session id")
    assert set(before).isdisjoint(after)


def test_the_callbacks_checks_are_ticked_one_by_one(visitor: Visitor) -> None:
    visitor.sign_in()
    ticks = step(visitor, "Spark sent you back").ticks
    assert len(ticks) == 8
    assert all(tick.startswith("✓") for tick in ticks)
    assert ticks[-1].endswith("old, limit 30 min")


def test_the_session_is_told_with_its_row_and_the_cookies_flags(visitor: Visitor) -> None:
    visitor.sign_in()
    session = step(visitor, "You got a session")
    assert "HttpOnly; SameSite=Lax; Path=/" in session.sheets[0]
    assert "INSERT INTO sessions" in session.sheets[1]
    for tick in ("✓ HttpOnly: scripts cannot read it", "✓ 0 tokens in the browser"):
        assert tick in session.ticks


def at_the_callback(visitor: Visitor) -> Told:
    """The step of the last callback; the sign-in did not finish."""
    told = steps(visitor)
    assert told[-1].title == "The sign-in did not finish"
    return told[-2]


GARBLED = [
    ("?code=a&state=b&state=c", "code, state and error come once at most", 5),
    ("?state=c", "there is a code, or an error", 4),
    ("?code=a&error=access_denied", "no error, but Spark says access_denied", 3),
    ("?code=a&state=made-up", "this browser’s session keeps the state", 2),
    ("?code=a", "there is a state", 2),
    (f"?code=a&state={'s' * 5000}", "the query has 4,096 bytes at most", 6),
]


@pytest.mark.parametrize(("query", "crossed", "unreached"), GARBLED)
def test_a_failed_check_is_crossed_and_those_after_it_are_not_reached(
    visitor: Visitor, query: str, crossed: str, unreached: int
) -> None:
    visitor.get(f"/auth/callback{query}")
    told = at_the_callback(visitor)
    assert told.crossed() == [crossed]
    assert [tick[0] for tick in told.ticks] == ["✓"] * (7 - unreached) + ["✗"] + ["–"] * unreached
    assert all(tick.startswith("– not reached: ") for tick in told.ticks[8 - unreached :])


def test_a_look_at_the_callback_is_crossed_at_its_method(visitor: Visitor) -> None:
    visitor._send("HEAD", "/auth/callback?code=a")
    assert at_the_callback(visitor).crossed() == ["the method is GET, and was HEAD"]


def test_a_callback_that_comes_twice_is_crossed_as_used(visitor: Visitor) -> None:
    back = visitor.come_back()
    visitor.get(back)
    visitor.get(back)
    assert at_the_callback(visitor).crossed() == ["the state was not used before"]
    assert "✓ the session of before goes on" in steps(visitor)[-1].ticks


def test_a_callback_of_another_browser_is_crossed_as_not_given_to_this_one(portal: Server, visitor: Visitor) -> None:
    other = Visitor(portal.url)
    visitor.get("/")
    visitor.get(other.come_back())
    assert at_the_callback(visitor).crossed() == ["this browser’s session keeps the state"]


def test_a_state_that_gave_way_to_others_is_not_called_old(visitor: Visitor) -> None:
    back = visitor.come_back()
    for _ in range(MAX_PENDING):
        visitor.go_to_spark()
    visitor.get(back)
    assert step(visitor, "Somebody came back").crossed() == ["this browser’s session keeps the state"]


def test_a_state_that_is_too_old_is_crossed(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StateStore, "expires_in", -1)
    visitor.get(visitor.come_back())
    (crossed,) = at_the_callback(visitor).crossed()
    assert "old, limit" in crossed


def test_a_code_that_spark_refuses_is_told_with_the_answer(visitor: Visitor) -> None:
    back = visitor.come_back()
    code = back.partition("code=")[2].partition("&")[0]
    visitor.get(back.replace(code, "x" * 25))
    refused = step(visitor, "Spark gave no tokens for the code")
    assert refused.crossed() == ["Spark answered 400 invalid_grant"]
    assert titles(visitor)[-3:] == ["Spark sent you back", refused.title, "The sign-in did not finish"]
    assert "“The sign-in code was already used or is too old." in steps(visitor)[-1].text


def test_an_expired_token_is_told_with_both_tokens_before_and_after(visitor: Visitor, sandbox: Server) -> None:
    visitor.sign_in(wanted="/search")
    tokens(sandbox, "expire")
    visitor.get("/search")
    refused, renewed = steps(visitor)[-2:]
    assert refused.title == "Spark no longer took the access token"
    assert "✓ code 1020: the token has expired" in refused.ticks
    assert renewed.title == "Both tokens were renewed"
    assert not renewed.crossed()
    granted = step(visitor, "The code became")
    for name in ("access_token", "refresh_token"):
        before, after = renewed.marks(name)[-2:]
        assert [before] == granted.marks(name)
        assert before != after
    assert "1 refresh " in visitor.text(".lanes p")


def test_a_page_that_used_the_renewal_of_another_says_so(portal: Server, visitor: Visitor, sandbox: Server) -> None:
    visitor.sign_in(wanted="/search")
    tokens(sandbox, "expire")
    switch(sandbox, "slow", where="grant", path="", seconds=0.6, times=1)
    cookies = visitor.http.cookies
    with ThreadPoolExecutor(2) as tabs:
        list(tabs.map(lambda path: requests.get(portal.url + path, cookies=cookies, timeout=10), ["/search"] * 2))
    told = titles(visitor)
    assert told.count("Both tokens were renewed") == 1
    other = step(visitor, "Another request had renewed it")
    assert other.marks("access_token")[:2] == step(visitor, "Both tokens were renewed").marks("access_token")[-2:]


def test_new_tokens_that_no_call_went_with_are_not_said_to_have_been_used() -> None:
    used, given = Secret("refresh_token", 25, "#aaaaaa"), Secret("access_token", 25, "#bbbbbb")
    asked = Message(("POST", "spark.example/"), values=(("grant_type", "refresh_token"), ("refresh_token", used)))
    renewal = Call("grant", 0, 1, asked, Message(("200",), values=(("access_token", given),)))
    visit = Visit(1, "search.show", 0, Message(("GET", "/search")), calls=deque([renewal]))
    (renewed,) = api_calls.steps(visit, History(()))
    assert renewed.ticks[-1] == Tick("none", "no call went with the new token")


def test_a_token_that_is_renewed_on_the_first_page_is_no_fault(visitor: Visitor, sandbox: Server) -> None:
    visitor.sign_in(wanted="/privacy")
    tokens(sandbox, "expire")
    visitor.get("/search")
    first = step(visitor, "The first call with the token")
    assert not first.crossed()
    assert any(tick.endswith("calls of this page carry the same") for tick in first.ticks)


def test_a_revoked_grant_is_told_to_the_end_of_the_session(visitor: Visitor, sandbox: Server) -> None:
    visitor.sign_in(wanted="/search")
    tokens(sandbox, "revoke")
    visitor.get("/search")
    refused, not_renewed, ended = steps(visitor)[-3:]
    assert [refused.title, not_renewed.title, ended.title] == [
        "Spark no longer took the access token",
        "The tokens were not renewed",
        "The session ended here too",
    ]
    assert not_renewed.crossed() == ["Spark says invalid_grant: the authorization is over, and nothing can mend that"]


@pytest.mark.parametrize(
    ("what", "title", "crossed"),
    [
        ("503", "Spark answered with an error", "Spark answered 503"),
        ("html", "Spark’s answer could not be read", "Spark answered 200, but not in its envelope"),
        ("reset", "Spark could not be reached", "Spark answered nothing: no connection"),
        ("429", "Spark asked the portal to wait", "Spark answered 429"),
        ("1500", "Spark did not allow this", "Spark answered 403"),
    ],
)
def test_a_fault_of_spark_is_told_and_that_the_visitor_stays_signed_in(
    visitor: Visitor, sandbox: Server, what: str, title: str, crossed: str
) -> None:
    visitor.sign_in(wanted="/search")
    switch(sandbox, what, times=4)
    visitor.get("/search")
    told = step(visitor, title)
    assert told.crossed() == [crossed]
    assert "✓ you stayed signed in" in told.ticks


def test_calls_that_are_held_back_are_told(visitor: Visitor, sandbox: Server) -> None:
    visitor.sign_in(wanted="/search")
    switch(sandbox, "429", seconds=20, times=1)
    visitor.get("/search")
    visitor.get("/search")
    assert "✓ no call was made" in step(visitor, "Nothing was asked of Spark").ticks


def test_other_pages_are_gathered_with_their_calls(visitor: Visitor) -> None:
    visitor.sign_in(wanted="/search")
    visitor.get("/saved")
    visitor.get("/search")
    told = steps(visitor)[-1]
    assert told.title.startswith("2 pages, ")
    assert "GET /v1/listingcarts 200" in told.text
    assert len(visitor.soup.select(".step")[-1].select(".pages > ul > li")) == 2


def test_sign_out_is_told_with_the_deletion_at_spark(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.press("Sign out")
    time.sleep(0.3)  # the portal does not wait for Spark
    left, deleted = steps(visitor)[-2:]
    assert left.ticks == ("✓ the row is gone", "✓ the browser was told to drop the cookie")
    assert deleted.title == "The tokens were deleted at Spark"
    assert deleted.marks("access_token")[:1] == step(visitor, "The code became").marks("access_token")
    assert not deleted.crossed()


def test_a_cookie_from_before_the_sign_out_opens_nothing(visitor: Visitor) -> None:
    visitor.sign_in()
    old = visitor.http.cookies["portal_session"]
    visitor.press("Sign out")
    visitor.get("/saved", cookies={"portal_session": old})
    (crossed,) = step(visitor, "Your cookie opened nothing").crossed()
    assert crossed.endswith("that session ended before")


def test_a_cookie_of_somebody_who_is_still_at_spark_has_its_row(visitor: Visitor) -> None:
    visitor.go_to_spark()
    visitor.get("/saved")
    assert step(visitor, "You were asked to sign in").crossed() == ["nobody is signed in with this cookie yet"]


def test_who_was_never_signed_in_is_asked_to(visitor: Visitor) -> None:
    visitor.get("/saved")
    assert step(visitor, "You were asked to sign in").crossed() == ["no session cookie came"]


def test_each_sign_in_has_its_chapter(visitor: Visitor) -> None:
    for _ in "12":
        visitor.sign_in()
        visitor.press("Sign out")
    visitor.get("/workshop/flow")
    chapters = [" ".join(h2.get_text().split())[:-5] for h2 in visitor.soup.select(".chapter > h2")]
    assert chapters == ["First sign-in, ", "Second sign-in, "]
    numbers = [str(li["value"]) for li in visitor.soup.select(".step")]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]


def test_changing_the_sign_in_deletes_the_tokens_of_before(visitor: Visitor) -> None:
    visitor.sign_in()
    headers = {"Sec-Fetch-Site": "same-origin"}
    visitor.post("/sign-in", {"to": "portal", "portal": "danalee"}, headers=headers)
    visitor.press("Pat")
    visitor.press("Allow")
    time.sleep(0.3)
    assert "✓ it is a token that this session had" in step(visitor, "The tokens of before were deleted").ticks


def test_a_password_sign_in_is_told_too(start_portal: Start) -> None:
    visitor = Visitor(start_portal(workshop="true", spark_password_grant="true").url)
    visitor.get("/sign-in/password")
    visitor.press("Sign in", name="pat@example.com", password="sandbox")
    assert titles(visitor)[:2] == ["The password became tokens", "You got a session under a new id"]
    assert '"password": (not kept)' in step(visitor, "The password").sheets[0]
    assert "sandbox" not in step(visitor, "The password").sheets[0]


def test_an_agent_is_told_the_same(visitor: Visitor) -> None:
    visitor.get("/agent")
    visitor.press("Sign in as an agent")
    visitor.press("Dana")
    visitor.press("Allow")
    assert titles(visitor)[:7] == ["You came as an agent", *SIGN_IN[1:]]
