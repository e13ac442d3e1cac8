"""The terms gate, over HTTP against the sandbox, on both databases."""

from __future__ import annotations

import hashlib
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import sqlalchemy as sa
from flask import Blueprint
from sqlalchemy import event

from app.auth import saved_form
from app.db import Database, terms
from app.views import legal as text
from sandbox.people import PAT
from tests.auth.conftest import Misbehave, misbehave
from tests.conftest import Start
from tests.servers import Server, Visitor
from tests.views.agents import sign_in as sign_in_as_agent

__all__ = ["misbehave"]


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(terms_gate="true")


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    """Signed in, and in front of the gate."""
    visitor.sign_in()
    return visitor


def recorded(database: Database) -> list[tuple[str, str]]:
    return [(row.consumer, row.version) for row in database.all(sa.select(terms).order_by(terms.c.version))]


def test_a_changed_text_has_a_changed_version() -> None:
    told = hashlib.sha256("\n".join(text.ACKNOWLEDGEMENTS).encode()).hexdigest()[:12]
    assert (text.VERSION, told) == ("2026-11-24", "f48273f65661")


def test_the_gate_is_on_unless_it_is_switched_off(start_portal: Start) -> None:
    open_portal = Visitor(start_portal(terms_gate="false").url)
    open_portal.sign_in()
    assert open_portal.path == "/home"
    open_portal.get("/terms/agree")
    assert open_portal.path == "/home"


def test_who_signs_in_is_asked_and_then_comes_to_the_page_they_wanted(visitor: Visitor, database: Database) -> None:
    visitor.sign_in(wanted="/search?page=2")
    assert visitor.path == "/terms/agree"
    assert len(visitor.soup.select("main ol li")) == 5
    assert "not an agency agreement and costs nothing" in visitor.text("main")
    assert "© Prairie MLS" in visitor.text("main")
    assert not visitor.soup.select("main input[checked]")
    visitor.press("I agree", agree="yes")
    assert visitor.page.url.endswith("/search?page=2")
    assert recorded(database) == [(PAT.id, text.VERSION)]


@pytest.mark.parametrize("path", ["/home", "/search", "/homes/1", "/account", "/saved", "/open-houses"])
def test_every_page_that_is_not_public_leads_to_the_gate(path: str, pat: Visitor) -> None:
    answer = pat.get(path, allow_redirects=False)
    there = urlsplit(answer.headers["Location"])
    assert (answer.status_code, there.path, parse_qs(there.query)) == (302, "/terms/agree", {"wanted": [path]})


@pytest.mark.parametrize("path", ["/privacy", "/terms", "/copyright", "/accessibility", "/sign-out", "/health/live"])
def test_public_pages_stay_open(path: str, pat: Visitor) -> None:
    assert pat.get(path, allow_redirects=False).status_code == 200


def test_an_unchecked_box_is_named_beside_itself_and_records_nothing(visitor: Visitor, database: Database) -> None:
    visitor.sign_in(wanted="/search?page=2")
    visitor.press("I agree")
    assert visitor.page.status_code == 422
    assert visitor.text("title").startswith("Error: ")
    assert visitor.soup.select_one("[role=alert][autofocus] a[href='#agree']")
    (box,) = visitor.soup.select("#agree[aria-invalid=true]")
    assert visitor.text(f"#{box['aria-describedby']}").startswith("Check the box")
    assert recorded(database) == []
    asked_again = visitor.page
    assert visitor.get("/home").url.split("?")[0].endswith("/terms/agree")
    visitor.page = asked_again
    visitor.press("I agree", agree="yes")
    assert visitor.page.url.endswith("/search?page=2")


def test_refusing_signs_out(pat: Visitor, database: Database) -> None:
    pat.press("No thanks")
    assert pat.h1 == "You are signed out of this site."
    assert pat.get("/home", allow_redirects=False).headers["Location"] == "/?wanted=/home"
    assert recorded(database) == []


def test_another_session_of_the_same_person_is_not_asked_again(pat: Visitor, portal: Server) -> None:
    pat.press("I agree", agree="yes")
    again = Visitor(portal.url)
    again.sign_in(wanted="/search?page=2")
    assert again.page.url.endswith("/search?page=2")


def test_another_person_is_asked(pat: Visitor, portal: Server) -> None:
    pat.press("I agree", agree="yes")
    sam = Visitor(portal.url)
    sam.sign_in("Sam")
    assert sam.path == "/terms/agree"


