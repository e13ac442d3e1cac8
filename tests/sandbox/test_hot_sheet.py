from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.sparkql import MASK
from tests.sandbox.listing_client import client, error_of, open_house_date

Json = Any
CHICAGO = ZoneInfo("America/Chicago")


def found_by(**parameters: str) -> list[Json]:
    answer = client().get("/v1/listings", query_string={"_limit": "25", "_expand": "OpenHouses", **parameters})
    results: list[Json] = answer.get_json()["D"]["Results"]
    return results


def counted_by(**parameters: str) -> int:
    answer = client().get("/v1/listings", query_string={"_pagination": "count", **parameters})
    total: int = answer.get_json()["D"]["Pagination"]["TotalRows"]
    return total


def test_the_count_of_every_home_is_the_number_in_its_list() -> None:
    for listing in found_by(OpenHouses="all"):
        fields = listing["StandardFields"]
        assert fields["OpenHousesCount"] in {len(fields["OpenHouses"]), MASK}


def test_a_search_can_be_narrowed_to_homes_open_within_some_days() -> None:
    today = datetime.now(CHICAGO).date()
    assert counted_by(OpenHouses="5") < counted_by(OpenHouses="30") == counted_by(OpenHouses="all") < 46
    for listing in found_by(OpenHouses="5"):
        dates = [one["Date"] for one in listing["StandardFields"]["OpenHouses"]]
        assert any(text == MASK or open_house_date({"Date": text}) <= today + timedelta(days=5) for text in dates)


def test_it_narrows_beside_a_filter() -> None:
    cheap = found_by(OpenHouses="all", _filter="ListPrice Lt 250000")
    assert 0 < len(cheap) < 25
    assert all(listing["StandardFields"]["ListPrice"] < 250_000 for listing in cheap)


@pytest.mark.parametrize("wrong", ["OpenHouses=0", "OpenHouses=31", "OpenHouses=soon", "OpenHouses=", "HotSheet=old"])
def test_other_values_are_refused(wrong: str) -> None:
    assert error_of(f"/v1/listings?{wrong}") == (400, 1053)


@pytest.mark.parametrize(("what", "name"), [("new", "OriginalOnMarketTimestamp"), ("price", "PriceChangeTimestamp")])
def test_a_hot_sheet_has_what_happened_since_yesterday(what: str, name: str) -> None:
    hours = 72 if datetime.now(CHICAGO).weekday() == 0 else 24
    found = found_by(HotSheet=what)
    assert found
    for listing in found:
        happened = datetime.fromisoformat(listing["StandardFields"][name])
        assert datetime.now(UTC) - timedelta(hours=hours, minutes=1) < happened <= datetime.now(UTC)


def test_a_hot_sheet_of_sold_homes_has_no_others() -> None:
    assert {listing["StandardFields"]["StandardStatus"] for listing in found_by(HotSheet="sold")} <= {"Closed"}
