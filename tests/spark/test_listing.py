"""Listings as values, from answers of our own making with the quirks of Spark's."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spark.fields import MASK, Fields, unmask
from app.spark.listing import Listing
from tests.spark.test_fields import json_values

FIELDS: dict[str, object] = {
    "StreetNumber": "412",
    "StreetName": "OAK",
    "StreetSuffix": None,
    "City": "Fargo",
    "StateOrProvince": "ND",
    "PostalCode": "58102",
    "Longitude": " -96.7898",
    "Latitude": "46.8772",
    "ListPrice": "150000.0",
    "BathsTotal": "1.5",
    "BathsFull": None,
    "BedsTotal": 3,
    "BuildingAreaTotal": "924.0",
    "YearBuilt": 1977,
    "PropertyType": "A ",
    "ListingId": "06-9395",
    "ListOfficeName": "Red River Realty",
    "ModificationTimestamp": "2010-11-22T20:47:21Z",
}
OLD = {"Id": "20060725224713296297000000", "ResourceUri": "/vX/listings/1", "StandardFields": FIELDS}
"""As in 2010: decimals as strings, a leading blank, no mask, no DisplayCompliance, no photos."""


def read(item: object) -> Listing:
    return Listing.read(Fields(unmask(item)))


def changed(**fields: object) -> Listing:
    return read(OLD | {"StandardFields": FIELDS | fields})


def test_an_old_listing_reads_whole() -> None:
    home = read(OLD)
    assert (home.id, home.number) == ("20060725224713296297000000", "06-9395")
    assert home.price.listed == Decimal(150000)
    assert (home.facts.beds, home.facts.baths, home.facts.area) == (3, Decimal("1.5"), 924)
    assert home.facts.type_code == "A"
    assert (home.address.street, home.address.town) == ("412 OAK", "Fargo, ND 58102")
    assert (home.address.latitude, home.address.longitude) == (Decimal("46.8772"), Decimal("-96.7898"))
    assert home.attribution.office == "Red River Realty"
    assert not home.detailed


def test_a_listing_with_every_field_masked_is_only_empty() -> None:
    home = read({"Id": "1", "StandardFields": dict.fromkeys(FIELDS, MASK)})
    assert MASK not in repr(home)
    assert (home.price.listed, home.address.street, home.attribution.office, home.photos) == (None, None, None, ())


@pytest.mark.parametrize("flag", ["VOWAddressDisplayYN", "PermitAddressInternetYN"])
def test_a_withheld_address_is_dropped_even_if_spark_sent_it(flag: str) -> None:
    home = changed(**{flag: False, "UnparsedFirstLineAddress": "412 Oak St"})
    assert home.address.withheld
    assert (home.address.street, home.address.postal_code, home.address.latitude) == (None, None, None)
    assert home.address.town == "Fargo, ND"
    assert "Oak" not in repr(home).replace("OAK", "Oak")


def test_of_the_open_houses_of_a_withheld_address_only_the_times_are_told() -> None:
    houses = [{"Id": "7", "Date": "11/28/2026", "StartTime": "1:00 pm", "Comments": "The blue barn by the mill"}]
    (told,), (left,) = (changed(VOWAddressDisplayYN=y, OpenHouses=houses).open_houses for y in (True, False))
    assert (told.comments, left.comments, left.start) == ("The blue barn by the mill", None, told.start)


@pytest.mark.parametrize("flag", ["VOWEntireListingDisplayYN", "PermitInternetYN"])
def test_a_withheld_listing_says_so(flag: str) -> None:
    assert changed(**{flag: False}).withheld
    assert not changed(**{flag: None}).withheld


def test_the_price_for_the_public_counts_for_more_than_the_list_price() -> None:
    assert changed(CurrentPricePublic="145000").price.listed == Decimal(145000)


def test_a_status_is_known_by_its_standard_name_and_told_in_the_words_of_the_mls() -> None:
    sold, new = (changed(MlsStatus=own, StandardStatus=name) for own, name in (("Sold", "Closed"), ("New", "Active")))
    assert (sold.status.label, sold.status.closed, sold.status.active) == ("Sold", True, False)
    assert (new.status.label, new.status.closed, new.status.active) == ("New", False, True)


def test_a_home_is_as_new_and_as_fresh_as_its_mls_says() -> None:
    home = changed(
        ListingContractDate="2026-01-01", OnMarketDate="2026-01-05", OriginalOnMarketTimestamp="2026-01-09T12:00:00Z",
        ListingUpdateTimestamp="2026-02-01T12:00:00Z", ModificationTimestamp="2026-03-01T12:00:00Z",
    )  # fmt: skip
    assert (home.status.listed, home.status.updated) == (
        datetime(2026, 1, 9, 12, tzinfo=UTC),
        datetime(2026, 2, 1, 12, tzinfo=UTC),
    )


def test_sizes_come_from_whichever_field_the_mls_uses() -> None:
    assert changed(BuildingAreaTotal=None, LivingArea="900").facts.area == 900
    assert changed(LotSizeArea="0.50").facts.lot == "0.5 acres"
    assert changed(LotSizeArea="9000", LotSizeUnits="Square Feet").facts.lot == "9000 square feet"


def test_zero_zero_is_no_position() -> None:
    assert changed(Latitude="0.0", Longitude=0).address.latitude is None
    assert changed(Longitude=None).address.latitude is None


def test_an_earlier_price_counts_only_if_it_differs() -> None:
    assert changed(PreviousListPrice="160000").price.previous == Decimal(160000)
    assert changed(PreviousListPrice=150000).price.previous is None


def test_photos_take_the_sizes_there_are_and_the_primary_first() -> None:
    photos = [
        {
            "Id": "1",
            "Uri300": "http://photos.example/1-300.jpg",
            "Uri1280": "http://photos.example/1-1280.jpg",
            "Caption": "",
        },
        {"Id": "2", "Uri640": "http://photos.example/2.jpg", "Primary": True, "Caption": "Kitchen"},
        {"Id": "3", "UriLarge": "javascript:alert(1)", "UriThumb": "data:image/png;base64,x"},
        {"Id": "4", "Uri640": 'http://x/ 1w, http://evil"'},
    ]
    home = changed(Photos=photos, PhotosCount=31)
    assert [photo.caption for photo in home.photos] == ["Kitchen", None]
    assert home.photos[1].srcset == "http://photos.example/1-300.jpg 300w, http://photos.example/1-1280.jpg 1280w"
    assert home.photo_count == 31


@given(st.dictionaries(st.sampled_from([*FIELDS, "Photos", "UnparsedFirstLineAddress"]), json_values))
def test_any_json_in_any_field_reads(fields: dict[str, object]) -> None:
    home = read({"Id": "1", "StandardFields": fields})
    assert MASK not in repr(home)
