"""Back from Spark, in fair and in bad weather. Bad weather ends on one calm page, and never signs anybody in."""

from __future__ import annotations

import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from app.auth.oauth import StateStore
from tests.auth.assertions import assert_sign_in_failed
from tests.servers import Server, Visitor

BACK = "/auth/callback"


def test_a_portal_sign_in_ends_at_home(visitor: Visitor) -> None:
    visitor.sign_in(portal="danalee")
    assert (visitor.path, visitor.page.status_code) == ("/home", 200)
    assert "Pat" in visitor.h1


def test_a_consumer_with_several_agents_chooses_one_at_spark(visitor: Visitor) -> None:
    visitor.sign_in("Sam", portal=None, agent="Marcus Webb")
    assert visitor.path == "/home"
    assert "Lakes Area MLS" in visitor.page.text
    assert "Marcus Webb" in visitor.text("header")


def test_refused_consent(visitor: Visitor) -> None:
    visitor.go_to_spark()
    visitor.press("Pat")
    visitor.press("Don’t allow")
    assert_sign_in_failed(visitor, 403, "You chose not to share access.")


def test_an_agent_whom_the_consumer_does_not_know(visitor: Visitor) -> None:
    visitor.go_to_spark("marcuswebb")
    visitor.press("Pat")
    visitor.press("Go back")
    assert_sign_in_failed(visitor, 403, "You chose not to share access.")


@pytest.mark.parametrize("state", ["", "&state=nobodys"])
@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        ("access_denied", 403, "You chose not to share access."),
        ("redirect_uri_mismatch", 400, "This site is not set up correctly"),
        ("server_error", 502, "flexmls is not answering."),
        ("something_new", 400, "flexmls did not complete the sign-in."),
        ("", 400, "flexmls did not complete the sign-in."),
        ("<script>alert(1)</script>", 400, "flexmls did not complete the sign-in."),
    ],
)
def test_errors_of_the_provider(error: str, status: int, words: str, state: str, visitor: Visitor) -> None:
    visitor.get(f"{BACK}?error={error}&error_description=<b>Boo</b>{state}")
    assert "Boo" not in visitor.page.text
    assert "<script>alert" not in visitor.page.text
    assert_sign_in_failed(visitor, status, words)


def test_the_providers_words_stay_out_of_the_log(visitor: Visitor, log: io.StringIO) -> None:
    visitor.get(f"{BACK}?error=Hello%0aWorld")
    assert "callback error unlisted" in log.getvalue()
    assert "World" not in log.getvalue()


def test_an_error_uses_up_its_attempt(visitor: Visitor) -> None:
    back = visitor.come_back()
    state = parse_qs(urlsplit(back).query)["state"][0]
    visitor.get(f"{BACK}?error=access_denied&state={state}")
    visitor.get(back)
    assert_sign_in_failed(visitor, 400, "This sign-in started in another window")


@pytest.mark.parametrize(
    "change", [lambda url: re.sub("state=[^&]*", "state=wrong", url), lambda url: re.sub("&?state=[^&]*", "", url)]
)
def test_a_wrong_or_missing_state(change: object, visitor: Visitor) -> None:
    visitor.get(change(visitor.come_back()))  # type: ignore[operator]
    assert_sign_in_failed(visitor, 400, "This sign-in started in another window")


def test_a_callback_nobody_started(visitor: Visitor) -> None:
    visitor.get(f"{BACK}?code=abc&state=def")
    assert_sign_in_failed(visitor, 400, "This sign-in started in another window")


@pytest.mark.parametrize(
    "query", ["", "?state=abc", "?code=", "?code=a b&state=x", "?code=é&state=x", f"?code={'a' * 2000}&state=x"]
)
def test_a_callback_without_a_code(query: str, visitor: Visitor) -> None:
    visitor.get(f"{BACK}{query}")
    assert_sign_in_failed(visitor, 400, "incomplete or damaged")


