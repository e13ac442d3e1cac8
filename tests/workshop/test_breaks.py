"""Break it: each button does its harm to one visitor, ends on the portal's real page, and is told from the record."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
import requests

from app.spark import transport
from app.spark.backoff import Backoff
from tests.conftest import Start
from tests.servers import Server, Visitor
from tests.workshop.breaking import break_it, browser, card, last, refreshes, repair
from workshop.breaks import BREAKS

NAMES = [each.name for each in BREAKS.values()]
LASTING = [each.name for each in BREAKS.values() if each.lasts]
ENDS: dict[str, tuple[str, int, str]] = {
    "wrong-state": ("/auth/callback", 400, "Sign-in did not finish"),
    "replayed-code": ("/auth/callback", 400, "Sign-in did not finish"),
    "another-browser": ("/auth/callback", 400, "Sign-in did not finish"),
    "consent-refused": ("/auth/callback", 403, "Sign-in did not finish"),
    "stolen-cookie": ("/", 200, "Every home, with an agent who knows it."),
    "expired-token": ("/search", 200, ""),
    "revoked-tokens": ("/", 200, "Every home, with an agent who knows it."),
    "two-tabs": ("/workshop/flow", 200, "Your sign-in, step by step"),
    "slow": ("/search", 502, "Listings are not answering"),
    "busy": ("/search", 503, "It is busy right now"),
    "failing": ("/search", 502, "Listings are not answering"),
    "garbage": ("/search", 502, "Listings are not answering"),
}
"""The path, the status and the heading of the page that a break ends on."""


@pytest.fixture
def portal(start_portal: Start, monkeypatch: pytest.MonkeyPatch) -> Server:
    """On the sandbox as `make run` has it, but less patient with a slow Spark."""
    monkeypatch.setattr(transport, "TIMEOUT", (3.05, 1.0))
    return start_portal(workshop="true", spark_client_id="")


@pytest.fixture
def visitor(portal: Server) -> Visitor:
    visitor = Visitor(portal.url)
    visitor.sign_in(wanted="/search")
    return visitor


@pytest.fixture
def bystander(portal: Server) -> Visitor:
    """The same person, signed in with another browser."""
    bystander = Visitor(portal.url)
    bystander.sign_in(wanted="/search")
    return bystander


@pytest.mark.parametrize("name", NAMES)
def test_a_break_ends_on_the_real_page_and_is_told_from_the_record(name: str, visitor: Visitor) -> None:
    break_it(visitor, name)
    path, status, heading = ENDS[name]
    assert (visitor.path, visitor.page.status_code) == (path, status)
    assert heading in visitor.h1
    told = card(visitor)
    assert BREAKS[name].saw in told
    for part in (BREAKS[name].protected, BREAKS[name].otherwise, *(rule.name for rule in BREAKS[name].references)):
        assert part in told


@pytest.mark.parametrize("name", NAMES)
def test_another_browser_of_the_same_person_is_untouched(
    name: str, portal: Server, visitor: Visitor, bystander: Visitor
) -> None:
    before = len(browser(portal, bystander).visits)
    break_it(visitor, name)
    if name == "busy":  # the limit is the key's: this one reaches everybody, as its button says
        assert bystander.get("/search").status_code == 503
        portal.app.extensions["api"].backoff = Backoff()
    assert bystander.get("/search").status_code == 200
    visits = browser(portal, bystander).visits[before:]
    assert not [call for visit in visits for call in visit.calls if call.kind == "grant"]
    assert browser(portal, bystander).broken is None


@pytest.mark.parametrize("name", NAMES)
def test_no_secret_is_in_any_page_or_in_the_log(
    name: str, portal: Server, visitor: Visitor, log: io.StringIO, heard: Callable[[], set[str]]
) -> None:
    break_it(visitor, name)
    card(visitor)
    visitor.get("/workshop/flow.json")
    secrets = heard()
    assert secrets
    pages = [answer.text for answer in visitor.answers if answer.url.startswith(portal.url)]
    for text in (*pages, log.getvalue()):
        assert not [secret for secret in secrets if secret in text]


@pytest.fixture
def heard(sandbox: Server) -> Callable[[], set[str]]:
    """Every code and token that the sandbox has given out."""
    tokens = sandbox.app.extensions["sandbox"].tokens
    return lambda: {*tokens._codes, *tokens._tokens, *tokens._refreshes}


@pytest.mark.parametrize("name", LASTING)
def test_what_lasts_is_broken_until_it_is_repaired(name: str, portal: Server, visitor: Visitor) -> None:
    break_it(visitor, name)
    portal.app.extensions["api"].backoff = Backoff()
    assert visitor.get("/search").status_code == ENDS[name][1]
    repair(visitor)
    assert visitor.path == "/workshop/flow"
    assert "Repaired." in visitor.text("#broken")
    portal.app.extensions["api"].backoff = Backoff()
    assert visitor.get("/search").status_code == 200


def test_the_next_break_takes_the_place_of_one_that_lasts(visitor: Visitor) -> None:
    break_it(visitor, "failing")
    break_it(visitor, "expired-token")
    assert (visitor.path, visitor.page.status_code) == ("/search", 200)


def test_a_new_sign_in_leaves_a_broken_one_behind(visitor: Visitor) -> None:
    break_it(visitor, "garbage")
    visitor.press("Sign out")
    visitor.sign_in(wanted="/search")
    assert visitor.page.status_code == 200


def test_two_tabs_ask_for_new_tokens_once(portal: Server, visitor: Visitor, sandbox: Server) -> None:
    before = refreshes(sandbox)
    break_it(visitor, "two-tabs")
    assert refreshes(sandbox) == before + 1
    tabs = [visit for visit in browser(portal, visitor).visits if visit.endpoint == "search.show"][-2:]
    assert [tab.status for tab in tabs] == ["200", "200"]
    assert abs(tabs[0].began - tabs[1].began) < 0.4
    assert all("401" in {call.status for call in tab.calls} for tab in tabs)
    assert visitor.get("/search").status_code == 200


def test_an_expired_token_costs_one_renewal(visitor: Visitor, sandbox: Server) -> None:
    before = refreshes(sandbox)
    break_it(visitor, "expired-token")
    assert refreshes(sandbox) == before + 1


def test_a_code_that_fails_is_told_with_its_cause(portal: Server, visitor: Visitor) -> None:
    for name, *why in (
        ("wrong-state", "not-started-here", "state missing, unknown or used"),
        ("another-browser", "not-started-here", "state missing, unknown or used"),
        ("replayed-code", "code-used", "grant refused: invalid_grant"),
        ("consent-refused", "refused", ""),
    ):
        break_it(visitor, name)
        callback = last(portal, visitor, "auth.callback")
        assert [callback.failure, callback.detail] == why
        assert visitor.get("/search").status_code == 200  # whoever was signed in still is


def test_a_failed_callback_signs_nobody_in(portal: Server) -> None:
    nobody = Visitor(portal.url)
    for name in ("wrong-state", "another-browser", "replayed-code", "consent-refused"):
        break_it(nobody, name)
        assert nobody.get("/saved").url.endswith("?wanted=/saved")


def test_the_old_cookie_comes_back_and_opens_nothing(portal: Server, visitor: Visitor) -> None:
    old = visitor.http.cookies["portal_session"]
    break_it(visitor, "stolen-cookie")
    assert visitor.http.cookies["portal_session"] == old
    given = next(each for each in reversed(visitor.answers) if old in each.headers.get("Set-Cookie", ""))
    assert given.request.path_url == "/workshop/break/stolen-cookie"
    saved = last(portal, visitor, "saved.show")
    assert (saved.role, saved.came_with is not None) == (None, True)


def test_a_revoked_sign_in_is_told_why_and_finds_back(visitor: Visitor) -> None:
    break_it(visitor, "revoked-tokens")
    assert "flexmls has ended your sign-in" in visitor.page.text
    assert visitor.page.url.endswith("/?wanted=/search&ended=1")
    visitor.get("/workshop/flow")
    assert visitor.soup.select_one('#broken a.button[href="/"]')


def test_the_wait_for_a_slow_spark_is_told(visitor: Visitor) -> None:
    break_it(visitor, "slow")
    assert re.search(r"GET /search: 502 after 1\.\d s, .* 1 timed out", card(visitor))


def test_the_switch_of_a_break_is_for_no_other_path(portal: Server, visitor: Visitor, sandbox: Server) -> None:
    break_it(visitor, "failing")
    assert visitor.get("/account").status_code == 200
    requests.delete(f"{sandbox.url}/sandbox/switches", timeout=5)
    assert visitor.get("/search").status_code == 200
