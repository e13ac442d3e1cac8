"""A search by an address must not tell where a home of withheld address is, however it is worded."""

from __future__ import annotations

import json

import pytest

from app.spark import listings
from app.spark.client import SparkClient
from app.spark.listings import NEWEST, ListingPage, ListingQuery
from tests.screens import home
from tests.spark.test_client import Told, spark, told

__all__ = ["spark", "told"]

WITHHELD = home(VOWAddressDisplayYN=False)
BY_ADDRESS = (
    "UnparsedAddress Eq '1420 Elm Street, Fargo'", "UnparsedFirstLineAddress Eq '1420 Elm Street'",
    "tolower(UnparsedFirstLineAddress) Eq contains('elm')", "StreetNumber Eq '1420' And City Eq 'Fargo'",
    "City Eq 'Fargo' And StreetName Eq 'Elm'", "StreetAddress Eq '1420 Elm'", "PostalCode Eq '58102'",
)  # fmt: skip


@pytest.mark.parametrize("filter_", BY_ADDRESS)
def test_a_home_of_withheld_address_is_left_out_by_any_part_of_it_that_one_asks_for(filter_: str) -> None:
    assert not ListingQuery(filter=filter_).allows(WITHHELD)
    assert not ListingQuery(filter="SavedSearch Eq '1'", saved_filter=filter_).allows(WITHHELD)
    assert ListingQuery(filter=filter_).allows(home())


def test_it_is_found_by_what_does_not_tell_where_it_is() -> None:
    assert ListingQuery(filter="City Eq 'Fargo' And ListPrice Ge 100000").allows(WITHHELD)
    assert not ListingQuery().allows(home(PermitInternetYN=False))


def answer(*homes: dict[str, object], pages: int, total: int) -> str:
    results = [{"Id": str(number), "StandardFields": fields} for number, fields in enumerate(homes, 1)]
    return json.dumps({"D": {"Results": results, "Pagination": {"TotalRows": total, "TotalPages": pages}}})


def test_it_is_not_counted_either(spark: SparkClient, told: Told) -> None:
    told.body = answer({"City": "Fargo"}, {"VOWAddressDisplayYN": False}, pages=1, total=2)
    assert listings.count(spark, ListingQuery(filter="StreetName Eq 'Elm'")) == 1
    assert listings.search(spark, ListingQuery(filter="StreetName Eq 'Elm'")).total == 1
    assert listings.count(spark, ListingQuery(filter="City Eq 'Fargo'")) == 2


def test_of_many_pages_the_whole_is_told_as_spark_counts_it(spark: SparkClient, told: Told) -> None:
    told.body = answer({"City": "Fargo"}, {"PermitInternetYN": False}, pages=4, total=78)
    page = listings.search(spark, ListingQuery(order=NEWEST))
    assert ([shown.id for shown in page.listings], page.total) == (["1"], 78)


def test_a_mere_count_asks_for_no_home(spark: SparkClient, told: Told) -> None:
    told.body = answer(pages=4, total=78)
    assert listings.count(spark, ListingQuery()) == 78
    assert "_pagination=count" in told.path


def test_what_a_seller_withholds_is_asked_for_with_each_list(spark: SparkClient, told: Told) -> None:
    told.body = answer(pages=1, total=0)
    listings.search(spark)
    for flag in ("VOWEntireListingDisplayYN", "PermitInternetYN", "VOWAddressDisplayYN", "PermitAddressInternetYN"):
        assert flag in told.path


def test_the_last_page_ends_with_the_last_home() -> None:
    assert (ListingPage((), 3, 3, 60).first, ListingPage((), 3, 3, 60).last) == (49, 60)
