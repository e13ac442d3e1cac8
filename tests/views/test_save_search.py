"""Saving the current search over HTTP: its name, what is kept of it, and what is not lost when that fails."""

from __future__ import annotations

import re

import pytest

from tests.auth.conftest import Misbehave, misbehave
from tests.servers import Visitor
from tests.views.saved_searches import found, link, names, row, typed, words

__all__ = ["misbehave"]

FARGO = "/searches?save=1&place=Fargo&price=200000-400000&beds=3"


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    visitor.get("/searches")
    return visitor


def test_a_search_is_saved_under_a_name_that_tells_what_it_finds(pat: Visitor) -> None:
    pat.get("/search?place=Fargo&price=200000-400000&beds=3")
    matching = int(re.findall(r"\d+", pat.h1)[0])
    pat.get(FARGO)
    assert pat.h1 == "Save this search"
    assert found(pat) == matching
    pat.press("Save this search")
    assert pat.path == "/searches"
    assert "“Fargo, $200,000–$400,000, 3+ beds” is saved." in pat.text("[role=status]")
    pat.get(link(row(pat, "Fargo, $200,000–$400,000, 3+ beds"), "Run"))
    assert int(re.findall(r"\d+", pat.h1)[0]) == matching
    assert pat.page.url.endswith("/search?place=Fargo&price=200000-400000&beds=3")


def test_the_page_of_the_search_offers_to_save_it(pat: Visitor) -> None:
    pat.get("/search?place=Fargo&beds=3")
    pat.get(next(str(a["href"]) for a in pat.soup.select("main a[href]") if words(a) == "Save this search"))
    assert pat.page.url.endswith("/searches?save=1&place=Fargo&beds=3")


def test_the_filter_never_comes_from_the_form(pat: Visitor) -> None:
    pat.get(FARGO)
    pat.press(
        "Save this search", True, name="Mine", filter="City Eq 'Moorhead'", Filter="City Eq 'Moorhead'", place="X"
    )
    assert "Fargo" in [part.get_text() for part in row(pat, "Mine").select(".parts li")]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Enter a name for this search."),
        (" \t ", "Enter a name for this search."),
        ("x" * 81, "Choose a name of at most 80 letters."),
        ("Acreages", "You have a search of that name already. Choose another name."),
    ],
)
def test_a_name_that_cannot_be_is_said_beside_the_field(typed: str, said: str, pat: Visitor) -> None:
    before = names(pat)
    pat.get(FARGO)
    pat.press("Save this search", True, name=typed)
    assert pat.page.status_code == 422
    assert pat.text(".field .problem") == said
    assert pat.text("title").startswith("Error: ")
    assert pat.soup.select_one("#name[aria-invalid=true]")
    assert names(pat) == before


def test_what_was_typed_stays_with_a_problem(pat: Visitor) -> None:
    pat.get(FARGO)
    pat.press("Save this search", True, name="Acreages")
    assert typed(pat) == "Acreages"
    pat.press("Save this search", True, name="Acreages in Fargo")
    assert "Acreages in Fargo" in names(pat)


def test_a_double_click_saves_once(pat: Visitor) -> None:
    for _ in range(2):
        pat.get(FARGO)
        pat.press("Save this search", True, name="Twice")
        assert (pat.path, pat.page.status_code) == ("/searches", 200)
    assert names(pat).count("Twice") == 1


def test_markup_in_a_name_is_text(pat: Visitor) -> None:
    hostile = "<script>alert(1)</script>\"' onclick=x"
    pat.get(FARGO)
    pat.press("Save this search", True, name=hostile)
    assert row(pat, hostile)
    assert "<script>alert" not in pat.page.text


def test_what_flexmls_cannot_keep_is_said_first(pat: Visitor) -> None:
    pat.get(f"{FARGO}&open=7")
    assert "flexmls does not keep that part" in pat.text("main")
    assert typed(pat) == "Fargo, $200,000–$400,000, 3+ beds"
    pat.press("Save this search", True, name="Open")
    assert not any("open house" in part.get_text() for part in row(pat, "Open").select(".parts li"))