def test_what_only_looks_at_the_callback_uses_nothing_up(visitor: Visitor) -> None:
    back = visitor.come_back()
    assert visitor.http.head(back, allow_redirects=False, timeout=5).status_code == 400
    visitor.get(back)
    assert visitor.path == "/home"


def test_another_browsers_state(visitor: Visitor, portal: Server) -> None:
    back = visitor.come_back()
    other = Visitor(portal.url)
    other.go_to_spark()
    other.get(back)
    assert_sign_in_failed(other, 400, "This sign-in started in another window")


def test_a_reload_of_the_callback_keeps_the_visitor_signed_in(visitor: Visitor) -> None:
    back = visitor.come_back()
    visitor.get(back)
    visitor.get(back)
    assert visitor.page.status_code == 400
    assert "This sign-in started in another window" in visitor.page.text
    assert visitor.get("/home").status_code == 200


def test_two_tabs_at_once_both_work(visitor: Visitor) -> None:
    first, second = visitor.come_back("Pat"), visitor.come_back("Sam", "danalee")
    visitor.get(second)
    assert "Sam" in visitor.h1
    visitor.get(first)
    assert "Pat" in visitor.h1
    assert len(visitor.http.cookies) == 1


def test_a_used_code_with_a_fresh_state(visitor: Visitor, portal: Server) -> None:
    used = parse_qs(urlsplit(back := visitor.come_back()).query)["code"][0]
    visitor.get(back)
    other = Visitor(portal.url)
    other.get(re.sub("code=[^&]*", f"code={used}", other.come_back()))
    assert_sign_in_failed(other, 400, "The sign-in code was already used")


def test_a_foreign_code(visitor: Visitor) -> None:
    visitor.get(re.sub("code=[^&]*", "code=neverissued", visitor.come_back()))
    assert_sign_in_failed(visitor, 400, "The sign-in code was already used")


@pytest.mark.parametrize(
    "query",
    [f"code=a&state={'b' * 5000}", "code=a&code=b&state=c", "code=a&state=b&state=c", "error=a&error=b"],
)
def test_huge_and_repeated_parameters(query: str, visitor: Visitor) -> None:
    visitor.get(f"{BACK}?{query}")
    assert_sign_in_failed(visitor, 400, "incomplete or damaged")


@pytest.mark.parametrize("query", ["code=abc&state=%ff%fe", "code=%ff%00&state=x", "error=%ff"])
def test_parameters_that_are_no_text(query: str, visitor: Visitor) -> None:
    visitor.get(f"{BACK}?{query}")
    assert visitor.page.status_code == 400
    assert visitor.h1 == "Sign-in did not finish"


def test_the_reference_on_the_page_is_in_the_log(visitor: Visitor, log: io.StringIO) -> None:
    visitor.get(f"{BACK}?error=access_denied")
    found = re.search(r"\b[0-9a-f]{8}\b", visitor.text("main"))
    assert found
    assert any(found[0] in line and "refused" in line for line in log.getvalue().splitlines())


def test_an_abandoned_attempt_gives_way_to_newer_ones(visitor: Visitor) -> None:
    oldest = visitor.come_back()
    for _ in range(8):
        visitor.go_to_spark()
    visitor.get(oldest)
    assert_sign_in_failed(visitor, 400, "This sign-in started in another window")


def test_an_old_attempt_is_refused(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StateStore, "expires_in", -1)
    visitor.get(visitor.come_back())
    assert_sign_in_failed(visitor, 400, "This sign-in started in another window")


def test_a_refusal_keeps_the_wanted_page(visitor: Visitor) -> None:
    visitor.go_to_spark(wanted="/search?sort=price")
    visitor.press("Pat")
    visitor.press("Don’t allow")
    again = visitor.soup.select_one("main a[href*=wanted]")
    assert again
    visitor.get(str(again["href"]))
    visitor.press("Continue", to="portal", portal="danalee")
    visitor.press("Pat")
    visitor.press("Allow")
    assert visitor.page.url.endswith("/search?sort=price")
