"""One browser, one role: the sign-ins of an agent and of a consumer never mix."""

from __future__ import annotations

import pytest
import requests
import sqlalchemy as sa

from app.db import Database, sessions
from tests.auth.test_sign_out import deleted_at_spark
from tests.servers import Server, Visitor
from tests.views.agents import dana, sign_in

__all__ = ["dana"]

ENDED = "flexmls has ended your sign-in, so you were signed out here too. Sign in again to carry on."


def roles(database: Database) -> list[str]:
    with database.engine.connect() as connection:
        return [row[0] for row in connection.execute(sa.select(sessions.c.role))]


def test_an_agents_sign_in_ends_the_consumers_here_and_at_spark(
    visitor: Visitor, portal: Server, database: Database, sandbox: Server
) -> None:
    visitor.sign_in("Sam", "marcuswebb")
    before = Visitor(portal.url)
    before.http.cookies.update(visitor.http.cookies)
    sign_in(visitor, "Dana")
    assert roles(database) == ["agent"]
    assert deleted_at_spark(sandbox)
    assert before.get("/home", allow_redirects=False).headers["Location"].startswith("/?wanted=")
    for words in ("Sam", "Marcus", "Lakes Area MLS", "Prairie MLS Information"):
        assert words not in visitor.text("body")


def test_a_consumers_sign_in_ends_the_agents(dana: Visitor, database: Database, sandbox: Server) -> None:
    dana.sign_in("Pat")
    assert roles(database) == ["consumer"]
    assert deleted_at_spark(sandbox)
    assert "Sign in as an agent" in dana.get("/agent").text


def test_an_agent_is_led_to_their_page_from_those_of_consumers(dana: Visitor) -> None:
    for path in ("/home", "/search?page=2", "/homes/1", "/account"):
        answer = dana.get(path, allow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/agent")


@pytest.mark.parametrize("path", ["/agent", "/agent/card.svg"])
def test_an_agent_whose_sign_in_spark_has_ended_is_told_so(
    path: str, dana: Visitor, database: Database, sandbox: Server
) -> None:
    requests.post(f"{sandbox.url}/sandbox/tokens/revoke", timeout=5)
    answer = dana.get(path, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/agent?ended=1")
    assert roles(database) == []
    dana.get(answer.headers["Location"])
    assert dana.text(".notice") == ENDED
    assert dana.soup.select("main button")[0].get_text(strip=True) == "Sign in as an agent"


def test_an_agent_whose_form_meets_an_ended_sign_in_is_told_so(dana: Visitor, sandbox: Server) -> None:
    token = str(dana.soup.select("input[name=csrf_token]")[0]["value"])
    requests.post(f"{sandbox.url}/sandbox/tokens/revoke", timeout=5)
    sent = {"csrf_token": token, "DisplayName": "DanaLeeHomes"}
    assert dana.post("/agent", sent, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 403
    assert dana.text("main .lead") == f"{ENDED} What you had typed is kept."


def test_an_agent_whose_session_is_just_gone_is_told_of_no_end_at_flexmls(dana: Visitor, database: Database) -> None:
    with database.write() as connection:
        connection.execute(sessions.delete())
    for path in ("/agent", "/agent/card.svg"):
        dana.get(path)
        assert dana.page.url == f"{dana.home}/agent"
        assert not dana.soup.select(".notice")


def test_a_failed_sign_in_leads_an_agent_back_to_their_own_door(visitor: Visitor) -> None:
    visitor.get("/agent")
    visitor.press("Sign in as an agent")
    visitor.press("Dana")
    visitor.press("Don’t allow")
    assert visitor.h1 == "Sign-in did not finish"
    assert [link["href"] for link in visitor.soup.select("main a")] == ["/agent"]


def test_an_agent_signs_out_as_everybody_does(dana: Visitor, database: Database, sandbox: Server) -> None:
    dana.get("/sign-out")
    assert (dana.h1, dana.text("main a")) == ("Sign out?", "Stay signed in")
    assert dana.soup.select("main a")[0]["href"] == "/agent"
    dana.press("Sign out")
    assert "You are signed out" in dana.h1
    assert roles(database) == []
    assert deleted_at_spark(sandbox)
