"""The form of our own for name and password: what it asks, what it lets through, and what it never keeps."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
import requests
import sqlalchemy as sa

from app.db import Database, sessions
from app.session import Cipher
from tests.auth.conftest import Misbehave
from tests.conftest import SECRET, Start
from tests.servers import Server, Visitor

PAT, DANA = "pat@example.com", "dana@example.com"
WRONG = "The name or the password is not right. Please enter both again."


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal(spark_password_grant="true")


@pytest.fixture
def form(visitor: Visitor) -> Visitor:
    visitor.get("/sign-in/password")
    return visitor


def enter(visitor: Visitor, name: str = PAT, password: str = "sandbox") -> requests.Response:
    return visitor.press("Sign in", False, name=name, password=password)


def asked(sandbox: Server, path: str = "/v1/oauth2/grant") -> int:
    calls = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
    return sum(call["path"] == path for call in calls)


def refused(visitor: Visitor, status: int, words: str) -> None:
    """The form again: blank, with this sentence, kept nowhere; nobody is signed in."""
    assert visitor.page.status_code == status, visitor.page.text[:500]
    assert words in visitor.text("[role=alert]")
    assert visitor.text("title").startswith("Error:")
    assert not visitor.soup.select("#name[value], #password[value]")
    assert visitor.page.headers["Cache-Control"] == "no-store"
    assert not visitor.http.cookies


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_without_the_setting_there_is_no_such_page(method: str, start_portal: Start) -> None:
    visitor = Visitor(start_portal().url)
    visitor.get("/")
    assert "password here" not in visitor.page.text
    assert visitor.http.request(method, f"{visitor.home}/sign-in/password", timeout=5).status_code == 404


def test_a_consumer_signs_in_and_reads_what_is_theirs(form: Visitor) -> None:
    assert enter(form).headers["Location"] == "/home"
    assert "Pat" in (form.get("/home") and form.h1)
    assert form.get("/sign-in/password", allow_redirects=False).headers["Location"] == "/home"


def test_an_agent_signs_in_as_an_agent(form: Visitor, database: Database) -> None:
    assert enter(form, DANA).headers["Location"] == "/agent"
    assert [row.role for row in rows(database)] == ["agent"]


def test_the_landing_leads_there_and_the_wanted_page_is_kept(visitor: Visitor) -> None:
    visitor.get("/search?sort=price")
    [link] = visitor.soup.select("a[href^='/sign-in/password']")
    visitor.get(str(link["href"]))
    assert enter(visitor).headers["Location"] == "/search?sort=price"


def test_no_other_site_can_be_the_wanted_page(visitor: Visitor) -> None:
    evil = "/sign-in/password?wanted=//evil.example/"
    visitor.get(evil)
    assert enter(visitor).headers["Location"] == "/home"
    assert visitor.get(evil, allow_redirects=False).headers["Location"] == "/home"


def test_what_was_typed_before_is_kept_through_a_wrong_password(visitor: Visitor, database: Database) -> None:
    visitor.post("/sign-in", {"wanted": "/search?page=2", "draft": "note=porch"})
    visitor.press("Or type your password here")
    assert visitor.page.status_code == 200
    assert not visitor.soup.select("[role=alert]")
    enter(visitor, password="wrong")
    assert enter(visitor).headers["Location"] == "/search?page=2"
    assert not [answer for answer in visitor.answers if "porch" in answer.url]
    [row] = rows(database)
    assert b"/search?page=2 note=porch" in Cipher([SECRET]).decrypt(row.data, bytes(row.id))


def test_a_password_manager_knows_the_fields(form: Visitor) -> None:
    fields = {str(field["name"]): field for field in form.soup.select("form input:not([type=hidden])")}
    assert {name: str(field["autocomplete"]) for name, field in fields.items()} == {
        "name": "username", "password": "current-password",
    }  # fmt: skip
    assert str(fields["password"]["type"]) == "password"
    assert all(form.soup.select_one(f"label[for={field['id']}]") for field in fields.values())


@pytest.mark.parametrize(("name", "password"), [(PAT, "wrong"), ("nobody@example.com", "sandbox")])
def test_a_wrong_name_and_a_wrong_password_look_the_same(name: str, password: str, form: Visitor) -> None:
    enter(form, name, password)
    refused(form, 422, WRONG)


@pytest.mark.parametrize(("name", "password"), [("", ""), (PAT, ""), ("  ", "sandbox")])
def test_blanks_are_told_beside_the_fields_and_spark_is_not_asked(
    name: str, password: str, form: Visitor, sandbox: Server
) -> None:
    enter(form, name, password)
    refused(form, 422, "Enter your name and your password.")
    for field in form.soup.select("#name, #password"):
        assert field["aria-invalid"] == "true"
        assert form.text(f"#{field['aria-describedby']}") == "Enter your name and your password."
    assert asked(sandbox) == 0


@pytest.mark.parametrize("what", ["500", "html", "reset", "no_access_token"])
def test_a_silent_spark_is_told_calmly(what: str, form: Visitor, misbehave: Misbehave) -> None:
    misbehave("grant", what)
    enter(form)
    refused(form, 502, "flexmls is not answering.")


def test_a_busy_spark_says_when(form: Visitor, misbehave: Misbehave) -> None:
    misbehave("grant", "429", seconds=300)
    assert enter(form).headers["Retry-After"] == "300"
    refused(form, 503, "Try again in about 5 minutes.")


def test_a_key_that_may_not_is_told_as_such(form: Visitor, misbehave: Misbehave) -> None:
    misbehave("grant", "401")
    enter(form)
    refused(form, 403, "This site’s key does not allow to sign in here.")


@pytest.mark.parametrize("what", ["500", "refuse", "1015", "list"])
def test_tokens_without_an_account_are_deleted_and_sign_nobody_in(
    what: str, form: Visitor, misbehave: Misbehave, sandbox: Server, database: Database
) -> None:
    misbehave("api", what, path="/v1/my/account")
    enter(form)
    refused(form, 502, "flexmls did not say whose account this is.")
    assert rows(database) == []
    eventually(lambda: asked(sandbox, "/v1/oauth2/token/<token>") == 1)


def eventually(done: Callable[[], bool]) -> None:
    until = time.monotonic() + 3
    while not done():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_form_of_another_site_is_refused(form: Visitor, sandbox: Server) -> None:
    typed = {"name": PAT, "password": "sandbox"}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert form.post("/sign-in/password", typed, headers=headers).status_code == 403
    assert asked(sandbox) == 0


def test_the_session_is_a_new_one_and_the_tokens_before_are_deleted(
    form: Visitor, sandbox: Server, database: Database
) -> None:
    enter(form)
    before = form.http.cookies.copy()
    form.post("/sign-in/password", {"name": "sam@example.com", "password": "sandbox"})
    assert next(iter(before)).value != next(iter(form.http.cookies)).value
    assert len(rows(database)) == 1
    eventually(lambda: asked(sandbox, "/v1/oauth2/token/<token>") == 1)


def rows(database: Database) -> list[sa.Row[tuple[object, ...]]]:
    with database.engine.connect() as connection:
        return list(connection.execute(sa.select(sessions)))
