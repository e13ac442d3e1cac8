"""The page of the flow: whose it is, what it never holds, and how it is cleared."""

from __future__ import annotations

import json
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from bs4 import BeautifulSoup
from flask import Response

from app.auth import access
from tests.conftest import Start
from tests.servers import Server, Visitor
from tests.workshop.flow_page import steps, titles
from workshop.flow.timeline import timeline
from workshop.record import Message, Secret, Visit

PAGES = ("/workshop/flow", "/workshop/habits", "/workshop/lessons")
EMPTY = "Nothing yet: sign in, and come back"


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(workshop="true")


def record(portal: Server, visitor: Visitor) -> tuple[Visit, ...]:
    browser = portal.app.extensions["workshop"].record.find(visitor.http.cookies["workshop"])
    assert browser
    visits: tuple[Visit, ...] = browser.visits
    return visits


def test_who_has_done_nothing_is_told_what_to_do(visitor: Visitor) -> None:
    visitor.get("/workshop/flow")
    assert visitor.text(".calm h2") == EMPTY
    assert visitor.text(".calm a") == "Go and sign in"


@pytest.mark.parametrize("page", PAGES)
def test_looking_begins_no_session(page: str, visitor: Visitor) -> None:
    visitor.get(page)
    assert visitor.page.status_code == 200
    assert not visitor.http.cookies


