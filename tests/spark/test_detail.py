"""A home in detail, from answers of our own making with the quirks of Spark's, and worse."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spark.fields import MASK, Fields, unmask
from app.spark.listing_detail import ListingDetail
from app.spark.listing_fields import GROUPS, Fact, FieldGroup, FieldPosition, group_fields
from tests.spark.test_fields import json_values

PRIVATE = (
    "PrivateRemarks", "OwnerName", "OwnerPhone", "OccupantName", "OccupantPhone", "OccupantType", "LockBoxNumber",
    "LockBoxType", "LockBoxLocation", "ShowingInstructions", "ShowingPhoneNumber", "BuyerAgencyCompensation",
    "SubAgencyCompensation", "TransactionBrokerCompensation", "ListingAgreement", "ContingencyRemarks",
    "ExpirationDate", "ElementarySchool", "SchoolDistrict", "HighSchool",
)  # fmt: skip
"""Fields that no consumer may be shown, or that are no business of a portal."""
SECRET = "the secret of the seller"


def read(standard: Mapping[str, object] | None = None, **more: object) -> ListingDetail:
    return ListingDetail.read(Fields(unmask({"Id": "1", "StandardFields": dict(standard or {}), **more})))


def place(group: str, field: str, label: str = "", *, custom: bool = False, detail: bool = False) -> FieldPosition:
    return FieldPosition(group, field, label or field, custom, detail)


def custom(main: dict[str, object], details: dict[str, list[str]] | None = None) -> list[object]:
    """`CustomFields` with one group, Main, and features by group."""
    features = [{group: [{feature: True} for feature in held]} for group, held in (details or {}).items()]
    return [{"Main": [{"Main": [{label: value} for label, value in main.items()]}], "Details": features}]


def test_no_field_for_agents_only_is_among_the_values_even_if_it_comes_in_clear() -> None:
    found = read(dict.fromkeys(PRIVATE, SECRET) | {"Roof": "Metal"})
    order = tuple(place("Remarks", name) for name in (*PRIVATE, "Roof"))
    assert SECRET not in repr(found)
    assert group_fields(found.facts, found.custom, order) == (FieldGroup("Remarks", (Fact("Roof", "Metal"),)),)


def test_no_allowed_field_sounds_like_one_for_agents_only() -> None:
    allowed = {name for names in GROUPS.values() for name in names}
    assert not allowed & set(PRIVATE)
    for part in ("Private", "Owner", "Occupant", "LockBox", "Showing", "Compensation", "School", "Agent", "Commission"):
        assert not [name for name in allowed if part in name]


def test_values_are_told_by_their_kind() -> None:
    found = read(
        {
            "GarageYN": True, "WaterfrontYN": "false", "TaxAmount": "4212.50", "LandLeaseExpirationDate": "2026-11-03",
            "Flooring": ["Tile", "Oak"], "InteriorFeatures": {"Pantry": True, "Sauna": False}, "LivingArea": "2140.0",
            "GarageSpaces": "2.0", "BathsHalf": 0, "View": "", "Roof": MASK, "AssociationFee": 0,
        }
    )  # fmt: skip
    assert found.facts == {
        "Flooring": "Tile, Oak",
        "InteriorFeatures": "Pantry",
        "LivingArea": "2,140 sq ft",
        "GarageYN": True,
        "GarageSpaces": "2",
        "WaterfrontYN": False,
        "TaxAmount": Decimal("4212.50"),
        "LandLeaseExpirationDate": datetime(2026, 11, 3, 12, tzinfo=UTC),
    }


def test_groups_stand_in_the_order_of_the_mls_under_its_labels() -> None:
    facts = read({"Roof": "Metal", "Heating": "Forced Air", "View": "Lake"}).facts
    order = (place("Systems", "Heating", "Heat"), place("Shell", "Roof"), place("Systems", "Roof", "Again"))
    assert group_fields(facts, (), order) == (
        FieldGroup("Systems", (Fact("Heat", "Forced Air"),)),
        FieldGroup("Shell", (Fact("Roof", "Metal"),)),
        FieldGroup("Other details", (Fact("View", "Lake"),)),
    )


def test_without_an_order_our_own_groups_hold_and_no_custom_field_is_shown() -> None:
    found = read({"MLSAreaMajor": "North", "Roof": "Metal"}, CustomFields=custom({"Pond": "Yes"}))
    assert group_fields(found.facts, found.custom, ()) == (
        FieldGroup("Building", (Fact("Roof", "Metal"),)),
        FieldGroup("Area", (Fact("MLS area major", "North"),)),
    )


def test_custom_fields_are_shown_only_if_the_mls_marks_them_as_details_and_they_do_not_sound_private() -> None:
    told = {"Pond": "Deep", "Dock": True, "Gate Code": "1234", "Unnamed": "x", "Unmarked": "y"}
    found = read(CustomFields=custom(told, {"Extras": ["Sauna", "Bar"], "Showing": ["Call first"]}))
    marked = ("Pond", "Dock", "Gate Code")
    order = (
        *(place("Main", name, custom=True, detail=True) for name in marked),
        place("Main", "Unmarked", custom=True),
        *(place("Extras", name, custom=True, detail=True) for name in ("Sauna", "Bar")),
        place("Showing", "Call first", custom=True, detail=True),
    )
    assert group_fields({}, found.custom, order) == (
        FieldGroup("Main", (Fact("Pond", "Deep"), Fact("Dock", "Yes"))),
        FieldGroup("Features", (Fact("Extras", "Sauna, Bar"),)),
    )


STREET = "1420 Elm Street"
TOLD = {
    "UnparsedFirstLineAddress": STREET, "StreetNumber": "1420", "StreetName": "Elm", "StreetSuffix": "Street",
    "VOWAddressDisplayYN": False, "Latitude": 46.8, "Longitude": -96.7, "ParcelNumber": "01-2", "City": "Fargo",
    "CrossStreet": "Oak Avenue",
    "Directions": "North of the park", "PublicRemarks": "Come to 1420 ELM STREET!", "Supplement": "Quiet.",
    "Photos": [{"Uri640": "https://photos.example/1.jpg", "Caption": f"{STREET} from the south"}],
    "Documents": [{"Name": "Plat", "Uri": "https://documents.example/1420.pdf", "Privacy": "Public"}],
    "VirtualTours": [{"Name": "Tour", "Uri": "https://tours.example/1"}],
    "Videos": [{"Name": "Walk", "ObjectHtml": "https://youtu.be/abcdefghijk"}],
    "Rooms": [{"Fields": [{"Room": "Porch", "View": "On Elm Street"}]}],
    "OpenHouses": [{"Date": "11/28/2026", "StartTime": "1:00 pm", "Comments": f"Park at {STREET}"}],
}  # fmt: skip


def test_a_withheld_address_takes_everything_with_it_that_tells_or_leads_there() -> None:
    found = read(TOLD, CustomFields=custom({"Legal Description": "Lot 4, Elm Addition", "Pond": "No"}))
    assert "elm" not in repr(found).lower()
    assert "1420" not in repr(found)
    assert not {"ParcelNumber", "CrossStreet", "Directions"} & found.facts.keys()
    assert found.supplement == "Quiet."
    assert found.rooms.rows == (("Porch",),)
    assert [one.label for one in found.custom] == ["Pond"]
    assert (found.documents, found.tours, found.videos) == ((), (), ())


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"StreetNumber": "1420", "StreetName": "Elm"}, "At 1420 Elm by the park"),
        ({"StreetName": "Elm", "StreetSuffix": "Street"}, "On Elm Street"),
        ({"UnparsedFirstLineAddress": STREET}, f"Come to {STREET}"),
    ],
)
def test_a_withheld_street_is_cut_out_of_texts_by_what_is_known_of_it(known: dict[str, object], text: str) -> None:
    found = read({"VOWAddressDisplayYN": False, "PublicRemarks": text, **known}, CustomFields=custom({"Pond": text}))
    assert "Elm" not in repr(found)


def test_all_custom_fields_of_a_group_that_leads_to_a_withheld_address_are_dropped() -> None:
    own = [{"Main": [{"Driving Directions": [{"From I-29": "Exit 64, then east"}]}, {"Water": [{"Pond": "Deep"}]}]}]
    assert [one.label for one in read(TOLD, CustomFields=own).custom] == ["Pond"]


def test_an_address_that_is_not_withheld_takes_nothing_with_it() -> None:
    found = read(TOLD | {"VOWAddressDisplayYN": True})
    assert found.listing.address.street == STREET
    assert found.listing.remarks == "Come to 1420 ELM STREET!"
    assert (len(found.documents), len(found.tours), len(found.videos)) == (1, 1, 1)
    assert found.facts["ParcelNumber"] == "01-2"


def test_rooms_are_a_table_of_all_labels_without_private_ones() -> None:
    rooms = [
        {"Fields": [{"Room": "Kitchen"}, {"Level": "Main"}, {"Tenant Name": SECRET}]},
        {"Fields": [{"Room": "Bath"}, {"Tiled": True}, {"Level": MASK}]},
        {"Fields": [{"Room": MASK}]},
    ]
    table = read({"Rooms": rooms}).rooms
    assert table.columns == ("Room", "Level", "Tiled")
    assert table.rows == (("Kitchen", "Main", ""), ("Bath", "", "Yes"))


PARTS = ["Rooms", "Units", "Videos", "VirtualTours", "Documents", "OpenHouses", "Photos", "Supplement", "Flooring"]


@given(
    st.dictionaries(st.sampled_from([*PARTS, *TOLD, "TaxAmount", "GarageYN", "CloseDate"]), json_values),
    json_values,
)
def test_any_json_in_any_part_reads(fields: dict[str, object], own: object) -> None:
    found = read(fields, CustomFields=own)
    assert MASK not in repr(found)
    group_fields(found.facts, found.custom, ())
