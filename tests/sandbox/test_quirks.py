from __future__ import annotations

import pytest

from sandbox.sparkql import MASK
from tests.sandbox.listing_client import count, quirk_fields


def test_a_masked_office_hides_numbers_and_dates_too() -> None:
    home = quirk_fields("masked_office")
    hidden = ("ListOfficeName", "ListAgentLastName", "BathsFull", "OriginalListPrice", "OnMarketDate", "TaxAmount")
    assert {home[name] for name in hidden} == {MASK}


def test_a_withheld_address_hides_the_street_and_the_place_on_the_map() -> None:
    home = quirk_fields("withheld_address")
    assert home["VOWAddressDisplayYN"] is False
    hidden = ("UnparsedAddress", "UnparsedFirstLineAddress", "StreetNumber", "StreetName", "Latitude", "Longitude")
    assert {home[name] for name in hidden} == {MASK}
    assert home["City"] != MASK


def test_a_withheld_listing_is_still_sent() -> None:
    assert quirk_fields("withheld_listing")["VOWEntireListingDisplayYN"] is False
    assert count("VOWEntireListingDisplayYN Eq false") >= 2


def test_numbers_may_come_as_text_with_a_leading_blank_and_are_found_all_the_same() -> None:
    home = quirk_fields("numbers_as_text")
    assert home["ListPrice"].endswith(".0")
    assert home["Longitude"].startswith(" -")
    price = float(home["ListPrice"])
    assert count(f"ListPrice Eq {price} And ListingKey Eq '{home['ListingKey']}'") == 1


def test_a_half_bath_counts_half_and_comes_as_text() -> None:
    home = quirk_fields("half_baths")
    assert (home["BathsTotal"], home["BathsHalf"]) == ("2.5", 1)


def test_a_sold_home_says_when_and_for_how_much() -> None:
    home = quirk_fields("closed")
    assert (home["StandardStatus"], home["MlsStatus"]) == ("Closed", "Sold")
    assert home["ClosePrice"] > 0
    assert home["CloseDate"] > home["OnMarketDate"]


@pytest.mark.parametrize(
    ("quirk", "name", "value"),
    [
        ("pending", "StandardStatus", "Pending"),
        ("coming_soon", "StandardStatus", "Coming Soon"),
        ("zero_coordinates", "Latitude", 0),
        ("zero_coordinates", "Longitude", 0),
        ("padded_type", "PropertyType", "A "),
        ("no_price", "ListPrice", None),
        ("million", "ListPrice", 1_395_000),
        ("land", "PropertyClass", "Land"),
        ("land", "BedsTotal", None),
    ],
)
def test_an_oddity_is_where_it_is_said_to_be(quirk: str, name: str, value: object) -> None:
    assert quirk_fields(quirk)[name] == value


def test_remarks_may_hold_markup() -> None:
    remarks = quirk_fields("markup")["PublicRemarks"]
    assert all(part in remarks for part in ("<script>", '"', "'", "&", "🏡", "ובהיר", "بيت"))


def test_keys_may_be_missing() -> None:
    assert not {"BathsTotal", "YearBuilt", "StandardStatus", "PhotosCount"} & set(quirk_fields("missing_keys"))


def test_an_address_may_be_very_long() -> None:
    assert len(quirk_fields("long_address")["UnparsedFirstLineAddress"]) > 100
