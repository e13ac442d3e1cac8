"""Who may break what: nobody from another site, nobody without the workshop, and only what there is to break."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import requests

from tests.conftest import Start
from tests.servers import Server, Visitor
from tests.workshop.breaking import FLOW, break_it, browser, repair, same_origin
from workshop.breaks import BREAKS, fact, sandbox_client
from workshop.breaks.model import count_refreshes
from workshop.record import Call, Message, Shown, Visit

NEED_TOKENS = [each.name for each in BREAKS.values() if None not in each.who]


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(workshop="true", spark_client_id="")


@pytest.mark.parametrize("path", [*(f"/workshop/break/{name}" for name in BREAKS), "/workshop/repair"])
def test_without_the_workshop_there_is_nothing_to_break(path: str, start_portal: Start) -> None:
    visitor = Visitor(start_portal(spark_client_id="").url)
    visitor.sign_in(wanted="/search")
    assert visitor.post(path, headers=same_origin(visitor)).status_code == 404


@pytest.mark.parametrize("path", ["/workshop/break/wrong-state", "/workshop/break/stolen-cookie", "/workshop/repair"])
@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_another_site_can_break_nothing(path: str, headers: dict[str, str], portal: Server, visitor: Visitor) -> None:
    visitor.sign_in(wanted="/search")
    assert visitor.post(path, headers=headers).status_code == 403
    assert visitor.get("/search").status_code == 200
    assert Visitor(portal.url).post(path, headers=headers).status_code == 403


@pytest.mark.parametrize("path", ["/workshop/break/stolen-cookie", "/workshop/repair"])
def test_who_is_signed_in_needs_the_token_of_the_form(path: str, portal: Server, visitor: Visitor) -> None:
    visitor.sign_in(wanted="/search")
    assert visitor.post(path, headers=same_origin(visitor)).status_code == 400
    assert visitor.get("/saved").status_code == 200
    assert browser(portal, visitor).broken is None


@pytest.mark.parametrize("name", BREAKS)
def test_a_mere_link_breaks_nothing(name: str, visitor: Visitor) -> None:
    assert visitor.get(f"/workshop/break/{name}").status_code == 405


def test_there_is_no_break_of_another_name(visitor: Visitor) -> None:
    assert visitor.post("/workshop/break/database", headers=same_origin(visitor)).status_code == 404


@pytest.mark.parametrize("name", NEED_TOKENS)
def test_what_needs_a_sign_in_is_shown_and_waits_for_it(name: str, visitor: Visitor) -> None:
    visitor.get(FLOW)
    button = visitor.soup.select_one(f'button[formaction$="/{name}"]')
    assert button
    assert button.has_attr("disabled")
    assert "Sign in first." in visitor.text("#break-missing")
    visitor.post(f"/workshop/break/{name}", headers=same_origin(visitor))
    assert (visitor.page.status_code, visitor.h1) == (409, "There is nothing to break yet")
    visitor.get(FLOW)
    assert not visitor.soup.select("#broken")


def test_a_look_at_the_buttons_starts_no_session(visitor: Visitor) -> None:
    visitor.get(FLOW)
    assert "portal_session" not in visitor.http.cookies


def test_the_terms_come_first(start_portal: Start) -> None:
    visitor = Visitor(start_portal(workshop="true", spark_client_id="", terms_gate="true").url)
    visitor.sign_in(wanted="/search")
    visitor.get(FLOW)
    assert "Agree to the terms first." in visitor.text("#break-missing")


def test_an_agent_is_told_to_come_as_a_buyer(visitor: Visitor) -> None:
    visitor.get("/agent")
    visitor.press("Sign in as an agent")
    visitor.press("Dana")
    visitor.press("Allow")
    visitor.get(FLOW)
    assert "Sign in as a buyer first." in visitor.text("#break-missing")
    assert break_it(visitor, "consent-refused").status_code == 403


def test_on_the_real_spark_only_what_needs_no_sandbox_is_offered(start_portal: Start) -> None:
    visitor = Visitor(start_portal(workshop="true").url)
    visitor.sign_in(wanted="/search")
    visitor.get(FLOW)
    offered = {str(button["formaction"]).rpartition("/")[2] for button in visitor.soup.select(".breaks button")}
    assert offered == {"wrong-state", "consent-refused", "stolen-cookie"}
    assert "This portal speaks to the real Spark." in visitor.text(".breaks")
    visitor.post("/workshop/break/expired-token", token(visitor), headers=same_origin(visitor))
    assert visitor.page.status_code == 404


def test_with_a_single_session_key_only_what_makes_sense_is_offered(
    start_portal: Start, sandbox: Server, key: Callable[[], dict[str, str]]
) -> None:
    visitor = Visitor(start_portal(workshop="true", spark_client_id="", **key()).url)
    visitor.get(FLOW)
    offered = {str(button["formaction"]).rpartition("/")[2] for button in visitor.soup.select(".breaks button")}
    assert offered == {"expired-token", "two-tabs", "slow", "busy", "failing", "garbage"}
    assert break_it(visitor, "two-tabs").status_code == 200  # the first that this browser ever does here
    assert "1 renewal" in visitor.text("#broken")
    assert break_it(visitor, "expired-token").status_code == 200
    assert break_it(visitor, "failing").status_code == 502


@pytest.fixture
def key(sandbox: Server) -> Callable[[], dict[str, str]]:
    def made() -> dict[str, str]:
        order = requests.post(f"{sandbox.url}/sandbox/keys", json={"login": "pat@example.com"}, timeout=5).json()
        return {f"spark_{name}": order[name] for name in ("access_token", "refresh_token")}

    return made


def test_a_sandbox_that_forgot_the_sign_in_is_told_so(portal: Server, visitor: Visitor, sandbox: Server) -> None:
    visitor.sign_in(wanted="/search")
    sandbox.app.extensions["sandbox"].tokens._tokens.clear()
    break_it(visitor, "expired-token")
    assert (visitor.page.status_code, visitor.h1) == (409, "The sandbox does not know this sign-in")
    assert browser(portal, visitor).broken is None


def test_a_sandbox_that_is_away_is_told_so(start_portal: Start) -> None:
    nowhere = "http://127.0.0.1:9"
    visitor = Visitor(start_portal(workshop="true", spark_client_id="", spark_api_url=nowhere).url)
    break_it(visitor, "replayed-code")
    assert (visitor.page.status_code, visitor.h1) == (503, "The sandbox does not answer")


@pytest.mark.parametrize("name", ["wrong-state", "failing"])
def test_clear_forgets_what_was_broken_and_repairs_it(name: str, visitor: Visitor) -> None:
    visitor.sign_in(wanted="/search")
    break_it(visitor, name)
    visitor.get(FLOW)
    visitor.press("Clear")
    assert not visitor.soup.select("#broken")
    assert visitor.get("/search").status_code == 200


def test_without_the_sandbox_clear_takes_the_record_and_leaves_the_button_to_repair(
    portal: Server, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.sign_in(wanted="/search")
    break_it(visitor, "failing")
    visitor.get(FLOW)
    monkeypatch.setattr(sandbox_client, "switch_off", away)
    assert visitor.press("Clear").status_code == 503
    assert visitor.h1 == "The sandbox does not answer"
    assert browser(portal, visitor).visits == ()
    monkeypatch.undo()
    repair(visitor)
    assert visitor.get("/search").status_code == 200


def away(*_: object) -> None:
    raise sandbox_client.BreakFailed(503, "The sandbox does not answer", "")


def test_what_a_sandbox_forgot_can_be_repaired_and_something_else_broken(
    portal: Server, visitor: Visitor, sandbox: Server
) -> None:
    visitor.sign_in(wanted="/search")
    break_it(visitor, "failing")
    sandbox.app.extensions["sandbox"].tokens._tokens.clear()
    assert break_it(visitor, "wrong-state").status_code == 400
    broken = browser(portal, visitor).broken
    assert broken
    assert broken.name == "wrong-state"


def test_a_break_that_does_not_happen_still_repairs_the_one_before(
    portal: Server, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.sign_in(wanted="/search")
    break_it(visitor, "failing")
    monkeypatch.setattr(sandbox_client, "code", away)
    assert break_it(visitor, "replayed-code").status_code == 503
    broken = browser(portal, visitor).broken
    assert broken
    assert (broken.name, broken.repaired) == ("failing", True)


def test_a_call_that_ends_while_its_visit_is_told_stops_no_page() -> None:
    """As the deletion at Spark does, which nobody waits for."""
    visit = Visit(1, "search.show", 0.0, Message(("GET", "/search")), answered=Message(("200",)), took_ms=1.0)

    class Ending(Message):
        def value(self, name: str) -> Shown | None:
            visit.calls.append(visit.calls[0])
            return super().value(name)

    class Ended(Call):
        @property
        def status(self) -> str | None:
            visit.calls.append(visit.calls[0])
            return "200"

    visit.calls.extend([Ended("api", 0.0, 1.0, Ending(("GET",)), None)] * 2)
    assert count_refreshes(visit) == 0
    assert fact(visit).startswith("GET /search: 200")


@pytest.mark.parametrize("name", BREAKS)
def test_the_functions_that_protect_are_quoted(name: str) -> None:
    assert [quote.name for quote in BREAKS[name].quotes] == [each.__qualname__ for each in BREAKS[name].functions]
    assert all(quote.lines for quote in BREAKS[name].quotes)


def token(visitor: Visitor) -> dict[str, str]:
    field = visitor.soup.select_one("input[name=csrf_token]")
    assert field
    return {"csrf_token": str(field["value"])}
