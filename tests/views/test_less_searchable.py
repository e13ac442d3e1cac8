"""An MLS in which not every field that we would like can be searched or sorted by."""

from __future__ import annotations

import pytest

from sandbox.listings import fields, views
from tests.servers import Visitor
from tests.views.carts import Holding, holding, homes, pat, shown
from tests.views.test_saved_lists import for_sale

__all__ = ["holding", "pat"]


@pytest.fixture(autouse=True)
def _less(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither by the day on the market nor by the listing's id."""
    known = fields.searchable_fields()
    less = {name: kind for name, kind in known.items() if name not in {"OnMarketDate", "ListingKey"}}
    monkeypatch.setattr(views, "searchable_fields", lambda: less)
    monkeypatch.setattr(views, "sortable_fields", lambda: less)


@pytest.mark.parametrize("page", ["/search", "/search?place=Fargo", "/open-houses", "/home"])
def test_the_newest_are_then_those_that_changed_last(page: str, pat: Visitor) -> None:
    assert pat.get(page).status_code == 200
    assert pat.soup.select("main h3 a[href^='/homes/']")


def test_a_long_list_of_saved_homes_is_shown_in_another_order(holding: Holding) -> None:
    ids = for_sale(30)
    visitor = holding("Favorites", *ids)
    found = homes(visitor)
    visitor.get("/saved?page=2")
    assert sorted([*found, *shown(visitor)]) == sorted(ids)
