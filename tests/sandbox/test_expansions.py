from __future__ import annotations

from typing import Any

import pytest

from sandbox.homes import QUIRKS, homes
from sandbox.listings.expansion_views import EXPANSION_NAMES
from sandbox.mls import PRAIRIE
from sandbox.sparkql import MASK
from tests.sandbox.clients import Application
from tests.sandbox.listing_client import client, error_of, get_data

Json = Any
FULL = f"/v1/listings/{QUIRKS['million']}"
IN_FIELDS = "Photos,Videos,VirtualTours,OpenHouses,Documents,Rooms,Units"
EVERY_PART = f"{IN_FIELDS},FloPlans,CustomFields"


def detail(quirk: str, expand: str = EVERY_PART) -> Json:
    return get_data(f"/v1/listings/{QUIRKS[quirk]}", expand=expand)["Results"][0]


def labels_and_values(pairs: list[Json]) -> dict[str, Json]:
    assert all(len(pair) == 1 for pair in pairs)
    return {label: value for pair in pairs for label, value in pair.items()}


def multi_family() -> str:
    return next(home.id for home in homes(PRAIRIE.id) if home.fields["NumberOfUnitsTotal"] == 4)


@pytest.mark.parametrize("path", sorted(set(EXPANSION_NAMES) - {"units"}))
def test_each_part_has_a_list_and_items_of_its_own(path: str) -> None:
    items = get_data(f"{FULL}/{path}")["Results"]
    assert items
    assert get_data(f"{FULL}/{path}/{items[-1]['Id']}")["Results"] == [items[-1]]
    assert error_of(f"{FULL}/{path}/20130218222800400975000000") == (404, 404)
    assert error_of(f"/v1/listings/20130218222800400975000000/{path}") == (404, 404)


@pytest.mark.parametrize("name", IN_FIELDS.split(","))
def test_an_expansion_is_the_same_list(name: str) -> None:
    listing = get_data(FULL, expand=name)["Results"][0]
    assert listing["StandardFields"][name] == get_data(f"{FULL}/{name.lower()}")["Results"]


def test_floor_plans_and_custom_fields_stand_beside_the_standard_fields() -> None:
    listing = detail("million", "FloPlans,FloorPlans,CustomFields")
    assert listing["FloPlans"] == listing["FloorPlans"] == get_data(f"{FULL}/floplans")["Results"]
    [plan] = listing["FloPlans"]
    assert isinstance(plan["Id"], int)
    assert plan["Images"][0]["Uri"].endswith("/plan/1280x960.svg")
    assert not {"FloPlans", "FloorPlans", "CustomFields"} & set(listing["StandardFields"])


def test_a_summary_has_pictures_and_visits_but_neither_rooms_nor_papers() -> None:
    listing = get_data(expand=EVERY_PART, filter=f"ListingKey Eq '{QUIRKS['million']}'", limit=2)["Results"][0]
    parts = {name for name in EVERY_PART.split(",") if name in {*listing, *listing["StandardFields"]}}
    assert parts == {"Photos", "Videos", "VirtualTours", "OpenHouses"}


@pytest.mark.parametrize(
    ("count", "name"),
    [("VideosCount", "Videos"), ("VirtualToursCount", "VirtualTours"), ("PhotosCount", "Photos")],
)
def test_counts_are_the_lengths_of_the_lists(count: str, name: str) -> None:
    some = get_data(expand=name, filter=f"{count} Gt 0", limit=25)["Results"]
    assert len(some) == 25
    assert all(home["StandardFields"][count] == len(home["StandardFields"][name]) for home in some)


def test_papers_are_counted_too_and_say_whether_they_are_private() -> None:
    fields = detail("million", "Documents")["StandardFields"]
    assert fields["DocumentsCount"] == len(fields["Documents"]) == 3
    assert [paper["Privacy"] for paper in fields["Documents"]] == ["Public", "Public", "Private"]