def test_a_search_for_everything_can_be_saved(pat: Visitor) -> None:
    pat.get("/searches?save=1")
    pat.press("Save this search")
    assert "Every home for sale" in names(pat)


def test_any_address_of_a_search_can_be_saved_or_is_explained(pat: Visitor) -> None:
    for query in ("place=%27%20Or%201&keyword=%5C%27", "price=x&beds=-3&type=%27", "status=any", "subtype=Farmstead"):
        assert pat.get(f"/searches?save=1&{query}").status_code == 200
        pat.press("Save this search", True, name=f"Saved {query[:8]}")
        assert pat.page.status_code in {200, 422}


def test_what_flexmls_does_not_take_is_explained_and_kept(pat: Visitor) -> None:
    pat.get("/searches?save=1&subtype=Farmstead")  # a kind of home that not every property type has
    pat.press("Save this search", True, name="Farms")
    assert pat.page.status_code == 422
    assert pat.text(".field .problem").startswith("flexmls cannot keep this search as it is.")
    pat.get("/searches?save=1&type=E&subtype=Farmstead")
    pat.press("Save this search", True, name="Farms")
    assert "Farms" in names(pat)


@pytest.mark.parametrize(("what", "status"), [("1500", 403), ("500", 502)])
def test_a_name_outlasts_a_refusal_of_spark(what: str, status: int, pat: Visitor, misbehave: Misbehave) -> None:
    pat.get(FARGO)
    misbehave("api", what, path="/v1/savedsearches")
    pat.press("Save this search", True, name="Near the river")
    assert pat.page.status_code == status
    pat.get(FARGO)
    assert typed(pat) == "Near the river"


def test_a_name_outlasts_the_end_of_the_sign_in(pat: Visitor) -> None:
    form = pat.get(FARGO)
    pat.http.cookies.clear()
    pat.page = form
    pat.press("Save this search", True, name="After all")
    pat.press("Continue", to="portal", portal="danalee")
    pat.press("Pat")
    pat.press("Allow")
    assert pat.page.url.endswith(FARGO)
    assert typed(pat) == "After all"
    assert "After all" not in names(pat)


def test_a_name_may_be_as_long_as_it_says_and_is_one_visible_line(pat: Visitor) -> None:
    pat.get(FARGO)
    pat.press("Save this search", True, name="x" * 80)
    assert "x" * 80 in names(pat)
    pat.get(FARGO)
    pat.press("Save this search", True, name="Near\r\nthe\u202eriver\x7f")
    assert "Near the river" in names(pat)


def test_a_search_can_be_saved_while_its_homes_are_not_counted(pat: Visitor, misbehave: Misbehave) -> None:
    misbehave("api", "500", path="/v1/listings", times=1)
    assert pat.get(FARGO).status_code == 200
    assert "now." not in pat.text("main")
    pat.press("Save this search", True, name="Uncounted")
    assert "Uncounted" in names(pat)


def test_a_name_waits_while_the_page_of_its_form_fails(pat: Visitor, misbehave: Misbehave) -> None:
    form = pat.get(FARGO)
    misbehave("api", "500", path="/v1/savedsearches", times=1)
    pat.press("Save this search", True, name="Near the river")
    misbehave("api", "1015", path="/v1/listings", times=1)
    assert pat.get(FARGO).status_code == 403
    pat.get(FARGO)
    assert typed(pat) == "Near the river"
    pat.page = form
    misbehave("api", "500", path="/v1/savedsearches", times=1)
    pat.press("Save this search", True, name="Near the park")
    pat.page = form
    pat.press("Save this search", True, name="Near the park")
    assert "“Near the park” is saved." in pat.text("[role=status]")
    pat.get(FARGO)
    assert typed(pat) == "Fargo, $200,000–$400,000, 3+ beds"
