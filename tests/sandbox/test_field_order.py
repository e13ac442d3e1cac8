from __future__ import annotations

from itertools import chain
from typing import Any
from urllib.parse import quote

import pytest

from sandbox.homes import QUIRKS, homes
from sandbox.homes.fields import UNUSED_FIELDS
from sandbox.listings.field_order import STANDARD
from sandbox.mls import LAKES, MLS_BY_ID, PRAIRIE
from tests.sandbox.clients import Application
from tests.sandbox.listing_client import error_of, get_data

Json = Any
PRAIRIE_AGENT = "20110304150012887413000000"
HAWTHORN = "20090112154101223346000000"


def order(code: str) -> list[tuple[str, list[Json]]]:
    groups = get_data(f"/v1/fields/order/{code}")["Results"]
    assert all(len(group) == 1 for group in groups)
    return [next(iter(group.items())) for group in groups]


def members(code: str, domain: str) -> list[str]:
    every = chain.from_iterable(fields for _, fields in order(code))
    return [field["Field"] for field in every if field["Domain"] == domain]


def test_the_order_is_a_list_of_groups_of_fields() -> None:
    name, fields = order("A")[0]
    assert name == "Contract Information"
    assert fields[0] == {"Field": "ListPrice", "Label": "Price", "Domain": "StandardFields", "Detail": False}


def test_every_field_that_a_home_may_have_is_in_one_group() -> None:
    placed = list(chain.from_iterable(STANDARD.values()))
    assert len(set(placed)) == len(placed)
    held = {name for mls_id in MLS_BY_ID for home in homes(mls_id) for name, value in home.fields.items() if value}
    assert held | set(homes(PRAIRIE.id)[0].fields) - UNUSED_FIELDS <= set(placed)


def test_a_type_has_only_what_it_uses() -> None:
    assert "BedsTotal" in members("A", "StandardFields")
    assert not {"BedsTotal", "YearBuilt", "ElementarySchool"} & set(members("C", "StandardFields"))


def test_it_names_what_is_for_agents_only_too() -> None:
    assert {"PrivateRemarks", "LockBoxNumber", "OwnerName"} <= set(members("A", "StandardFields"))


def test_it_holds_the_mlss_own_fields_and_features() -> None:
    assert {"Road Surface", "Lockbox #", "School", "Dishwasher"} <= set(members("A", "CustomFields"))
    assert {field["Detail"] for field in dict(order("A"))["Kitchen Appliances"]} == {True}


def test_every_custom_group_of_a_listing_has_its_place() -> None:
    listing = get_data(f"/v1/listings/{QUIRKS['million']}", expand="CustomFields")["Results"][0]
    [custom] = listing["CustomFields"]
    groups = [next(iter(group)) for group in (*custom["Main"], *custom["Details"])]
    assert set(groups) <= {name for name, _ in order("A")}


def test_all_types_come_in_one_map() -> None:
    [every] = get_data("/v1/fields/order")["Results"]
    assert list(every) == ["A", "B", "C", "E", "F", "G"]
    assert every["C"] == get_data("/v1/fields/order/C")["Results"]


def test_an_unknown_type_has_no_order_but_the_settings_do() -> None:
    assert error_of("/v1/fields/order/Z") == (404, 404)
    [settings] = get_data("/v1/fields/order/settings")["Results"]
    assert settings["ShowingInstructions"][0]["Domain"] == "StandardFields"


def test_custom_fields_are_described_by_group() -> None:
    body = get_data("/v1/customfields")
    [groups] = body["Results"]
    assert body["LastUpdated"].endswith("Z")
    year = groups["General"]["Fields"]["Year of Taxes"]
    assert (year["Type"], year["MaxListSize"], year["Searchable"]) == ("Integer", False, True)
    assert groups["Contract Information"]["Fields"]["Lockbox #"]["Searchable"] is False
    assert set(get_data("/v1/customfields/groups")["Results"][0]) == set(groups)


@pytest.mark.parametrize("name", ["Lockbox #", "Lot Dimensions / Source", "School"])
def test_a_custom_field_is_found_by_its_encoded_name(name: str) -> None:
    [group] = get_data(f"/v1/customfields/{quote(name, safe='')}")["Results"]
    [described] = group.values()
    assert described["Fields"][name]["ResourceUri"] == f"/v1/customfields/{quote(name, safe='')}"


def test_an_unknown_custom_field_is_not_found() -> None:
    assert error_of("/v1/customfields/Nothing") == (404, 404)


def test_the_list_of_a_field_comes_alone_too() -> None:
    [field] = get_data("/v1/standardfields/City")["Results"]
    assert get_data("/v1/standardfields/City/FieldList")["Results"] == field["City"]["FieldList"]
    assert error_of("/v1/standardfields/ListPrice/FieldList") == (404, 404)


