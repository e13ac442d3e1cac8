"""How many sign-ins one network may start, and how many stray callbacks it may send."""

from __future__ import annotations

import re

import pytest
import requests
import sqlalchemy as sa

from app import rate_limit
from app.db import Database, sessions
from app.rate_limit import Limit
from tests.conftest import Start
from tests.servers import Server, Visitor


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(trusted_proxies="1")


def coming_from(address: str, portal: Server) -> Visitor:
    visitor = Visitor(portal.url)
    visitor.http.headers["X-Forwarded-For"] = address
    return visitor


@pytest.fixture
def visitor(portal: Server) -> Visitor:
    return coming_from("203.0.113.9", portal)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "SIGN_INS", Limit("few starts", 2, 600))
    monkeypatch.setattr(rate_limit, "STRAY_CALLBACKS", Limit("few strays", 2, 600))


def start(visitor: Visitor, **fields: str) -> requests.Response:
    return visitor.post("/sign-in", {"to": "agents"} | fields, allow_redirects=False)


def stray(visitor: Visitor, **kwargs: object) -> requests.Response:
    return visitor.get("/auth/callback?code=abcdefgh&state=nobodys", allow_redirects=False, **kwargs)


def attempts(database: Database) -> int:
    return len(database.all(sa.select(sessions.c.id)))


def test_a_class_of_thirty_behind_one_address_can_sign_in_twice(portal: Server, database: Database) -> None:
    browsers = [coming_from("203.0.113.9", portal) for _ in range(61)]
    assert {start(browser).status_code for browser in browsers[:60]} == {302}
    assert attempts(database) == 60
    last = start(browsers[60])
    assert last.status_code == 429
    assert attempts(database) == 60, "who has to wait leaves nothing"
    assert 590 < int(last.headers["Retry-After"]) <= 600


@pytest.mark.usefixtures("few")
def test_another_network_can_go_on(visitor: Visitor, portal: Server) -> None:
    for status in (302, 302, 429):
        assert start(visitor).status_code == status
    assert start(coming_from("203.0.113.10", portal)).status_code == 302


@pytest.mark.usefixtures("few")
def test_a_household_of_many_ipv6_addresses_is_one(portal: Server) -> None:
    seen = [start(coming_from(f"2001:db8::{number}", portal)).status_code for number in range(1, 4)]
    assert seen == [302, 302, 429]
    assert start(coming_from("2001:db8:0:1::1", portal)).status_code == 302


@pytest.mark.usefixtures("few")
def test_portals_on_one_database_share_it(visitor: Visitor, start_portal: Start) -> None:
    other = coming_from("203.0.113.9", start_portal(trusted_proxies="1"))
    assert [start(each).status_code for each in (visitor, other, visitor)] == [302, 302, 429]


@pytest.mark.usefixtures("few")
def test_what_was_entered_is_there_to_be_sent_later(visitor: Visitor) -> None:
    for _ in range(2):
        start(visitor)
    start(visitor, to="portal", portal="danalee", wanted="/search?page=2", draft="note=porch")
    assert (
        visitor.text(".notice")
        == "Many people on your network are signing in right now. Please go on in about 10 minutes."
    )
    held = {str(field["name"]): field.get("value") for field in visitor.soup.select("form.choice input[value]")}
    assert held.items() >= {"portal": "danalee", "wanted": "/search?page=2", "draft": "note=porch"}.items()
    assert visitor.soup.select_one("#to-portal[checked]")


@pytest.mark.usefixtures("few")
def test_an_agent_has_the_agents_form_again(visitor: Visitor) -> None:
    for _ in range(2):
        start(visitor)
    assert start(visitor, to="agent", wanted="/agent", draft="name=x").status_code == 429
    held = {str(field["name"]): field["value"] for field in visitor.soup.select("main form input")}
    assert held == {"to": "agent", "wanted": "/agent", "draft": "name=x"}


@pytest.mark.usefixtures("few")
def test_a_form_of_another_site_does_not_count(visitor: Visitor) -> None:
    for _ in range(5):
        assert visitor.post("/sign-in", {"to": "agents"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert start(visitor).status_code == 302


def test_the_sixty_first_stray_callback_of_a_network_has_to_wait(visitor: Visitor) -> None:
    assert {stray(visitor).status_code for _ in range(60)} == {400}
    refused = stray(visitor)
    assert refused.status_code == 429
    assert 590 < int(refused.headers["Retry-After"]) <= 600
    assert refused.headers["Cache-Control"] == "no-store"
    assert re.search(r"nothing is lost\. Please go on in about 10 minutes\.", visitor.text("main"))
    assert "abcdefgh" not in refused.text, "no link holds the code"


@pytest.mark.usefixtures("few")
def test_who_comes_back_from_spark_is_let_in_however_many_strays_there_were(visitor: Visitor, portal: Server) -> None:
    stranger = coming_from("203.0.113.9", portal)
    back = visitor.come_back()
    for status in (400, 400, 429):
        assert stray(stranger).status_code == status
    assert visitor.get(back).status_code == 200
    assert visitor.path == "/home"
    assert visitor.get(back).status_code == 429, "a replay is a stray"


@pytest.mark.usefixtures("few")
def test_this_machine_is_not_counted(start_portal: Start) -> None:
    visitor = Visitor(start_portal().url)
    visitor.http.headers["X-Forwarded-For"] = "203.0.113.9"  # nobody whom it believes has said so
    assert {start(visitor).status_code for _ in range(4)} == {302}
    assert {stray(visitor).status_code for _ in range(4)} == {400}
