from __future__ import annotations

from typing import Any

import pytest

from sandbox.homes import QUIRKS
from sandbox.homes.edge_cases import MARKUP_EVERYWHERE, UNMASKED_FIELDS
from sandbox.sparkql import MASK
from tests.sandbox.listing_client import get_data, quirk_fields

Json = Any
IN_FIELDS = "Photos,Videos,VirtualTours,OpenHouses,Documents,Rooms,Units"
EVERY_PART = f"{IN_FIELDS},FloPlans,CustomFields"


def detail(quirk: str, expand: str = EVERY_PART) -> Json:
    return get_data(f"/v1/listings/{QUIRKS[quirk]}", expand=expand)["Results"][0]


def texts(value: Json) -> list[Json]:
    """All nested values, without the keys."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in texts(item)]
    return [text for item in value for text in texts(item)] if isinstance(value, list) else [value]


def labels_and_values(pairs: list[Json]) -> dict[str, Json]:
    assert all(len(pair) == 1 for pair in pairs)
    return {label: value for pair in pairs for label, value in pair.items()}


@pytest.mark.parametrize("name", ["every_field_masked", "markup_everywhere", "withheld_but_sent", "unmasked_private"])
def test_the_worst_homes_are_for_sale(name: str) -> None:
    assert quirk_fields(name, role="private")["StandardStatus"] == "Active"


def test_a_listing_may_be_masked_in_every_field_and_part() -> None:
    listing = detail("every_field_masked")
    parts = {name: listing["StandardFields"].pop(name) for name in IN_FIELDS.split(",")}
    assert set(listing["StandardFields"].values()) == {MASK, None}
    assert set(texts(listing["CustomFields"])) == {MASK}
    assert all(parts[name] for name in set(parts) - {"Units"})
    for item in (item for items in parts.values() for item in items):
        kept = {"Id", "ResourceUri", *(name for name in item if name.startswith("Uri") and name != "Uri")}
        assert set(texts({name: value for name, value in item.items() if name not in kept})) == {MASK}


def test_its_pictures_can_still_be_seen_and_agents_see_all_of_it() -> None:
    photo = detail("every_field_masked")["StandardFields"]["Photos"][0]
    assert photo["Uri640"].endswith("/640x480.svg")
    assert photo["Caption"] == photo["Name"] == MASK
    path = f"/v1/listings/{QUIRKS['every_field_masked']}"
    everything = get_data(path, role="private", expand=EVERY_PART)["Results"][0]
    assert MASK not in texts(everything)


def test_a_masked_listing_is_found_by_no_filter_but_comes_among_all() -> None:
    hidden = QUIRKS["every_field_masked"]
    pages = [get_data(limit=25, page=page, select="City")["Results"] for page in range(1, 29)]
    assert hidden in {home["Id"] for page in pages for home in page}
    assert not get_data(filter=f"ListPrice Gt 0 And ListingKey Eq '{hidden}'")["Results"]


def test_every_text_may_hold_markup() -> None:
    listing = detail("markup_everywhere")
    fields = listing["StandardFields"]
    for name in ("PublicRemarks", "UnparsedAddress", "ListOfficeName", "ListAgentLastName", "Supplement", "Roof"):
        assert fields[name] == MARKUP_EVERYWHERE
    for name in ("Photos", "Documents", "Videos", "VirtualTours"):
        assert {item["Name"] for item in fields[name]} == {MARKUP_EVERYWHERE}
    assert {photo["Caption"] for photo in fields["Photos"]} == {MARKUP_EVERYWHERE}
    assert MARKUP_EVERYWHERE in {one.get("Comments") for one in fields["OpenHouses"]}
    room = labels_and_values(fields["Rooms"][0]["Fields"])
    assert set(room.values()) == {MARKUP_EVERYWHERE}
    assert all("<script>" in label for label in room)
    assert MARKUP_EVERYWHERE in texts(listing["CustomFields"])


def test_a_withheld_address_may_be_sent_all_the_same() -> None:
    fields = detail("withheld_but_sent")["StandardFields"]
    assert fields["VOWAddressDisplayYN"] is False
    assert fields["Latitude"] > 46
    street = fields["UnparsedFirstLineAddress"]
    assert street != MASK
    assert all(street in photo["Caption"] for photo in fields["Photos"])
    assert any(street in one.get("Comments", "") for one in fields["OpenHouses"])


def test_what_is_private_may_come_in_clear() -> None:
    fields = quirk_fields("unmasked_private")
    assert fields["PrivateRemarks"].startswith("Combo box")
    assert all(fields[name] not in {MASK, None} for name in UNMASKED_FIELDS)
    assert fields["OwnerPhone"] == MASK
