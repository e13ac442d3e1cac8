"""The legal pages and the foot of every page."""

from __future__ import annotations

import pytest

from app.session import store
from tests.conftest import Start
from tests.servers import Visitor

PAGES = ("/privacy", "/terms", "/copyright", "/accessibility")


@pytest.mark.parametrize("path", PAGES)
def test_legal_pages_are_open_to_everybody_and_start_no_session(path: str, visitor: Visitor) -> None:
    assert visitor.get(path, allow_redirects=False).status_code == 200
    assert not visitor.http.cookies
    visitor.sign_in()
    assert visitor.get(path, allow_redirects=False).status_code == 200


@pytest.mark.parametrize("path", ["/", "/nothing", *PAGES])
def test_the_foot_of_every_page_links_to_them(path: str, visitor: Visitor) -> None:
    visitor.get(path)
    assert [link["href"] for link in visitor.soup.select("footer nav a")][:4] == list(PAGES)


def test_the_terms_can_be_read_before_one_signs_in(visitor: Visitor) -> None:
    visitor.get("/terms")
    assert len(visitor.soup.select("main ol li")) == 5
    assert "Version of 2026-11-24" in visitor.text("main")


def test_privacy_tells_the_real_figures(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor.get("/privacy")
    assert f"{store.IDLE_SECONDS / 3600:.0f} hours without a visit" in visitor.text("main")
    assert f"{store.ABSOLUTE_SECONDS / 86_400:.0f} days at the latest" in visitor.text("main")
    monkeypatch.setattr("app.views.legal.IDLE_SECONDS", 3600 * 7)
    visitor.get("/privacy")
    assert "7 hours without a visit" in visitor.text("main")


def test_privacy_says_where_a_password_is_typed_only_if_it_is_not_here(start_portal: Start) -> None:
    for grant, said in (("false", True), ("true", False)):
        visitor = Visitor(start_portal(spark_password_grant=grant).url)
        visitor.get("/privacy")
        assert ("you type it at 127.0.0.1" in visitor.text("main")) is said


@pytest.mark.parametrize(
    ("settings", "contact"),
    [
        ({"copyright_contact": "Jo Fields, 214 Roberts St, 701-555-0199"}, "Jo Fields, 214 Roberts St, 701-555-0199"),
        ({"agent_email": "dana@example.com"}, "dana@example.com"),
        ({"agent_email": "dana@example.com", "copyright_contact": "Jo Fields"}, "Jo Fields"),
        ({}, "the agent named at the foot of this page"),
    ],
)
def test_a_copyright_notice_has_somebody_to_go_to(settings: dict[str, str], contact: str, start_portal: Start) -> None:
    visitor = Visitor(start_portal(**settings).url)
    visitor.get("/copyright")
    assert visitor.text("main .contact") == contact
    assert bool(visitor.soup.select("main .contact a[href^='mailto:dana@example.com?']")) is ("@" in contact)


def test_the_foot_of_a_signed_in_page_has_what_the_mls_demands(visitor: Visitor) -> None:
    visitor.sign_in()
    for path in ("/home", "/search", "/homes/1"):
        visitor.get(path)
        foot = visitor.text("footer")
        assert "Dana Lee Hawthorn Realty 701-555-0142 dana@example.com" in foot
        assert "Prairie MLS" in foot
        assert "deemed reliable" in foot
        assert "Equal Housing Opportunity" in foot
        assert "Page made" in foot
        (logo,) = visitor.soup.select("footer img")
        assert (logo["alt"], logo["width"], logo["height"]) == ("Prairie MLS", "120", "40")


def test_an_mls_without_a_logo_is_named_in_words(visitor: Visitor) -> None:
    visitor.sign_in("Sam", "marcuswebb")
    visitor.get("/search")
    assert not visitor.soup.select("footer img")
    assert "Lakes Area MLS" in visitor.text("footer")


def test_nothing_that_an_mls_wrote_runs_or_styles(visitor: Visitor) -> None:
    for person, portal in (("Pat", "danalee"), ("Sam", "marcuswebb")):
        visitor.sign_in(person, portal)
        visitor.get("/search")
        (foot,) = visitor.soup.select("footer .disclaimer")
        assert {tag.name for tag in foot.find_all(True)} <= {"div", "time", "p", "br", "b", "strong", "i", "em", "a"}
        assert {name for tag in foot.find_all(True) for name in tag.attrs} <= {"href", "rel", "target", "datetime"}
        visitor.press("Sign out")


def test_privacy_tells_of_all_that_is_kept_of_a_visit(visitor: Visitor) -> None:
    visitor.get("/privacy")
    for kept in (
        "Your last search",
        "What you viewed",
        "What you typed",
        "phone number",
        "saved searches for some minutes",
    ):
        assert kept in visitor.text("main")
