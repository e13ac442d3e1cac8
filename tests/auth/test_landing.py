"""The question, the business-card link, and the way to Spark."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
import sqlalchemy as sa

from app.db import Database, sessions
from tests.conftest import Start
from tests.servers import Server, Visitor


def where_to(visitor: Visitor, **typed: str) -> str:
    return visitor.press("Continue", False, **typed).headers.get("Location", "")


@pytest.mark.parametrize("typed", ["danalee", " DanaLee ", "https://sparkplatform.com/auth/vow/danalee?x=1"])
def test_a_name_or_a_link_leads_to_the_agents_portal(
    typed: str, visitor: Visitor, sandbox: Server, portal: Server
) -> None:
    visitor.get("/")
    leads = urlsplit(where_to(visitor, to="portal", portal=typed))
    assert f"{leads.scheme}://{leads.netloc}{leads.path}" == f"{sandbox.url}/auth/vow/danalee"
    sent = parse_qs(leads.query)
    assert sent.keys() == {"response_type", "client_id", "redirect_uri", "state"}
    assert sent["response_type"] == ["code"]
    assert sent["redirect_uri"] == [f"{portal.url}/auth/callback"]


def test_several_agents_lead_to_the_bare_endpoint(visitor: Visitor, sandbox: Server) -> None:
    visitor.get("/")
    assert where_to(visitor, to="agents").startswith(f"{sandbox.url}/auth/vow?")


def test_the_landing_names_the_host_that_comes_next(visitor: Visitor, sandbox: Server) -> None:
    visitor.get("/")
    assert urlsplit(sandbox.url).netloc in visitor.text("form button")


@pytest.mark.parametrize("typed", ["", "dana lee", "https://evil.example/", "<script>alert(1)</script>"])
def test_a_wrong_name_is_named_beside_the_field_and_kept(typed: str, visitor: Visitor) -> None:
    visitor.get("/")
    page = visitor.press("Continue", to="portal", portal=typed)
    assert page.status_code == 422
    assert visitor.text("title").startswith("Error:")
    field = visitor.soup.select_one("input[name=portal]")
    assert field
    assert (field["value"], field["aria-invalid"]) == (typed, "true")
    assert "<script>alert" not in page.text


def test_no_answer_asks_to_choose(visitor: Visitor) -> None:
    visitor.get("/")
    assert visitor.press("Continue").status_code == 422
    assert "Choose how you work with your agent" in visitor.page.text


def test_a_card_link_fills_the_landing_in_and_goes_nowhere(visitor: Visitor, sandbox: Server) -> None:
    page = visitor.get("/p/DanaLee", allow_redirects=False)
    assert page.status_code == 200
    assert visitor.soup.select_one("input[name=portal][value=danalee]")
    assert where_to(visitor).startswith(f"{sandbox.url}/auth/vow/danalee?")


def test_a_card_link_without_a_name_says_so(visitor: Visitor) -> None:
    assert visitor.get("/p/dana lee").status_code == 404


def test_with_one_portal_set_there_is_no_question(start_portal: Start, sandbox: Server) -> None:
    visitor = Visitor(start_portal(spark_portal="danalee").url)
    visitor.get("/")
    assert not visitor.soup.select("input[type=radio], input[type=text]")
    location = visitor.press("Sign in", False).headers["Location"]
    assert location.startswith(f"{sandbox.url}/auth/vow/danalee?")


def test_no_form_leads_past_the_one_portal(start_portal: Start, sandbox: Server) -> None:
    visitor = Visitor(start_portal(spark_portal="danalee").url)
    for to, portal in (("portal", "marcuswebb"), ("agents", "")):
        answer = visitor.post("/sign-in", {"to": to, "portal": portal}, allow_redirects=False)
        assert answer.headers["Location"].startswith(f"{sandbox.url}/auth/vow/danalee?")


def test_looking_at_the_landing_starts_no_session(visitor: Visitor, database: Database) -> None:
    for path in ("/", "/p/danalee", "/sign-out", "/health/live", "/health/ready", "/nothing-here"):
        visitor.get(path)
    assert not visitor.http.cookies
    with database.engine.connect() as connection:
        assert connection.execute(sa.select(sessions)).all() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_a_form_of_another_site_starts_no_sign_in(headers: dict[str, str], visitor: Visitor) -> None:
    page = visitor.post("/sign-in", {"to": "agents"}, headers=headers, allow_redirects=False)
    assert page.status_code == 403
    assert not visitor.http.cookies


def test_a_visitor_who_is_signed_in_goes_home(visitor: Visitor) -> None:
    visitor.sign_in()
    visitor.get("/")
    assert visitor.path == "/home"


def test_the_wanted_page_is_kept_through_sign_in(visitor: Visitor) -> None:
    visitor.get("/search?sort=price&page=2")
    assert visitor.path == "/"
    assert "Please sign in" in visitor.page.text
    visitor.press("Continue", to="portal", portal="danalee")
    assert "search" not in visitor.page.url
    visitor.press("Pat")
    visitor.press("Allow")
    assert visitor.page.url.endswith("/search?sort=price&page=2")


@pytest.mark.parametrize(
    "address", ["//evil.example", "/\\evil.example", "///evil.example", "https:evil.example", "https://evil.example"]
)
def test_nobody_is_sent_off_this_site(address: str, visitor: Visitor, portal: Server) -> None:
    visitor.get("/", params={"wanted": address})
    assert "evil" not in visitor.page.text
    visitor.post("/sign-in", {"to": "agents", "wanted": address})
    visitor.press("Sam")
    visitor.press("Dana Lee")
    visitor.press("Allow")
    assert visitor.page.url == f"{portal.url}/home"


def test_the_wanted_page_survives_a_typing_error(visitor: Visitor) -> None:
    visitor.get("/?wanted=/search")
    visitor.press("Continue", to="portal", portal="dana lee")
    visitor.press("Continue", to="portal", portal="danalee")
    visitor.press("Pat")
    visitor.press("Allow")
    assert visitor.path == "/search"
