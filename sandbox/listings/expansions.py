"""The expansions of a listing: photos, open houses, videos, tours, documents, rooms, units and floor plans.

Follows https://sparkplatform.com/docs/api_services/listings/photos and its neighbors.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from sandbox.homes import Home, response_items, serialize_photos
from sandbox.homes.fields import format_timestamp
from sandbox.homes.listing import Fields
from sandbox.homes.open_houses import TIME_FORMATS, OpenHouse, upcoming
from sandbox.homes.rooms import ROOM_LABELS, RoomRow, rooms, units

STREAM_URL = "https://stream.example.com/open-house/"
DOCUMENTS_PATH = "/sandbox-static/documents/"


def expand(home: Home, role: str, name: str, base: str) -> list[Fields]:
    """The items of one expansion, as this listing sends them. `base` is the URL of the photos."""
    return response_items(home, role, EXPANDERS[name](home, base))


def _photos(home: Home, base: str) -> list[Fields]:
    return serialize_photos(home.id, home.photos, base, home.large_photos)


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
    server = base.removesuffix("/photos") + DOCUMENTS_PATH
    return [
        _item(home, "documents", document.id)
        | {"Name": document.name, "Uri": server + document.file, "Privacy": document.privacy}
        for document in home.media.documents
    ]


def _floor_plans(home: Home, base: str) -> list[Fields]:
    """Spark uses numeric ids here, and puts the size into the type."""
    plans = [photo for photo in home.photos if photo.path.endswith("/plan")]
    sizes = {"all_in_one_png": "1280x960", "all_in_one_thumbnail_png": "300x225"}
    return [
        {
            "Id": int(photo.id[10:17]),
            "Name": photo.name,
            "Images": [{"Uri": f"{base}/{photo.path}/{size}.svg", "Type": type_} for type_, size in sizes.items()],
        }
        for photo in plans
    ]


def _open_houses(home: Home, _: str) -> list[Fields]:
    """Upcoming open houses that people visit in person."""
    visits = [visit for visit in upcoming(home.open_houses, datetime.now(UTC)) if not visit.is_livestream]
    return [serialize_open_house(home, visit) for visit in visits]


def serialize_open_house(home: Home, visit: OpenHouse) -> Fields:
    """The date and times are local, without a zone. Only some open houses have timestamps.

    Follows https://sparkplatform.com/docs/api_services/listings/open_houses.
    """
    fields = _item(home, "openhouses", visit.id) | {
        "Date": f"{visit.begins:%Y-%m-%d}" if visit.iso_date else f"{visit.begins:%m/%d/%Y}",
        "StartTime": TIME_FORMATS[visit.style](visit.begins),
        "EndTime": TIME_FORMATS[visit.style](visit.ends),
    }
    if visit.comments:
        fields |= {"Comments": visit.comments, "AdditionalInfo": [{"Refreshments": "Yes"}]}
    if visit.has_timestamps:
        fields |= {"OpenHouseStartTimestamp": _utc(visit.begins), "OpenHouseEndTimestamp": _utc(visit.ends)}
    return fields | _livestream(visit) if visit.is_livestream else fields


def _livestream(visit: OpenHouse) -> Fields:
    return {
        "Livestream": True,
        "LivestreamUri": STREAM_URL + visit.id,
        "LivestreamDescription": "A walk through with questions and answers.",
        "LivestreamDate": f"{visit.begins:%m/%d/%Y}",
        "LivestreamStartTime": TIME_FORMATS[visit.style](visit.begins),
        "LivestreamEndTime": TIME_FORMATS[visit.style](visit.ends),
    }


def _utc(moment: datetime) -> str | None:
    return format_timestamp(moment.astimezone(UTC))


def _item(home: Home, path: str, id_: str) -> Fields:
    return {"Id": id_, "ResourceUri": f"/v1/listings/{home.id}/{path}/{id_}"}


def _rooms(home: Home, _: str) -> list[Fields]:
    return [_labeled(home, "rooms", row) for row in rooms(home.id, home.fields)]


def _units(home: Home, _: str) -> list[Fields]:
    return [_labeled(home, "units", row) for row in units(home.id, home.fields)]


def _labeled(home: Home, path: str, row: RoomRow) -> Fields:
    """Ordered objects of one key each, without empty values."""
    pairs = [{ROOM_LABELS[name]: value} for name, value in row.values.items() if value is not None]
    return _item(home, path, row.id) | {"Fields": pairs}


def raw_rows(home: Home, role: str, name: str) -> list[Fields]:
    """Rooms or units with field names instead of labels, including nulls."""
    rows = {"Rooms": rooms, "Units": units}[name](home.id, home.fields)
    items: list[Fields] = [
        _item(home, name.lower(), row.id) | {"Fields": [{key: value} for key, value in row.values.items()]}
        for row in rows
    ]
    return response_items(home, role, items)


EXPANDERS: dict[str, Callable[[Home, str], list[Fields]]] = {
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
