"""One browser, one role: the sign-ins of an agent and of a consumer never mix."""

from __future__ import annotations

import sqlalchemy as sa

from app.database import Database, sessions
from tests.live import Server, Visitor
from tests.pages.agents import dana, sign_in
from tests.sign_in.test_sign_out import deleted_at_spark

__all__ = ["dana"]


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


def test_an_agent_signs_out_as_everybody_does(dana: Visitor, database: Database, sandbox: Server) -> None:
    dana.get("/sign-out")
    assert (dana.h1, dana.text("main a")) == ("Sign out?", "Stay signed in")
    assert dana.soup.select("main a")[0]["href"] == "/agent"
    dana.press("Sign out")
    assert "You are signed out" in dana.h1
    assert roles(database) == []
    assert deleted_at_spark(sandbox)
