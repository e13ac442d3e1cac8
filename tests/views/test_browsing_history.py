"""Recently viewed homes, in the session and on /home."""

from __future__ import annotations

import pytest

from app.views import browsing_history
from tests.auth.conftest import Misbehave, misbehave
from tests.servers import Server, Visitor

__all__ = ["misbehave"]


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    return visitor


def look_at(visitor: Visitor, number: int, page: str = "/search") -> list[str]:
    """Open this many homes of a page, one after the other; their addresses."""
    visitor.get(page)
    homes = [str(link["href"]) for link in visitor.soup.select("main .card h3 a")[:number]]
    assert len(homes) == number
    for home in homes:
        assert visitor.get(home).status_code == 200
    return homes


def viewed(visitor: Visitor) -> list[str]:
    visitor.get("/home")
    return [str(link["href"]) for link in visitor.soup.select("section[aria-labelledby=viewed] .card h3 a")]


def test_nothing_is_viewed_yet(pat: Visitor) -> None:
    assert viewed(pat) == []
    assert "Recently viewed" not in pat.text("main")


def test_the_last_homes_are_shown_the_newest_first(pat: Visitor) -> None:
    homes = look_at(pat, 8)
    assert viewed(pat) == homes[:1:-1]
    pat.get(homes[0])
    assert viewed(pat) == [homes[0], *homes[:2:-1]]


def test_a_home_that_is_gone_is_not_noted(pat: Visitor) -> None:
    home = look_at(pat, 1)
    assert pat.get("/homes/20010101000000000000000000").status_code == 404
    assert viewed(pat) == home


@pytest.mark.parametrize("page", ["/home", "/account"])
def test_the_list_can_be_cleared(page: str, pat: Visitor) -> None:
    look_at(pat, 2)
    pat.get(page)
    pat.press("Clear")
    assert pat.path == page
    assert "Your recently viewed homes are cleared." in pat.text("[role=status]")
    assert viewed(pat) == []


def test_clearing_leads_to_no_other_site(pat: Visitor) -> None:
    look_at(pat, 1)
    pat.get("/home")
    pat.press("Clear this list", True, back="//evil.example/")
    assert (pat.path, pat.page.url.startswith(pat.home)) == ("/account", True)


def test_nobody_clears_it_from_elsewhere(pat: Visitor) -> None:
    homes = look_at(pat, 1)
    assert pat.post("/recent/clear").status_code == 400
    assert viewed(pat) == homes


def test_signing_out_forgets_it(pat: Visitor) -> None:
    look_at(pat, 2)
    pat.get("/home")
    pat.press("Sign out")
    pat.sign_in()
    assert viewed(pat) == []


def test_only_ids_are_kept_and_the_homes_are_asked_for_again(pat: Visitor, misbehave: Misbehave) -> None:
    look_at(pat, 2)
    misbehave("api", "500", path="/v1/listings", times=None)
    assert viewed(pat) == []
    assert "not answering just now" in pat.text("section[aria-labelledby=viewed]")


def test_no_more_are_kept_than_twelve(portal: Server) -> None:
    with portal.app.test_request_context("/homes/1"):
        for number in range(15):
            browsing_history.note_viewed(str(number))
        assert browsing_history.recently_viewed() == [str(number) for number in range(14, 2, -1)]


def test_a_notice_waits_for_a_page_that_somebody_sees(pat: Visitor) -> None:
    look_at(pat, 1)
    pat.get("/home")
    after = pat.press("Clear this list", False).headers["Location"]
    pat.http.head(pat.home + after)
    pat.get(after)
    assert "Your recently viewed homes are cleared." in pat.text("[role=status]")
