"""Which details of a home stand under which label, from made values."""

from __future__ import annotations

from app.spark.client import SparkClient
from app.spark.listing_fields import Fact, FieldGroup, fetch_field_order, group_fields
from tests.spark.test_client import Told, spark, told
from tests.spark.test_detail import custom, place, read

__all__ = ["spark", "told"]


def test_a_field_of_the_mls_stands_under_the_label_that_the_mls_gives_it() -> None:
    found = read(CustomFields=custom({"PND": "Deep"}, {"Extras": ["SN"]}))
    order = (
        place("Main", "PND", "Pond", custom=True, detail=True),
        place("Extras", "SN", "Sauna", custom=True, detail=True),
    )
    assert group_fields({}, found.custom, order) == (
        FieldGroup("Main", (Fact("Pond", "Deep"),)),
        FieldGroup("Features", (Fact("Extras", "Sauna"),)),
    )


def test_a_field_that_sounds_private_by_its_name_or_its_label_is_not_shown() -> None:
    found = read(CustomFields=custom({"GC": "1234", "Gate Code": "5678"}))
    order = (
        place("Main", "GC", "Gate Code", custom=True, detail=True),
        place("Main", "Gate Code", "Entry", custom=True, detail=True),
    )
    assert group_fields({}, found.custom, order) == ()


def test_a_feature_that_the_home_lacks_is_not_told() -> None:
    own = [{"Details": [{"Extras": [{"Sauna": True}, {"Bar": False}, {"Pool": "No"}]}]}]
    order = tuple(place("Extras", name, custom=True, detail=True) for name in ("Sauna", "Bar", "Pool"))
    assert group_fields({}, read(CustomFields=own).custom, order) == (
        FieldGroup("Features", (Fact("Extras", "Sauna"),)),
    )


def test_nothing_is_said_twice() -> None:
    facts, found = read({"Roof": "Metal"}).facts, read(CustomFields=custom({"Top": "Metal"}))
    order = (place("Shell", "Roof"), place("Main", "Top", "Roof", custom=True, detail=True))
    assert group_fields(facts, found.custom, order) == (FieldGroup("Shell", (Fact("Roof", "Metal"),)),)


def test_an_odd_code_of_a_property_type_stays_within_its_path(spark: SparkClient, told: Told) -> None:
    fetch_field_order(spark, "A?_limit=1")
    assert told.path == "/v1/fields/order/A?_limit=1?"
