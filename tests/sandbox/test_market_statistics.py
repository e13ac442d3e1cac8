from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.sandbox.clients import Application

SERVICES = ["absorption", "inventory", "price", "ratio", "dom", "volume"]
PATH = "/v1/marketstatistics"


def read(application: Application, path: str) -> dict[str, Any]:
    [answer] = application.read(f"{PATH}/{path}", "pat@example.com")
    return answer


@pytest.mark.parametrize("service", SERVICES)
def test_each_service_tells_of_twelve_months_the_newest_first(application: Application, service: str) -> None:
    answer = read(application, service)
    dates = answer.pop("Dates")
    assert len(dates) == 12
    assert dates[0] == datetime.now(UTC).strftime("%-m/1/%Y")
    months = [int(year) * 12 + int(month) for month, _, year in (date.split("/") for date in dates)]
    assert months == list(range(months[0], months[0] - 12, -1))
    assert answer
    assert all(len(series) == 12 and min(series) > 0 for series in answer.values())


@pytest.mark.parametrize(
    ("service", "names"),
    [
        ("absorption", {"AbsorptionRate"}),
        ("inventory", {"ActiveListings", "NewListings", "PendedListings", "SoldListings"}),
        ("ratio", {"SaleToOriginalListPriceRatio", "SaleToListPriceRatio"}),
        ("dom", {"AverageDom", "AverageCdom"}),
        (
            "volume",
            {"ActiveListVolume", "NewListVolume", "PendedListVolume", "SoldListVolume", "SoldSaleVolume"},
        ),
    ],
)
def test_without_options_all_come(application: Application, service: str, names: set[str]) -> None:
    assert set(read(application, service)) == {"Dates", *names}


def test_prices_come_as_averages_and_medians_asked_and_paid(application: Application) -> None:
    names = set(read(application, "price")) - {"Dates"}
    assert len(names) == 10
    pattern = r"(Active|New|Pended|Sold)(Average|Median)ListPrice|Sold(Average|Median)SoldPrice"
    assert all(re.fullmatch(pattern, name) for name in names)


def test_options_choose_among_the_series(application: Application) -> None:
    answer = read(application, "inventory?Options=SoldListings,ActiveListings")
    assert set(answer) == {"Dates", "SoldListings", "ActiveListings"}
    assert all(isinstance(count, int) for count in answer["SoldListings"])


def test_a_ratio_is_near_one_and_a_price_is_near_the_market(application: Application) -> None:
    assert all(0.9 < ratio < 1.02 for ratio in read(application, "ratio")["SaleToListPriceRatio"])
    assert all(200_000 < price < 600_000 for price in read(application, "price")["ActiveMedianListPrice"])


def test_a_town_has_fewer_homes_than_the_whole_and_an_unknown_one_none(application: Application) -> None:
    everywhere, fargo, nowhere = (
        read(application, f"inventory?Options=ActiveListings{place}")["ActiveListings"][0]
        for place in ("", "&LocationField=City&LocationValue=Fargo", "&LocationField=City&LocationValue=Atlantis")
    )
    assert everywhere > fargo > nowhere == 0


def test_a_property_type_can_be_chosen(application: Application) -> None:
    land = read(application, "price?PropertyTypeCode=C")["ActiveMedianListPrice"][0]
    assert 0 < land < read(application, "price")["ActiveMedianListPrice"][0]


def test_the_numbers_stay_the_same(application: Application) -> None:
    assert read(application, "volume") == read(application, "volume")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("inventory?Options=AbsorptionRate", 1053),
        ("price?PropertyTypeCode=Z", 1053),
        ("dom?LocationField=City", 1050),
        ("dom?LocationValue=Fargo", 1050),
        ("dom?LocationField=OwnerName&LocationValue=x", 1053),
    ],
)
def test_wrong_parameters_are_refused(application: Application, wrong: str, code: int) -> None:
    answer = application.call(f"{PATH}/{wrong}", application.sign_in("pat@example.com")["access_token"])
    assert (answer.status_code, answer.get_json()["D"]["Code"]) == (400, code)


def test_there_is_no_seventh_service(application: Application) -> None:
    answer = application.call(f"{PATH}/weather", application.sign_in("pat@example.com")["access_token"])
    assert answer.status_code == 404