@pytest.mark.parametrize("page", [*PAGES, "/workshop/flow.json"])
@pytest.mark.parametrize("signed_in", [False, True])
def test_nobody_keeps_a_copy(page: str, signed_in: bool, visitor: Visitor) -> None:
    if signed_in:
        visitor.sign_in()
    headers = visitor.get(page).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_are_made_like_all_others(page: str, visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.press("Sign out")
    soup = BeautifulSoup(visitor.get(page).text, "html.parser")
    assert not [tag for tag in soup.find_all(True) for name in tag.attrs if name.startswith(("style", "on"))]
    assert not any(tag.get_text() or not tag.get("src") for tag in soup.find_all("script"))
    assert len(soup.find_all("h1")) == 1
    assert soup.select_one("a.skip[href='#main']")
    assert soup.select_one("nav [aria-current=page]")
    ids = [str(tag["id"]) for tag in soup.select("[id]")]
    assert sorted(ids) == sorted(set(ids))
    levels = [int(heading.name[1]) for heading in soup.select("h1, h2, h3")]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_newest_step_is_one_click_away(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.get("/workshop/flow")
    newest = visitor.soup.select(".step")[-1]
    assert visitor.soup.select_one(f"a[href='#{newest['id']}']")


def test_nobody_sees_the_steps_of_another(portal: Server) -> None:
    pat, also_pat = Visitor(portal.url), Visitor(portal.url)
    pat.sign_in(wanted="/search")
    also_pat.get("/workshop/flow")
    assert also_pat.text(".calm h2") == EMPTY
    also_pat.sign_in()
    mine = {secret for step in steps(pat) for secret in step.secrets}
    theirs = {secret for step in steps(also_pat) for secret in step.secrets}
    assert {name for name, _ in mine & theirs} == {"client_id", "client_secret"}
    stranger = requests.get(f"{portal.url}/workshop/flow", cookies={"workshop": "made-up"}, timeout=5)
    assert EMPTY in stranger.text


def test_no_secret_is_on_the_page_or_in_its_json(portal: Server, visitor: Visitor) -> None:
    visitor.sign_in(wanted="/search")
    token = access_token(portal, visitor)
    addresses = [answer.headers.get("Location", "") for answer in visitor.answers]
    given = [parse_qs(urlsplit(address).query) for address in addresses]
    secrets = {value for values in given for name in ("code", "state") for value in values.get(name, [])}
    secrets |= {token, "sandbox-secret", visitor.http.cookies["portal_session"]}
    assert len(secrets) == 5
    for page in ("/workshop/flow", "/workshop/flow.json"):
        assert not [secret for secret in secrets if secret in visitor.get(page).text]


def access_token(portal: Server, visitor: Visitor) -> str:
    cookie = f"portal_session={visitor.http.cookies['portal_session']}"
    with portal.app.test_request_context(headers={"Cookie": cookie}):
        return access.access_token() or ""


def test_the_json_is_the_record(portal: Server, visitor: Visitor) -> None:
    visitor.sign_in(wanted="/search")
    visits = visitor.get("/workshop/flow.json").json()["visits"]
    assert [visit["endpoint"] for visit in visits] == [visit.endpoint for visit in record(portal, visitor)]
    (grant,) = [call for visit in visits for call in visit["calls"] if call["kind"] == "grant"]
    ((_, token),) = [pair for pair in grant["answered"]["values"] if pair[0] == "access_token"]
    assert set(token) == {"name", "chars", "mark"}
    assert token["chars"] == len(access_token(portal, visitor))


@pytest.mark.parametrize("signed_in", [False, True])
def test_clear_forgets_it(signed_in: bool, visitor: Visitor) -> None:
    visitor.sign_in()
    if not signed_in:
        visitor.press("Sign out")
    visitor.get("/workshop/flow")
    visitor.press("Clear")
    assert visitor.path == "/workshop/flow"
    assert visitor.text(".calm h2") == EMPTY
    assert visitor.get("/workshop/flow.json").json() == {"visits": []}


def test_the_record_goes_on_after_it_was_cleared(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.get("/workshop/flow")
    visitor.press("Clear")
    visitor.get("/search")
    assert [title.partition(",")[0] for title in titles(visitor)] == ["One page"]
    assert visitor.text(".chapter h2").startswith("Where this record begins")


def test_another_site_clears_nothing(visitor: Visitor) -> None:
    visitor.sign_in()
    told = titles(visitor)
    assert visitor.post("/workshop/clear", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert visitor.post("/workshop/clear", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 400
    assert titles(visitor)[: len(told)] == told


def test_a_token_in_a_cookie_would_be_counted(portal: Server, visitor: Visitor) -> None:
    @portal.app.after_request
    def leak(response: Response) -> Response:
        if token := access.access_token():
            response.set_cookie("token", token)
        return response

    visitor.sign_in(wanted="/search")
    visitor.get("/workshop/flow")
    assert visitor.text(".lanes b.wrong") == "2 tokens in the browser"
    session = next(step for step in steps(visitor) if step.title.startswith("You got a session"))
    assert session.crossed() == ["1 tokens in the browser"]
    assert "another cookie" in session.text


def test_the_terms_gate_is_not_in_its_way(start_portal: Start) -> None:
    visitor = Visitor(start_portal(workshop="true", terms_gate="true").url)
    visitor.sign_in(wanted="/search")
    assert visitor.path == "/terms/agree"
    assert "You got a session under a new id" in titles(visitor)


def test_it_works_on_a_single_session_key(start_portal: Start, sandbox: Server) -> None:
    tokens = requests.post(f"{sandbox.url}/sandbox/keys", json={"login": "pat@example.com"}, timeout=5).json()
    key = {"spark_access_token": tokens["access_token"], "spark_refresh_token": tokens["refresh_token"]}
    visitor = Visitor(start_portal(workshop="true", **key).url)
    visitor.get("/search")
    assert titles(visitor)[0] == "Both tokens were renewed, ahead of time"  # nobody knows how old the key's are
    visitor.press("Clear")
    assert visitor.text(".calm a") == "Go to the portal"


def test_on_the_sandbox_it_says_so(start_portal: Start) -> None:
    sample = Visitor(start_portal(workshop="true", spark_client_id="", spark_client_secret="").url)
    sample.get("/workshop/flow")
    assert sample.text(".chip") == "Workshop · sample data"


def test_the_story_can_begin_anywhere(portal: Server, visitor: Visitor) -> None:
    """The oldest visits give way, so any of them may be the first that is known."""
    back = visitor.come_back()
    visitor.get(back)
    visitor.get(back)
    visitor.get("/search")
    visitor.press("Sign out")
    visitor.get("/saved")
    visits = record(portal, visitor)
    told = [timeline(visits[start:]).steps for start in range(len(visits) + 1)]
    assert told == sorted(told, reverse=True)
    assert told[-1] == 0


def test_a_visit_under_way_is_not_told_yet() -> None:
    under_way = Visit(1, "search.show", 0.0, Message(("GET", "/search")), "consumer", Secret("session id", 43, "#1"))
    assert timeline((under_way,)).steps == 0


def test_the_json_of_nobody_is_empty(visitor: Visitor) -> None:
    assert json.loads(visitor.get("/workshop/flow.json").text) == {"visits": []}
