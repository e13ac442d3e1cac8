from __future__ import annotations

import pytest

from sandbox.homes import homes
from sandbox.mls import PRAIRIE
from tests.sandbox.listing_client import client, error_of, get_data


def test_a_search_gives_ten_homes_in_the_envelope_without_pagination() -> None:
    body = get_data()
    assert body["Success"] is True
    assert len(body["Results"]) == 10
    assert "Pagination" not in body


def test_the_newest_come_first() -> None:
    times = [home["StandardFields"]["ModificationTimestamp"] for home in get_data(limit=25)["Results"]]
    assert times == sorted(times, reverse=True)


def test_pages_together_show_each_home_once() -> None:
    first = get_data(limit=25, pagination=1)
    pages = [get_data(limit=25, page=number) for number in range(1, first["Pagination"]["TotalPages"] + 1)]
    ids = [home["Id"] for page in pages for home in page["Results"]]
    assert sorted(ids) == sorted(home.id for home in homes(PRAIRIE.id))
    assert first["Pagination"] == {"TotalRows": 680, "PageSize": 25, "TotalPages": 28, "CurrentPage": 1}


def test_a_page_past_the_end_is_empty() -> None:
    assert get_data(page=999)["Results"] == []


def test_skipping_says_the_offset_in_place_of_the_page() -> None:
    body = get_data(skip=25, limit=25, pagination=1)
    assert body["Results"] == get_data(page=2, limit=25)["Results"]
    assert body["Pagination"]["CurrentOffset"] == 25
    assert "CurrentPage" not in body["Pagination"]


def test_a_count_has_no_results() -> None:
    assert get_data(pagination="count") == {
        "Success": True,
        "Pagination": {"TotalRows": 680, "PageSize": 10, "TotalPages": 68, "CurrentPage": 1},
    }


def test_a_limit_of_nothing_counts_only() -> None:
    body = get_data(limit=0, pagination=1)
    assert body["Results"] == []
    assert body["Pagination"]["TotalRows"] == 680


@pytest.mark.parametrize("wrong", ["_limit=26", "_limit=-1", "_limit=ten", "_page=0", "_page=²", "_pagination=2"])
def test_a_number_out_of_bounds_is_refused(wrong: str) -> None:
    assert error_of(f"/v1/listings?{wrong}") == (400, 1053)


def test_a_filter_and_an_order_choose_the_homes() -> None:
    body = get_data(filter="City Eq 'Fargo' And ListPrice Bt 200000,300000", orderby="-ListPrice", limit=25)
    found = [home["StandardFields"] for home in body["Results"]]
    prices = [float(home["ListPrice"]) for home in found]
    assert {home["City"] for home in found} == {"Fargo"}
    assert prices == sorted(prices, reverse=True)
    assert len(prices) == 25
    assert 200_000 <= prices[-1] <= prices[0] <= 300_000


def test_a_plus_that_came_as_a_blank_still_means_ascending() -> None:
    assert get_data(orderby="+BedsTotal,-ListPrice") == get_data(orderby=" BedsTotal,-ListPrice")
    assert client().get("/v1/listings?_orderby=+BedsTotal").status_code == 200


def test_a_place_finds_the_homes_in_it() -> None:
    body = get_data(filter="Location Eq radius('46.900 -97.211', 2)", limit=25)
    assert {home["StandardFields"]["City"] for home in body["Results"]} == {"Casselton"}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("_filter=City Eq", 1040),
        ("_filter=OwnerName Eq 'x'", 1040),
        ("_filter=(((City Eq 'x')))", 1041),
        ("_orderby=PublicRemarks", 1040),
        ("_orderby=Nothing", 1040),
    ],
)
def test_a_filter_or_order_that_is_wrong_is_refused(query: str, code: int) -> None:
    assert error_of(f"/v1/listings?{query}") == (400, code)


def test_a_long_get_may_come_as_a_post() -> None:
    form = {"_filter": "City Eq 'Horace'", "_limit": "3", "_orderby": "ListPrice"}
    answer = client().post("/v1/listings", data=form, headers={"X-HTTP-Method-Override": "GET"})
    assert answer.json == {"D": get_data(filter="City Eq 'Horace'", limit=3, orderby="ListPrice")}


@pytest.mark.parametrize("path", ["/v1/listings", "/v1/standardfields", "/v1/propertytypes"])
def test_a_post_that_is_one_is_refused(path: str) -> None:
    answer = client().post(path, json={"D": {}})
    assert (answer.status_code, answer.json) == (
        405,
        {"D": {"Success": False, "Code": 405, "Message": "Method Not Allowed"}},
    )


def test_a_filters_fault_names_its_errors() -> None:
    answer = client().get("/v1/listings?_filter=City Eq")
    assert answer.json is not None
    assert answer.json["D"]["SparkQLErrors"][0]["Message"] == answer.json["D"]["Message"]
