"""The consumer's carts, over real HTTP against a server that keeps some, as oddly as Spark may."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request

from app.spark.carts import HIDDEN, RECOMMENDED, SAVED, ListingCarts, add_listing, fetch_carts, remove_listing
from app.spark.client import SparkApi, SparkClient
from app.spark.errors import Forbidden, NotFound, Unavailable
from tests.servers import Server

HOME, OTHER = "20260101000000000000000000", "20260101000000000000000001"
ADD, REMOVE = "POST /v1/listingcarts/{}", f"DELETE /v1/listingcarts/{{}}/listings/{HOME}"


@dataclass
class Shelf:
    """The carts by id, what was asked for, and the faults (status, code) that meet those who ask for it."""

    carts: dict[str, dict[str, Any]]
    asked: list[str] = field(default_factory=list)
    faults: dict[str, tuple[int, int]] = field(default_factory=dict)
    expands: bool = True

    def shown(self, cart: dict[str, Any], whole: bool) -> dict[str, Any]:
        counted = cart | {"ListingCount": len(cart["ListingIds"])}
        return counted if whole else {name: value for name, value in counted.items() if name != "ListingIds"}


def cart(number: str, name: str, kind: str | None, *homes: str) -> dict[str, Any]:
    typed = {"PortalCartType": kind} if kind else {}
    return {"Id": number, "Name": name, "ListingIds": list(homes), **typed}


@pytest.fixture
def shelf() -> Shelf:
    every = (
        cart("1", "Favorites", SAVED, OTHER),
        cart("2", "Rejects", HIDDEN),
        cart("3", "Recommended", RECOMMENDED, HOME),
        cart("4", "Lake cabins", "Custom", OTHER),
        cart("5", "Maybe", "Possibilities"),
        cart("6", "Tour", None),
        cart("7", "Removed", "Removed", HOME),
    )
    return Shelf({one["Id"]: one for one in every})


@pytest.fixture
def spark(shelf: Shelf) -> Iterator[SparkClient]:
    app = Flask("carts")

    @app.before_request
    def fail() -> tuple[Response, int] | None:
        shelf.asked.append(f"{request.method} {request.path}")
        if not (fault := shelf.faults.get(shelf.asked[-1])):
            return None
        return jsonify({"D": {"Success": False, "Code": fault[1], "Message": "no"}}), fault[0]

    @app.get("/v1/listingcarts")
    def every() -> Response:
        whole = shelf.expands and request.args.get("_expand") == "ListingIds"
        return results(*(shelf.shown(one, whole) for one in shelf.carts.values()))

    @app.get("/v1/listingcarts/<number>")
    def one(number: str) -> Response:
        return results(shelf.shown(shelf.carts[number], whole=True))

    @app.post("/v1/listingcarts/<number>")
    def add(number: str) -> Response:
        shelf.carts[number]["ListingIds"] += request.get_json()["D"]["ListingIds"]
        return results(shelf.shown(shelf.carts[number], whole=False))

    @app.delete("/v1/listingcarts/<number>/listings/<home>")
    def remove(number: str, home: str) -> Response:
        shelf.carts[number]["ListingIds"].remove(home)
        return results(shelf.shown(shelf.carts[number], whole=False))

    with Server().serving(app) as server:
        yield SparkClient(SparkApi(server.url), "a-token")


def results(*found: dict[str, Any]) -> Response:
    return jsonify({"D": {"Success": True, "Results": list(found)}})


def into(spark: SparkClient, kind: str, home: str = HOME) -> ListingCarts:
    mine = fetch_carts(spark)
    target = mine.by_kind(kind)
    assert target
    return add_listing(spark, mine, target, home)


def writes(shelf: Shelf) -> list[str]:
    return [call for call in shelf.asked if not call.startswith("GET")]


def test_carts_are_told_apart_by_their_kind(spark: SparkClient) -> None:
    mine = fetch_carts(spark)
    found = (mine.saved, mine.hidden, mine.recommended)
    assert [one and one.id for one in found] == ["1", "2", "3"]
    assert [one.name for one in mine.named] == ["Lake cabins", "Maybe", "Tour"]
    assert [one.id for one in mine.all if one.read_only] == ["3", "7"]


def test_all_carts_cost_one_call(spark: SparkClient, shelf: Shelf) -> None:
    mine = fetch_carts(spark)
    assert mine.holds(SAVED, OTHER)
    assert not mine.holds(SAVED, HOME)
    assert shelf.asked == ["GET /v1/listingcarts"]


def test_a_portal_cart_without_its_ids_is_asked_by_its_own_id(spark: SparkClient, shelf: Shelf) -> None:
    shelf.expands = False
    mine = fetch_carts(spark)
    assert mine.holds(SAVED, OTHER)
    assert mine.holds(RECOMMENDED, HOME)
    assert [call[-2:] for call in shelf.asked[1:]] == ["/1", "/3"]


def test_saving_adds_to_the_cart_and_touches_no_other(spark: SparkClient, shelf: Shelf) -> None:
    mine = into(spark, SAVED)
    assert writes(shelf) == [ADD.format("1")]
    assert mine.saved
    assert (mine.saved.listing_ids, mine.saved.count) == ((OTHER, HOME), 2)
    assert mine == fetch_carts(spark)


def test_saving_a_hidden_home_adds_it_first_and_then_takes_it_out_of_the_hidden_ones(
    spark: SparkClient, shelf: Shelf
) -> None:
    into(spark, HIDDEN)
    shelf.asked.clear()
    assert into(spark, SAVED) == fetch_carts(spark)
    assert writes(shelf) == [ADD.format("1"), REMOVE.format("2")]


def test_hiding_a_saved_home_takes_it_out_of_the_saved_ones(spark: SparkClient, shelf: Shelf) -> None:
    after = into(spark, HIDDEN, OTHER)
    assert (after.holds(HIDDEN, OTHER), shelf.carts["1"]["ListingIds"]) == (True, [])


def test_a_home_is_in_both_carts_rather_than_in_none_when_the_second_call_fails(
    spark: SparkClient, shelf: Shelf
) -> None:
    into(spark, HIDDEN)
    shelf.faults[REMOVE.format("2")] = (500, 0)
    with pytest.raises(Unavailable):
        into(spark, SAVED)
    assert HOME in shelf.carts["1"]["ListingIds"]
    shelf.faults.clear()
    assert not into(spark, SAVED).holds(HIDDEN, HOME)  # trying again completes it


def test_a_home_that_is_there_already_is_not_added_again(spark: SparkClient, shelf: Shelf) -> None:
    into(spark, SAVED, OTHER)
    assert not writes(shelf)


def test_a_conflict_on_adding_means_that_it_is_there(spark: SparkClient, shelf: Shelf) -> None:
    shelf.faults[ADD.format("1")] = (409, 1055)
    assert into(spark, SAVED).holds(SAVED, HOME)


@pytest.mark.parametrize(("status", "code"), [(400, 1053), (404, 404)])
def test_a_home_that_spark_does_not_take_is_not_found(status: int, code: int, spark: SparkClient, shelf: Shelf) -> None:
    shelf.faults[ADD.format("1")] = (status, code)
    with pytest.raises(NotFound):
        into(spark, SAVED)


def test_a_cart_that_is_not_the_consumers_to_change_is_refused(spark: SparkClient, shelf: Shelf) -> None:
    shelf.faults[ADD.format("1")] = (403, 1500)
    with pytest.raises(Forbidden):
        into(spark, SAVED)


def test_taking_out_what_is_not_there_is_no_fault(spark: SparkClient, shelf: Shelf) -> None:
    mine = fetch_carts(spark)
    assert mine.saved
    assert remove_listing(spark, mine, mine.saved, HOME) == mine
    assert not writes(shelf)
    shelf.faults[REMOVE.format("1").replace(HOME, OTHER)] = (404, 404)  # another tab was faster
    assert not remove_listing(spark, mine, mine.saved, OTHER).holds(SAVED, OTHER)


def test_a_cart_whose_ids_are_not_known_is_asked_all_the_same(spark: SparkClient, shelf: Shelf) -> None:
    shelf.expands = False
    mine = fetch_carts(spark)
    remove_listing(spark, mine, mine.named[0], OTHER)
    assert shelf.carts["4"]["ListingIds"] == []


@pytest.mark.parametrize("odd", [{}, {"ListingIds": "x", "ListingCount": "many"}, {"ListingIds": [None, 3]}])
def test_a_cart_of_any_shape_can_be_read(odd: dict[str, Any], spark: SparkClient, shelf: Shelf) -> None:
    shelf.carts = {"1": {"Id": "1", "ListingIds": []} | odd}
    assert [one.listing_ids for one in fetch_carts(spark).all] == [()]