def test_a_paper_can_be_opened(application: Application) -> None:
    paper = application.read(f"{FULL}/documents", "pat@example.com")[0]
    answer = application.client.get(paper["Uri"], buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-")


def test_videos_come_as_whatever_the_agent_pasted() -> None:
    html = [video["ObjectHtml"] for video in get_data(f"{FULL}/videos")["Results"]]
    for sort in ("youtube.com/embed/", "player.vimeo.com/video/", "https://youtu.be/", "<object", "<script>"):
        assert any(sort in text for text in html)


def test_most_videos_are_well_made() -> None:
    shown = [video.html for home in homes(PRAIRIE.id) for video in home.media.videos]
    assert len(shown) > 50
    assert 0 < sum("<script" in html for html in shown) < 8


def test_a_tour_may_lead_anywhere() -> None:
    uris = [tour["Uri"] for tour in get_data(f"{FULL}/virtualtours")["Results"]]
    assert [uri.split(":")[0].split(".")[0] for uri in uris] == ["https", "https", "http", "javascript", "tours"]
    assert {tour["Type"] for tour in get_data(f"{FULL}/virtualtours")["Results"]} == {"branded", "unbranded"}


def test_a_room_is_an_ordered_list_of_labels_and_values() -> None:
    rooms = [labels_and_values(room["Fields"]) for room in get_data(f"{FULL}/rooms")["Results"]]
    assert list(rooms[0])[:2] == ["Room", "Level"]
    assert [room["Room"] for room in rooms].count("Bedroom") == 4
    assert {room["Level"] for room in rooms} <= {"Main", "Upper", "Lower"}


def test_raw_rooms_have_field_names_and_nulls() -> None:
    rooms = [labels_and_values(room["Fields"]) for room in get_data(f"{FULL}/rooms/raw")["Results"]]
    assert {tuple(room) for room in rooms} == {("RoomType", "RoomLevel", "RoomDimensions", "RoomFeatures")}
    assert None in {room["RoomFeatures"] for room in rooms}


def test_a_bare_lot_has_no_rooms() -> None:
    assert get_data(f"/v1/listings/{QUIRKS['land']}/rooms")["Results"] == []


def test_units_share_the_bedrooms_of_the_house() -> None:
    path = f"/v1/listings/{multi_family()}"
    units = [labels_and_values(unit["Fields"]) for unit in get_data(f"{path}/units")["Results"]]
    assert [unit["Unit #"] for unit in units] == ["A", "B", "C", "D"]
    fields = get_data(path)["Results"][0]["StandardFields"]
    assert sum(unit["Bedrooms"] for unit in units) == fields["BedsTotal"]
    raw = get_data(f"{path}/units/raw")["Results"][0]["Fields"]
    assert {"UnitBedrooms": units[0]["Bedrooms"]} in raw
    assert get_data(f"{FULL}/units")["Results"] == []


def test_custom_fields_are_ordered_groups_and_a_label_may_come_twice() -> None:
    [custom] = detail("million", "CustomFields")["CustomFields"]
    assert [next(iter(group)) for group in custom["Main"]] == [
        *("General", "Contract Information", "Directions & More", "Schools"),
    ]
    assert [list(pair) for pair in custom["Main"][-1]["Schools"]] == [["School"], ["School"]]
    features = labels_and_values(custom["Details"])
    assert {value for feature in features["Flooring"] for value in feature.values()} == {True}


def test_a_custom_field_for_agents_is_masked() -> None:
    [custom] = detail("million", "CustomFields")["CustomFields"]
    assert {"Lockbox #": MASK} in custom["Main"][1]["Contract Information"]
    [custom] = get_data(FULL, role="private", expand="CustomFields")["Results"][0]["CustomFields"]
    assert {"Lockbox #": MASK} not in custom["Main"][1]["Contract Information"]


def test_parts_are_read_only() -> None:
    answer = client().post(f"{FULL}/videos", json={})
    assert answer.status_code == 405
