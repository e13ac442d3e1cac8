"""The parts of a listing beside its fields: photos, open houses, videos, tours, documents, rooms, units, floor plans.

Follows https://sparkplatform.com/docs/api_services/listings/photos and its neighbors.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sandbox.homes import Home, photo_items, retold
from sandbox.homes.fields import spelled
from sandbox.homes.listing import Fields
from sandbox.homes.open_houses import STYLES, OpenHouse, upcoming
from sandbox.homes.rooms import LABELS, Row, rooms, units

STREAM = "https://stream.example.com/open-house/"
DOCUMENTS = "/sandbox-static/documents/"


def part(home: Home, role: str, name: str, base: str) -> list[Fields]:
    """The items of a part by the name of its expansion, as this listing sends them; `base` is the photo server."""
    return retold(home, role, PARTS[name](home, base))


def _photos(home: Home, base: str) -> list[Fields]:
    return photo_items(home.id, home.photos, base, home.large_photos)


def _videos(home: Home, _: str) -> list[Fields]:
    return [
        _item(home, "videos", video.id)
        | {"Name": video.name, "Caption": video.caption, "Type": "unbranded", "ObjectHtml": video.html}
        for video in home.media.videos
    ]


def _tours(home: Home, _: str) -> list[Fields]:
    return [
        _item(home, "virtualtours", tour.id) | {"Name": tour.name, "Uri": tour.uri, "Type": tour.type}
        for tour in home.media.tours
    ]


def _documents(home: Home, base: str) -> list[Fields]:
    server = base.removesuffix("/photos") + DOCUMENTS
    return [
        _item(home, "documents", document.id)
        | {"Name": document.name, "Uri": server + document.file, "Privacy": document.privacy}
        for document in home.media.documents
    ]


def _floor_plans(home: Home, base: str) -> list[Fields]:
    """Ids are numbers here, and the size is in the type, as Spark has it."""
    drawn = [photo for photo in home.photos if photo.shown.endswith("/plan")]
    sizes = {"all_in_one_png": "1280x960", "all_in_one_thumbnail_png": "300x225"}
    return [
        {
            "Id": int(photo.id[10:17]),
            "Name": photo.name,
            "Images": [{"Uri": f"{base}/{photo.shown}/{size}.svg", "Type": type_} for type_, size in sizes.items()],
        }
        for photo in drawn
    ]


def _open_houses(home: Home, _: str) -> list[Fields]:
    """Those still to come that one can walk into."""
    return [open_house(home, one) for one in upcoming(home.open_houses, datetime.now(UTC)) if not one.streamed]


def open_house(home: Home, one: OpenHouse) -> Fields:
    """Its date and times are the MLS's own, without a zone; only some have timestamps.

    Follows https://sparkplatform.com/docs/api_services/listings/open_houses.
    """
    said: Fields = {
        "Date": f"{one.begins:%Y-%m-%d}" if one.iso else f"{one.begins:%m/%d/%Y}",
        "StartTime": STYLES[one.style](one.begins),
        "EndTime": STYLES[one.style](one.ends),
    }
    if one.comments:
        said |= {"Comments": one.comments, "AdditionalInfo": [{"Refreshments": "Yes"}]}
    if one.stamped:
        said |= {"OpenHouseStartTimestamp": _utc(one.begins), "OpenHouseEndTimestamp": _utc(one.ends)}
    return _item(home, "openhouses", one.id) | said | (_stream(one) if one.streamed else {})


def _stream(one: OpenHouse) -> Fields:
    return {
        "Livestream": True,
        "LivestreamUri": STREAM + one.id,
        "LivestreamDescription": "A walk through with questions and answers.",
        "LivestreamDate": f"{one.begins:%m/%d/%Y}",
        "LivestreamStartTime": STYLES[one.style](one.begins),
        "LivestreamEndTime": STYLES[one.style](one.ends),
    }


def _utc(moment: datetime) -> str | None:
    return spelled(moment.astimezone(UTC))


def _item(home: Home, path: str, id_: str) -> Fields:
    return {"Id": id_, "ResourceUri": f"/v1/listings/{home.id}/{path}/{id_}"}


def _rooms(home: Home, _: str) -> list[Fields]:
    return [_labelled(home, "rooms", row) for row in rooms(home.id, home.fields)]


def _units(home: Home, _: str) -> list[Fields]:
    return [_labelled(home, "units", row) for row in units(home.id, home.fields)]


def _labelled(home: Home, path: str, row: Row) -> Fields:
    """Ordered objects of one key each; what has no value is left out."""
    pairs = [{LABELS[name]: value} for name, value in row.said.items() if value is not None]
    return _item(home, path, row.id) | {"Fields": pairs}


def raw(home: Home, role: str, name: str) -> list[Fields]:
    """Rooms or units with field names in place of labels, nulls included."""
    rows = {"Rooms": rooms, "Units": units}[name](home.id, home.fields)
    items: list[Fields] = [
        _item(home, name.lower(), row.id) | {"Fields": [{key: value} for key, value in row.said.items()]}
        for row in rows
    ]
    return retold(home, role, items)


PARTS: dict[str, Callable[[Home, str], list[Fields]]] = {
    "Photos": _photos,
    "Videos": _videos,
    "VirtualTours": _tours,
    "OpenHouses": _open_houses,
    "Documents": _documents,
    "Rooms": _rooms,
    "Units": _units,
    "FloPlans": _floor_plans,
    "FloorPlans": _floor_plans,
}
