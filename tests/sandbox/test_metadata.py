from __future__ import annotations

from sandbox.homes import homes
from sandbox.mls import PRAIRIE
from tests.sandbox.listing_client import count, error_of, get_data


def test_property_types_have_a_code_and_a_label() -> None:
    types = get_data("/v1/propertytypes")["Results"]
    assert {"MlsCode": "A", "MlsName": "Residential"} in types
    assert {item["MlsCode"] for item in types} == {str(home.fields["PropertyType"]) for home in homes(PRAIRIE.id)}


def test_standard_fields_are_one_map_without_lists() -> None:
    (every,) = get_data("/v1/standardfields")["Results"]
    assert every["ListPrice"]["Type"] == "Decimal"
    assert every["ListPrice"]["Currency"] is True
    assert every["ModificationTimestamp"]["Type"] == "Datetime"
    assert every["OnMarketDate"]["Label"] == "On Market Date"
    assert every["OwnerName"]["Searchable"] is False
    assert every["ElementarySchool"]["MlsVisible"] == []
    assert "C" not in every["BedsTotal"]["MlsVisible"]
    assert not any("FieldList" in field for field in every.values())


def test_a_list_pins_its_first_items_with_blanks() -> None:
    (found,) = get_data("/v1/standardfields/City")["Results"]
    items = found["City"]["FieldList"]
    assert items[0] == {"Name": "  Fargo", "Value": "Fargo"}
    assert {"Name": "Horace", "Value": "Horace"} in items
    assert found["City"]["MaxListSize"] == len(items)


def test_a_list_says_what_its_items_apply_to_where_that_differs() -> None:
    (found,) = get_data("/v1/standardfields/PropertySubType")["Results"]
    assert {"Name": "Acreage", "Value": "Acreage", "Applies To": ["C"]} in found["PropertySubType"]["FieldList"]


def test_statuses_show_that_sold_homes_can_be_searched() -> None:
    (found,) = get_data("/v1/standardfields/StandardStatus")["Results"]
    assert "Closed" in [item["Value"] for item in found["StandardStatus"]["FieldList"]]


def test_a_field_of_many_values_lists_each_of_them() -> None:
    (found,) = get_data("/v1/standardfields/Flooring")["Results"]
    assert "Hardwood" in [item["Value"] for item in found["Flooring"]["FieldList"]]
    assert found["Flooring"]["MultiSelect"] is True


def test_an_unknown_field_is_not_found() -> None:
    assert error_of("/v1/standardfields/Nothing") == (404, 404)


def test_every_field_that_is_searchable_can_be_searched() -> None:
    (every,) = get_data("/v1/standardfields")["Results"]
    for name in (name for name, field in every.items() if field["Searchable"]):
        assert count(f"{name} Ne NULL Or {name} Eq NULL") <= 680
