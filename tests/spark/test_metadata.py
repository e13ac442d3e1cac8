from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.spark.client import SparkApi, SparkClient
from app.spark.fields import Fields, unmask
from app.spark.mls import FieldOption, StandardField, fetch_options, fetch_standard_fields


class Told(SparkClient):
    """Spark as it would answer with these results."""

    def __init__(self, *results: object) -> None:
        super().__init__(SparkApi("https://sparkapi.com"), "a-token")
        self.results = list(results)

    def get(self, path: str, extra: Mapping[str, str] | None = None, **parameters: str | int) -> Fields:
        self.path = path
        return Fields(unmask({"Results": self.results}))


@pytest.mark.parametrize(
    ("visible", "usable"),
    [
        ({"MlsVisible": ["A", "B"]}, True),
        ({"MlsVisible": []}, False),
        ({"MlsVisible": {"PropertyTypes": ["A"]}}, True),
        ({"MlsVisible": {"PropertyTypes": []}}, False),
        ({}, True),
        ({"MlsVisible": None}, True),
    ],
)
def test_a_field_that_the_mls_does_not_use_is_not_usable(visible: dict[str, object], usable: bool) -> None:
    told = Told({"BathsTotal": {"Label": "Total Baths", "Searchable": True, **visible}})
    assert fetch_standard_fields(told) == {"BathsTotal": StandardField("Total Baths", usable)}


def test_a_field_that_cannot_be_searched_is_not_usable() -> None:
    told = Told({"OwnerName": {"Searchable": False}, "City": {"Searchable": "true"}, "Odd": None, "Masked": "********"})
    assert fetch_standard_fields(told) == {
        "OwnerName": StandardField("OwnerName", False),
        "City": StandardField("City", True),
    }


def test_the_values_of_a_list_keep_their_order_and_lose_the_blanks_that_made_it() -> None:
    told = Told(
        {"City": {"FieldList": [{"Name": "  Fargo", "Value": "Fargo"}, {"Name": "Argusville"}, {"Name": "  "}]}}
    )
    assert fetch_options(told, "City") == (FieldOption("Fargo", "Fargo"), FieldOption("Argusville", "Argusville"))
    assert told.path == "standardfields/City"


@pytest.mark.parametrize("key", ["Applies To", "AppliesTo"])
def test_a_value_may_be_for_some_property_types_only(key: str) -> None:
    told = Told({"PropertySubType": {"FieldList": [{"Name": "Acreage", "Value": "ACR", key: ["C"]}]}})
    assert fetch_options(told, "PropertySubType") == (FieldOption("ACR", "Acreage", ("C",)),)


@pytest.mark.parametrize("results", [[], [None], [{"City": None}], [{"City": {"FieldList": "no"}}], ["x"]])
def test_an_answer_of_another_shape_is_an_empty_list(results: list[object]) -> None:
    assert fetch_options(Told(*results), "City") == ()
