"""Renaming and deleting saved searches over HTTP, and searches that are not one's own."""

from __future__ import annotations

import pytest

from app.spark import saved_searches
from app.spark.errors import NotFound
from tests.auth.conftest import Misbehave, misbehave
from tests.caches import forget_page_contexts
from tests.servers import Server, Visitor
from tests.views.saved_searches import link, names, row, typed, words

__all__ = ["misbehave"]


@pytest.fixture
def pat(visitor: Visitor) -> Visitor:
    visitor.sign_in()
    visitor.get("/searches")
    return visitor


def test_an_own_search_is_renamed(pat: Visitor) -> None:
    pat.get(link(row(pat, "Acreages"), "Rename"))
    assert pat.h1 == "Rename “Acreages”"
    pat.press("Rename", True, name="Land")
    assert "The search is called “Land” now." in pat.text("[role=status]")
    assert "Land" in names(pat)
    assert "Acreages" not in names(pat)


def test_a_name_that_another_search_has_is_refused(pat: Visitor) -> None:
    pat.get(link(row(pat, "Acreages"), "Rename"))
    pat.press("Rename", True, name="Around Island Park")
    assert pat.page.status_code == 422
    assert "You have a search of that name already." in pat.text(".field .problem")


def test_an_own_search_is_deleted_after_a_question(pat: Visitor) -> None:
    pat.get(link(row(pat, "Acreages"), "Delete"))
    assert pat.h1 == "Delete “Acreages”?"
    assert "Acreages" in names(pat)
    pat.get(link(row(pat, "Acreages"), "Delete"))
    pat.press("Delete it")
    assert "“Acreages” is deleted." in pat.text("[role=status]")
    assert "Acreages" not in names(pat)


def test_a_deleted_search_leaves_home_too(pat: Visitor) -> None:
    pat.get("/home")
    assert "Acreages" in pat.text(".news")
    pat.get(link(row(pat, "Acreages"), "Delete"))
    pat.press("Delete it", False)
    pat.get("/home")
    assert "Acreages" not in pat.text(".news")


def test_one_that_is_gone_when_it_is_deleted_is_no_fault(pat: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise NotFound("gone", status=404)

    pat.get(link(row(pat, "Acreages"), "Delete"))
    monkeypatch.setattr(saved_searches, "delete", gone)
    pat.press("Delete it")
    assert "“Acreages” is deleted." in pat.text("[role=status]")


def test_what_the_agent_provides_has_no_buttons_and_takes_no_change(pat: Visitor) -> None:
    search = row(pat, "First homes")
    assert "Rename" not in words(search)
    assert "Delete" not in words(search)
    for change in ("rename", "delete"):
        answer = pat.get(f"/searches/{str(search['id']).removeprefix('search-')}/{change}")
        assert (answer.status_code, pat.h1) == (404, "This search is not there")


@pytest.mark.parametrize("search_id", ["20010101000000000000000000", "x", "1' Or City Eq 'Fargo", "%00", "é"])
def test_a_search_that_is_not_there_is_a_calm_page(search_id: str, pat: Visitor) -> None:
    for rest in ("", "/rename", "/delete"):
        assert pat.get(f"/searches/{search_id}{rest}").status_code == 404
        assert pat.h1 == "This search is not there"


def test_one_that_was_deleted_elsewhere_is_a_calm_page(pat: Visitor, portal: Server) -> None:
    address = link(row(pat, "Acreages"), "Run")
    elsewhere = Visitor(portal.url)
    elsewhere.sign_in()
    elsewhere.get(f"{address}/delete")
    elsewhere.press("Delete it")
    assert pat.get(address).status_code == 404
    assert pat.h1 == "This search is not there"


def test_nobody_elses_search_is_shown_or_changed(pat: Visitor, portal: Server) -> None:
    address = link(row(pat, "Acreages"), "Run")
    sam = Visitor(portal.url)
    sam.sign_in("Sam")
    for rest in ("", "/rename", "/delete"):
        assert sam.get(f"{address}{rest}").status_code == 404


def test_a_change_needs_a_form_of_this_site(pat: Visitor) -> None:
    address = link(row(pat, "Acreages"), "Run")
    for path in (f"{address}/delete", f"{address}/rename", "/searches?save=1"):
        assert pat.post(path, {"name": "Mine"}).status_code == 400
    assert "Acreages" in names(pat)


def test_a_search_that_is_not_there_is_a_calm_page_while_the_account_is_refused(
    pat: Visitor, misbehave: Misbehave
) -> None:
    forget_page_contexts()
    misbehave("api", "1015", path="/v1/my/contact", times=1)
    pat.get("/searches/20990101000000000000000000")
    assert (pat.page.status_code, pat.h1) == (404, "This search is not there")


def test_one_that_is_gone_when_it_is_renamed_is_a_calm_page(pat: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise NotFound("gone", status=404)

    pat.get(link(row(pat, "Acreages"), "Rename"))
    monkeypatch.setattr(saved_searches, "rename", gone)
    pat.press("Rename", True, name="Farms")
    assert (pat.page.status_code, pat.h1) == (404, "This search is not there")


def test_a_name_that_stays_as_it_is_changes_nothing_at_flexmls(pat: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError

    pat.get(link(row(pat, "Acreages"), "Rename"))
    monkeypatch.setattr(saved_searches, "rename", never)
    pat.press("Rename", True, name=" Acreages ")
    assert "The search is called “Acreages” now." in pat.text("[role=status]")


def test_a_new_name_that_arrived_at_last_is_not_offered_again(pat: Visitor, misbehave: Misbehave) -> None:
    form = pat.get(address := link(row(pat, "Acreages"), "Rename"))
    misbehave("api", "500", path="/v1/savedsearches", times=1)
    pat.press("Rename", True, name="Farms")
    assert pat.page.status_code == 502
    pat.page = form
    pat.press("Rename", True, name="Land")
    assert "The search is called “Land” now." in pat.text("[role=status]")
    pat.get(address)
    assert typed(pat) == "Land"


def test_markup_in_a_name_is_text_wherever_it_is_told(pat: Visitor) -> None:
    hostile = "<img src=x>Mine"
    pat.get(link(row(pat, "Acreages"), "Rename"))
    pat.press("Rename", True, name=hostile)
    assert hostile in pat.text("[role=status]")
    for way in ("Run", "Rename", "Delete"):
        pat.get(link(row(pat, hostile), way))
        assert not pat.soup.select("img[src=x]")
    pat.press("Delete it")
    assert hostile in pat.text("[role=status]")