def test_what_an_item_applies_to_is_said_under_two_keys() -> None:
    [subtypes] = get_data("/v1/standardfields/PropertySubType")["Results"]
    [styles] = get_data("/v1/standardfields/ArchitecturalStyle")["Results"]
    assert "Applies To" in subtypes["PropertySubType"]["FieldList"][0]
    assert "AppliesTo" in styles["ArchitecturalStyle"]["FieldList"][0]


def test_what_applies_to_all_does_not_say_so() -> None:
    [field] = get_data("/v1/standardfields/KitchenAppliances")["Results"]
    assert {"Name": "Dishwasher", "Value": "Dishwasher"} in field["KitchenAppliances"]["FieldList"]


def test_where_a_field_is_used_comes_in_two_shapes() -> None:
    [every] = get_data("/v1/standardfields")["Results"]
    assert isinstance(every["BedsTotal"]["MlsVisible"], list)
    assert "C" not in every["YearBuilt"]["MlsVisible"]["PropertyTypes"]


@pytest.mark.parametrize("path", ["propertytypes", "standardfields", "standardfields/City"])
def test_an_mls_can_be_named(path: str) -> None:
    assert get_data(f"/v1/mls/{PRAIRIE.id}/{path}") == get_data(f"/v1/{path}")
    assert get_data(f"/v1/mls/{LAKES.id}/{path}")["Results"]
    assert error_of(f"/v1/mls/20130218222800400975000000/{path}") == (404, 404)


def test_each_mls_has_its_own_towns() -> None:
    [lakes] = get_data(f"/v1/mls/{LAKES.id}/standardfields/City")["Results"]
    assert "Fargo" not in [item["Value"] for item in lakes["City"]["FieldList"]]


def test_an_agent_and_an_office_have_accounts(application: Application) -> None:
    [agent] = application.read(f"/v1/accounts/{PRAIRIE_AGENT}", "pat@example.com")
    assert (agent["UserType"], agent["Name"], agent["OfficeId"]) == ("Member", "Dana Lee", HAWTHORN)
    [office] = application.read(f"/v1/accounts/{HAWTHORN}", "pat@example.com")
    assert (office["UserType"], office["Phones"][0]["Number"]) == ("Office", "701-555-0140")
    assert office["Addresses"][0]["Address"] == "214 Roberts St, Fargo, ND 58102"


def test_every_listing_names_people_who_have_accounts(application: Application) -> None:
    home = get_data(filter="ListOfficeName Ne NULL", limit=1)["Results"][0]["StandardFields"]
    colleagues = application.read(f"/v1/accounts/by/office/{home['ListOfficeId']}", "pat@example.com")
    assert home["ListAgentId"] in [agent["Id"] for agent in colleagues]


@pytest.mark.parametrize("path", ["/v1/accounts/{}", "/v1/accounts/by/office/{}"])
def test_an_account_elsewhere_is_not_found(application: Application, path: str) -> None:
    answer = application.call(
        path.format("20100318092233415002000000"), application.sign_in("pat@example.com")["access_token"]
    )
    assert (answer.status_code, answer.get_json()["D"]["Code"]) == (404, 404)


def test_each_mls_demands_something_else_of_each_view(application: Application, sam_with_marcus: str) -> None:
    [prairie] = application.read("/v1/system", "pat@example.com")
    [lakes] = application.call("/v1/system", sam_with_marcus).get_json()["D"]["Results"]
    assert {"ListMemberPhone", "ListOfficePhone", "IDXLogo"} <= demanded(prairie, "Detail") - demanded(
        prairie, "Summary"
    )
    assert "ListAgentName" in demanded(lakes, "Summary")
    assert {"CoListAgentName", "BuyerOfficeName"} <= demanded(lakes, "Detail")


def demanded(system: Json, view: str) -> set[str]:
    return set(system["DisplayCompliance"][system["MlsId"]]["View"][view]["DisplayCompliance"])


def test_a_disclaimer_is_html_that_a_client_has_to_clean(application: Application, sam_with_marcus: str) -> None:
    [lakes] = application.call("/v1/system", sam_with_marcus).get_json()["D"]["Results"]
    configuration = lakes["Configuration"][0]
    assert all(part in configuration["IdxDisclaimer"] for part in ("<script>", "onclick=", "javascript:", "<i>"))
    assert "<" not in configuration["IdxDisclaimerTextOnly"]
    [prairie] = application.read("/v1/system", "pat@example.com")
    assert all(part in prairie["Configuration"][0]["IdxDisclaimer"] for part in ('style="', "<b>", '<a href="https://'))


def test_a_listing_of_the_lakes_may_have_a_second_agent_and_a_buyers_office() -> None:
    second = [home for home in homes(LAKES.id) if home.fields["CoListAgentLastName"]]
    assert len(second) == 30
    assert {home.fields["StandardStatus"] for home in second if home.fields["BuyerOfficeName"]} == {"Closed"}
