from __future__ import annotations

from sandbox.homes import QUIRKS
from tests.sandbox.listing_client import error_of, get_data

EVERY_PHOTO_SIZE = {"UriThumb", "Uri300", "Uri640", "Uri800", "Uri1024", "Uri1280"}


def test_a_search_is_in_summary_and_a_single_listing_in_detail() -> None:
    listing = get_data()["Results"][0]
    assert listing["DisplayCompliance"] == {"View": "Summary"}
    assert get_data(limit=1)["Results"][0]["DisplayCompliance"] == {"View": "Detail"}
    assert get_data(listing["ResourceUri"])["Results"][0]["DisplayCompliance"] == {"View": "Detail"}


def test_idx_says_which_logo_to_show() -> None:
    compliance = get_data(role="idx")["Results"][0]["DisplayCompliance"]
    assert compliance["IDXLogoSmall"] == {"LogoUri": "IDX", "Type": "Text"}


def test_a_listing_has_many_fields_and_is_null_where_it_has_no_value() -> None:
    listing = get_data(f"/v1/listings/{QUIRKS['pending']}")["Results"][0]
    assert set(listing) == {"Id", "ResourceUri", "StandardFields", "DisplayCompliance", "LastCachedTimestamp"}
    assert len(listing["StandardFields"]) > 200
    assert listing["StandardFields"]["ListingKey"] == listing["Id"]
    assert listing["StandardFields"]["Supplement"] is None


def test_a_selection_brings_what_it_names_and_always_the_id() -> None:
    listing = get_data(select="ListPrice,City,Nothing", limit=2)["Results"][0]
    assert set(listing) == {"Id", "ResourceUri", "StandardFields", "LastCachedTimestamp"}
    assert set(listing["StandardFields"]) == {"ListPrice", "City"}


def test_compliance_can_be_selected() -> None:
    listing = get_data(select="City,DisplayCompliance", limit=2)["Results"][0]
    assert listing["DisplayCompliance"] == {"View": "Summary"}
    assert set(listing["StandardFields"]) == {"City"}


def test_photos_come_when_expanded() -> None:
    home = get_data(f"/v1/listings/{QUIRKS['sixty_photos']}", expand="Photos")["Results"][0]["StandardFields"]
    assert len(home["Photos"]) == 60 == home["PhotosCount"]
    assert "Photos" not in get_data()["Results"][0]["StandardFields"]


def test_the_primary_photo_comes_alone() -> None:
    for home in get_data(expand="PrimaryPhoto", filter="PhotosCount Gt 1", limit=25)["Results"]:
        (photo,) = home["StandardFields"]["Photos"]
        assert photo["Primary"] is True
        assert "/front/" in photo["Uri640"]


def test_one_attribute_of_the_photos_can_be_selected() -> None:
    home = get_data(f"/v1/listings/{QUIRKS['sixty_photos']}", select="City,Photos.Uri640")["Results"][0][
        "StandardFields"
    ]
    assert set(home) == {"City", "Photos"}
    assert set(home["Photos"][0]) == {"Id", "ResourceUri", "Uri640"}


def test_expansions_that_have_nothing_to_show_are_empty_lists() -> None:
    home = get_data(f"/v1/listings/{QUIRKS['land']}", expand="OpenHouses,Rooms,Units")["Results"][0]["StandardFields"]
    assert home["OpenHouses"] == home["Rooms"] == home["Units"] == []
    assert home["OpenHousesCount"] == 0


def test_custom_fields_come_with_one_listing_only() -> None:
    listing = get_data(f"/v1/listings/{QUIRKS['pending']}", expand="CustomFields")["Results"][0]
    assert [set(part) for part in listing["CustomFields"]] == [{"Main", "Details"}]
    assert "CustomFields" not in get_data(expand="CustomFields")["Results"][0]


def test_a_photo_has_its_sizes_at_this_host() -> None:
    photos = get_data(f"/v1/listings/{QUIRKS['sixty_photos']}/photos")["Results"]
    assert len({photo["Id"] for photo in photos}) == 60
    for photo in photos:
        assert set(photo) >= EVERY_PHOTO_SIZE | {"Id", "ResourceUri", "Name", "Caption"}
        assert photo["ResourceUri"] == f"/v1/listings/{QUIRKS['sixty_photos']}/pictures/{photo['Id']}"
        assert photo["Uri640"].startswith("http://localhost/photos/")
        assert photo["Uri640"].endswith("/640x480.svg")


def test_big_sizes_are_there_for_most_homes_but_not_for_all() -> None:
    found = get_data(expand="PrimaryPhoto", filter="PhotosCount Gt 0", limit=25)["Results"]
    big = ["Uri1600" in home["StandardFields"]["Photos"][0] for home in found]
    assert 0 < big.count(False) < big.count(True)


def test_one_photo_can_be_fetched() -> None:
    path = f"/v1/listings/{QUIRKS['sixty_photos']}/photos"
    photo = get_data(path)["Results"][7]
    assert get_data(f"{path}/{photo['Id']}")["Results"] == [photo]
    assert error_of(f"{path}/20130218222800400975000000") == (404, 404)


def test_a_home_without_photos_has_an_empty_list() -> None:
    assert get_data(f"/v1/listings/{QUIRKS['no_photo']}/photos")["Results"] == []
