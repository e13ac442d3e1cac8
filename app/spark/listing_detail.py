"""One listing in full, its rooms and units, and the history of its price and status.

See https://sparkplatform.com/docs/api_services/listings, .../rooms, .../units and .../historical.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.spark.client import SparkClient
from app.spark.fields import Fields
from app.spark.listing import Listing
from app.spark.listing_fields import (
    GROUPS,
    LOCATION_FIELDS,
    CustomField,
    Value,
    custom_fields,
    custom_value,
    display_value,
    sounds_like_location,
    sounds_private,
)
from app.spark.listings import fetch_item, path
from app.spark.media import MediaLink, read_documents, read_tours, read_videos

EXPAND = "Photos,Videos,VirtualTours,OpenHouses,Documents,Rooms,Units,CustomFields,Supplement"
EVENTS = {
    "newlisting": "Listed",
    "onmarket": "Listed",
    "listed": "Listed",
    "comingsoon": "Coming soon",
    "pricechange": "Price changed",
    "backonmarket": "Back on the market",
    "undercontract": "Under contract",
    "activeundercontract": "Under contract",
    "contingent": "Under contract",
    "pending": "Sale pending",
    "sold": "Sold",
    "closed": "Sold",
    "leased": "Leased",
    "rented": "Leased",
    "offmarket": "Off the market",
    "withdrawn": "Withdrawn",
    "canceled": "Withdrawn",
    "cancelled": "Withdrawn",
    "expired": "Listing ended",
    "active": "For sale",
}
"""Labels by the letters of an event or status; others are not shown."""
PRICES, STATUSES = {"ListPrice", "CurrentPricePublic", "ClosePrice"}, {"MlsStatus", "StandardStatus"}


@dataclass(frozen=True)
class RoomTable:
    """The MLS's details of each room or unit by label; an empty cell is ""."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def read(cls, items: list[Fields]) -> RoomTable:
        """Read items whose `Fields` are ordered objects of one key each."""
        said = [row for item in items if (row := _row(item))]
        columns = tuple(dict.fromkeys(label for row in said for label in row))
        return cls(columns, tuple(tuple(row.get(column, "") for column in columns) for row in said))


NO_ROOMS = RoomTable()


@dataclass(frozen=True)
class ListingDetail:
    """A listing and its parts. `facts` are allowed standard fields by name. `group_fields` filters `custom`."""

    listing: Listing
    facts: Mapping[str, Value]
    custom: tuple[CustomField, ...] = ()
    rooms: RoomTable = NO_ROOMS
    units: RoomTable = NO_ROOMS
    videos: tuple[MediaLink, ...] = ()
    tours: tuple[MediaLink, ...] = ()
    documents: tuple[MediaLink, ...] = ()
    supplement: str | None = None
    closed_on: datetime | None = None

    @classmethod
    def read(cls, item: Fields) -> ListingDetail:
        """Read an item of `Results`; if the address is withheld, drop everything that could reveal it."""
        listing = Listing.read(item)
        if listing.address.withheld:
            return cls._read(_without_street(item), withheld=True)
        return cls._read(item, withheld=False)

    @classmethod
    def _read(cls, item: Fields, *, withheld: bool) -> ListingDetail:
        fields, custom = item.nested("StandardFields"), custom_fields(item)
        facts = {
            name: found
            for group in GROUPS.values()
            for name in group
            if (found := display_value(fields, name)) is not None
        }
        if withheld:
            facts = {name: found for name, found in facts.items() if name not in LOCATION_FIELDS}
            custom = tuple(one for one in custom if not sounds_like_location(one.group, one.label))
        return cls(
            listing=Listing.read(item),
            facts=facts,
            custom=custom,
            rooms=RoomTable.read(fields.items("Rooms")),
            units=RoomTable.read(fields.items("Units")),
            videos=() if withheld else read_videos(fields),
            tours=() if withheld else read_tours(fields),
            documents=() if withheld else read_documents(fields),
            supplement=fields.text("Supplement"),
            closed_on=fields.timestamp("CloseDate"),
        )


def fetch_detail(spark: SparkClient, listing_id: str) -> ListingDetail:
    """GET `/v1/listings/<id>`. Raises NotFound, also if the seller withholds the listing."""
    return ListingDetail.read(fetch_item(spark, listing_id, EXPAND))


@dataclass(frozen=True)
class HistoryEvent:
    """`earlier` is the price before a change."""

    when: datetime
    what: str
    price: Decimal | None
    earlier: Decimal | None

    @classmethod
    def read(cls, item: Fields) -> HistoryEvent | None:
        """None if the event has no date or is not shown."""
        when, what = item.timestamp("Date", "EventTimestamp", "ModificationTimestamp"), _label(item)
        if when is None or what is None:
            return None
        price, change = item.number("PriceAtEvent", "Price"), item.number("PriceChange")
        return cls(when, what, price, price - change if price and change else None)


def price_history(spark: SparkClient, listing_id: str) -> tuple[HistoryEvent, ...]:
    """GET `/v1/listings/<id>/historical/pricehistory`, newest first. Some roles get no events."""
    answer = spark.get(f"{path(listing_id)}/historical/pricehistory")
    events = dict.fromkeys(event for item in answer.items("Results") if (event := HistoryEvent.read(item)))
    return tuple(sorted(events, key=lambda event: event.when, reverse=True))


def _label(item: Fields) -> str | None:
    """The label of an event; None unless price or status changed. Some roles get events that name no field."""
    event, field = _letters(item.text("Event")), item.text("Field")
    if field not in {None, *PRICES, *STATUSES}:
        return None
    return EVENTS.get(_letters(item.text("NewValue")) if event == "statuschange" else event)


def _letters(text: str | None) -> str:
    return re.sub(r"[^a-z]", "", (text or "").lower())


def _row(item: Fields) -> dict[str, str]:
    pairs = [(label, custom_value(pair, label)) for pair in item.items("Fields") for label in pair.names()]
    return {label.strip(): text for label, text in pairs if text and not sounds_private(label)}


def _without_street(item: Fields) -> Fields:
    """The item with the street removed from all of its texts."""
    fields = item.nested("StandardFields")
    number, name, suffix = (fields.text(f"Street{part}") for part in ("Number", "Name", "Suffix"))
    parts = (f"{number} {name}" if number and name else None, f"{name} {suffix}" if name and suffix else None)
    for street in (*parts, fields.text("UnparsedFirstLineAddress")):
        if street and len(street) > 3:  # shorter ones occur in nearly every text
            item = item.without_text(street)
    return item
