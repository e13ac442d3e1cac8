"""Changing to another agent, over HTTP against the sandbox: Sam works with two, in two MLSs."""

from __future__ import annotations

import time

import pytest
import requests
import sqlalchemy as sa

from app.db import Database, sessions
from sandbox.people import SAM
from tests.auth.conftest import Misbehave, misbehave
from tests.caches import forget_page_contexts
from tests.conftest import Start
from tests.servers import Server, Visitor

__all__ = ["misbehave"]

DANAS = {"Dana Lee", "Hawthorn Realty", "Prairie MLS"}
MARCUS = {"Marcus Webb", "Lakeshore Homes", "Lakes Area MLS"}


@pytest.fixture
def sam(visitor: Visitor) -> Visitor:
    """Signed in, with Dana."""
    visitor.sign_in("Sam", None, "Dana Lee")
    return visitor


def seen(visitor: Visitor) -> set[str]:
    """What the consumer's pages tell of either agent, apart from the offers to change."""
    found: set[str] = set()
    for path in ("/home", "/search", first_home(visitor), "/account", "/nothing-here", "/sign-out"):
        visitor.get(path)
        soup = visitor.soup
        for offer in soup.select(".change"):
            offer.decompose()
        found |= {words for words in DANAS | MARCUS if words in soup.get_text(" ")}
    return found


def first_home(visitor: Visitor) -> str:
    visitor.get("/search")
    return str(visitor.soup.select("main .card h3 a")[0]["href"])


def ids(database: Database) -> list[bytes]:
    with database.engine.connect() as connection:
        return list(connection.execute(sa.select(sessions.c.id)).scalars())


def change_to_marcus(sam: Visitor) -> None:
    sam.press("Change to Marcus Webb")
    sam.press("Sam Rivera")
    sam.press("Marcus Webb")
    sam.press("Allow")


def test_the_menu_tells_with_whom_one_works_and_offers_the_others(sam: Visitor) -> None:
    for path in ("/home", "/search", "/account", "/nothing-here", "/sign-out"):
        sam.get(path)
        menu = sam.text(".menu")
        assert "You work with Dana Lee" in " ".join(menu.replace("DL ", "").split())
        assert "Change to Marcus Webb" in menu
        assert "Change to Dana" not in menu
        assert "Saved homes and messages are kept separately with each agent." in menu
        assert "choose Marcus Webb there." in menu
        assert sam.soup.select_one(".menu a[href='/account']")


def test_after_the_change_all_is_the_other_agents(sam: Visitor, database: Database) -> None:
    assert seen(sam) == DANAS
    before = ids(database)
    sam.get("/home")
    change_to_marcus(sam)
    assert sam.path == "/home"
    assert seen(sam) == MARCUS
    assert "Change to Dana Lee" in sam.text(".menu")
    assert len(ids(database)) == 1
    assert ids(database) != before


def test_the_tokens_before_are_deleted_at_spark(sam: Visitor, sandbox: Server, database: Database) -> None:
    change_to_marcus(sam)
    for _ in range(100):
        calls = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
        if any(call["method"] == "DELETE" for call in calls):
            break
        time.sleep(0.02)
    time.sleep(0.1)
    left = requests.post(f"{sandbox.url}/sandbox/tokens/revoke", json={"login": SAM.login}, timeout=5)
    assert left.json() == {"revoked": 1}


def test_a_cookie_from_before_the_change_opens_nothing(sam: Visitor, portal: Server) -> None:
    tab = Visitor(portal.url)
    tab.http.cookies.update(sam.http.cookies)
    assert tab.get("/home", allow_redirects=False).status_code == 200
    change_to_marcus(sam)
    assert tab.get("/home", allow_redirects=False).status_code == 302


def test_who_turns_back_stays_with_their_agent(sam: Visitor) -> None:
    sam.press("Change to Marcus Webb")
    sam.press("Sam Rivera")
    sam.press("Cancel")
    assert "did not finish" in sam.h1
    assert seen(sam) == DANAS


def test_two_browsers_with_two_agents_never_mix(sam: Visitor, portal: Server) -> None:
    other = Visitor(portal.url)
    other.sign_in("Sam", None, "Marcus Webb")
    for _ in range(2):
        assert seen(sam) == DANAS
        assert seen(other) == MARCUS


def test_who_has_one_agent_is_offered_none(visitor: Visitor) -> None:
    visitor.sign_in("Pat")
    for path in ("/home", "/account"):
        visitor.get(path)
        assert "Change to" not in visitor.text("body")
        assert not visitor.soup.select(".change")


def test_a_site_of_one_portal_offers_no_change(start_portal: Start) -> None:
    visitor = Visitor(start_portal(spark_portal="danalee").url)
    visitor.get("/")
    visitor.press("Sign in to")
    visitor.press("Sam")
    visitor.press("Allow")
    for path in ("/home", "/account"):
        visitor.get(path)
        assert "Dana Lee" in visitor.text(".menu")
        assert "Marcus" not in visitor.text("body")


def test_a_single_session_key_offers_no_change(start_portal: Start, sandbox: Server) -> None:
    tokens = requests.post(f"{sandbox.url}/sandbox/keys", json={"login": SAM.login}, timeout=5).json()
    given = {"spark_access_token": tokens["access_token"], "spark_refresh_token": tokens["refresh_token"]}
    visitor = Visitor(start_portal(**given).url)
    for path in ("/home", "/account"):
        visitor.get(path)
        assert visitor.soup.select_one(".menu a[href='/account']")
        assert "Change to" not in visitor.text("body")
        assert "Sign out" not in visitor.text("body")


def test_while_spark_does_not_tell_whose_portal_it_is_no_change_is_offered(sam: Visitor, misbehave: Misbehave) -> None:
    forget_page_contexts()
    misbehave("api", "500", path="/v1/portal", times=None)
    sam.get("/home")
    assert sam.page.status_code == 200
    assert "Change to" not in sam.text("body")