def test_a_new_version_is_asked_for_again(pat: Visitor, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    pat.press("I agree", agree="yes")
    first = text.VERSION
    monkeypatch.setattr(text, "VERSION", "2030-01-01")
    assert pat.get("/home").url.split("?")[0].endswith("/terms/agree")
    pat.press("I agree", agree="yes")
    assert pat.path == "/home"
    assert recorded(database) == [(PAT.id, first), (PAT.id, "2030-01-01")]


def test_agreeing_twice_is_no_error_and_the_first_time_counts(pat: Visitor, database: Database) -> None:
    form = {"csrf_token": str(pat.soup.select("main input[name=csrf_token]")[0]["value"]), "agree": "yes"}
    times = []
    for _ in range(2):
        assert pat.post("/terms/agree", form).url.endswith("/home")
        times += [row.accepted_at for row in database.all(sa.select(terms))]
    assert times[0] == times[1]
    assert abs(times[0] - time.time()) < 60


def test_agreeing_needs_the_token_of_the_form(pat: Visitor, database: Database) -> None:
    assert pat.post("/terms/agree", {"agree": "yes"}).status_code == 400
    assert recorded(database) == []


@pytest.mark.parametrize("wanted", ["//evil.example/x", "https://evil.example", "/\\evil.example", "/sign-out"])
def test_only_a_page_of_this_site_is_gone_to(wanted: str, pat: Visitor) -> None:
    pat.get("/terms/agree", params={"wanted": wanted})
    assert not pat.soup.select("main input[name=wanted]")
    pat.press("I agree", agree="yes", wanted=wanted)
    assert pat.path == "/home"


def test_an_agreed_session_reads_a_page_with_one_select(pat: Visitor, portal: Server) -> None:
    pat.press("I agree", agree="yes")
    pat.get("/search")
    seen: list[str] = []
    event.listen(
        portal.app.extensions["database"].engine,
        "before_cursor_execute",
        lambda *arguments: seen.append(str(arguments[2]).split(maxsplit=1)[0].upper()),
    )
    assert pat.get("/search").status_code == 200
    statements = [statement for statement in seen if statement != "BEGIN"]
    assert statements == ["SELECT"]


def test_nobody_is_let_in_while_spark_does_not_say_who_it_is(visitor: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", "500", path="/v1/consumers/me", times=4)  # that of their agents begins so too
    visitor.sign_in(wanted="/search?page=2")
    assert visitor.page.status_code == 503
    assert visitor.h1 == "We cannot look up what you agreed to"
    assert visitor.get("/home").status_code == 503
    visitor.get("/terms/agree?wanted=/search?page=2")
    assert visitor.h1 == "Before you look at homes"


def test_what_was_typed_before_the_gate_waits_behind_it(portal: Server, pat: Visitor) -> None:
    bp = Blueprint("note", __name__)
    bp.add_url_rule("/note", "show", lambda: saved_form.restore().get("words", "nothing"), methods=["GET", "POST"])
    portal.app._got_first_request = False
    portal.app.register_blueprint(bp)
    pat.post("/note", {"words": "Is the roof new?"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert pat.path == "/terms/agree"
    pat.press("I agree", agree="yes")
    assert pat.page.url.endswith("/note")
    assert pat.page.text == "Is the roof new?"


def test_agents_are_not_asked(visitor: Visitor) -> None:
    sign_in_as_agent(visitor, "Dana")
    assert visitor.h1 == "Your portal"


def test_the_account_tells_when_one_agreed(pat: Visitor) -> None:
    pat.press("I agree", agree="yes")
    pat.get("/account")
    assert "You agreed to the terms of use on " in pat.text("main")


def test_the_owner_of_a_single_session_key_is_asked_too(start_portal: Start, sandbox: Server) -> None:
    tokens = requests.post(f"{sandbox.url}/sandbox/keys", json={"login": PAT.login}, timeout=5).json()
    given = {"spark_access_token": tokens["access_token"], "spark_refresh_token": tokens["refresh_token"]}
    owner = Visitor(start_portal(terms_gate="true", **given).url)
    owner.get("/home")
    assert owner.path == "/terms/agree"
    assert "sign me out" not in owner.text("main")
    owner.press("I agree", agree="yes")
    assert owner.path == "/home"


def test_what_another_site_sends_does_not_wait_behind_the_gate(pat: Visitor) -> None:
    pat.post("/ask", {"message": "Please call me today."}, headers={"Sec-Fetch-Site": "cross-site"})
    pat.press("I agree", agree="yes")
    assert pat.path == "/ask"
    assert pat.text("#message") == ""
