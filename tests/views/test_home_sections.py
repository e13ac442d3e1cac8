"""Which homes stand on which shelf of /home, and in what order, from made values."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.spark.carts import HIDDEN, SAVED, ListingCart, ListingCarts
from app.spark.listing import Listing
from app.spark.listings import ListingPage
from app.views.home import home_sections
from tests.screens import NOW, home

NONE = ListingCarts()


def known(home_id: str, *opens: int, **fields: object) -> Listing:
    """A home of this id that can be visited in so many hours."""
    houses = [{"OpenHouseStartTimestamp": (NOW + timedelta(hours=hours)).isoformat()} for hours in opens]
    return replace(home(OpenHouses=houses, **fields), id=home_id)


def ids(shelf: str, *homes: Listing, carts: ListingCarts = NONE, viewed: tuple[str, ...] = ()) -> list[str]:
    return [
        home.id
        for home in home_sections({shelf: ListingPage(homes, 1, 1, len(homes))}, carts, viewed, NOW)[shelf] or ()
    ]


def cart(kind: str, *homes: str) -> ListingCarts:
    return ListingCarts((ListingCart(kind, kind, kind, len(homes), homes),))


def test_of_open_houses_the_next_comes_first_and_none_that_is_over() -> None:
    assert ids("open_soon", known("a", 30), known("b", -9, 20), known("c", -9), known("d", 5)) == ["d", "b", "a"]


def test_of_viewed_homes_the_last_one_comes_first() -> None:
    assert ids("viewed", known("a"), known("b"), known("c"), viewed=("c", "a")) == ["c", "a"]


def test_of_saved_homes_those_come_first_that_changed() -> None:
    sold, cheaper = known("b", MlsStatus="Sold", StandardStatus="Closed"), known("c", PreviousListPrice=400_000)
    assert ids("saved", known("a"), sold, cheaper) == ["b", "c", "a"]


def test_what_the_agent_picked_is_no_news_once_it_is_saved() -> None:
    assert ids("picked", known("a"), known("b"), carts=cart(SAVED, "a")) == ["b"]


def test_a_hidden_home_stands_on_no_shelf() -> None:
    for shelf in ("picked", "saved", "viewed", "open_soon", "newest"):
        assert ids(shelf, known("a", 5), known("b", 5), carts=cart(HIDDEN, "a"), viewed=("a", "b")) == ["b"]


def test_a_shelf_has_six_homes_at_most_and_none_if_spark_does_not_tell() -> None:
    assert ids("newest", *(known(letter) for letter in "abcdefgh")) == [*"abcdef"]
    shelves = home_sections({"newest": None}, NONE, (), NOW)
    assert (shelves["newest"], shelves["saved"]) == (None, [])
