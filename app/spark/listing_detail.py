"""Rooms and units of a listing: https://sparkplatform.com/docs/api_services/listings/rooms and .../units.

One home with everything that a consumer may see of it: https://sparkplatform.com/docs/api_services/listings.

What happened to a home's price and status: https://sparkplatform.com/docs/api_services/listings/historical.
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
from app.spark.listings import fetch_item as listing_item
from app.spark.listings import path
from app.spark.media import MediaLink, read_documents, read_tours, read_videos


@dataclass(frozen=True)
class RoomTable:
    """What is said of each room or unit, under labels of the MLS's own; a cell is "" where nothing is said."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def read(cls, items: list[Fields]) -> RoomTable:
        """From items with `Fields`, ordered objects of one key each."""
        said = [row for item in items if (row := _row(item))]
        columns = tuple(dict.fromkeys(label for row in said for label in row))
        return cls(columns, tuple(tuple(row.get(column, "") for column in columns) for row in said))


def _row(item: Fields) -> dict[str, str]:
    pairs = [(label, custom_value(pair, label)) for pair in item.items("Fields") for label in pair.names()]
    return {label.strip(): text for label, text in pairs if text and not sounds_private(label)}


NO_ROOMS = RoomTable()

EXPAND = "Photos,Videos,VirtualTours,OpenHouses,Documents,Rooms,Units,CustomFields,Supplement"


@dataclass(frozen=True)
class ListingDetail:
    """A listing and its parts. `facts` are the values of allowed standard fields by name, `custom` fields are still to
    be held against the MLS's field order; see `groups`."""

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
        """From an item of `Results`. Where the address is withheld, all that tells it or leads there is dropped."""
        listing = Listing.read(item)
        if listing.address.withheld:
            return cls._read(_without_place(item), placeless=True)
        return cls._read(item, placeless=False)

    @classmethod
    def _read(cls, item: Fields, *, placeless: bool) -> ListingDetail:
        fields, custom = item.nested("StandardFields"), custom_fields(item)
        facts = {
            name: found
            for group in GROUPS.values()
            for name in group
            if (found := display_value(fields, name)) is not None
        }
        if placeless:
            facts = {name: found for name, found in facts.items() if name not in LOCATION_FIELDS}
            custom = tuple(one for one in custom if not sounds_like_location(one.group, one.label))
        return cls(
            listing=Listing.read(item),
            facts=facts,
            custom=custom,
            rooms=RoomTable.read(fields.items("Rooms")),
            units=RoomTable.read(fields.items("Units")),
            videos=() if placeless else read_videos(fields),
            tours=() if placeless else read_tours(fields),
            documents=() if placeless else read_documents(fields),
            supplement=fields.text("Supplement"),
            closed_on=fields.timestamp("CloseDate"),
        )


def fetch_detail(spark: SparkClient, listing_id: str) -> ListingDetail:
    """GET `/v1/listings/<id>`. Raises NotFound also for a home that its seller withholds."""
    return ListingDetail.read(listing_item(spark, listing_id, EXPAND))


def _without_place(item: Fields) -> Fields:
    """The item without the texts that tell the street, wherever they stand."""
    fields = item.nested("StandardFields")
    number, name, suffix = (fields.text(f"Street{part}") for part in ("Number", "Name", "Suffix"))
    parts = (f"{number} {name}" if number and name else None, f"{name} {suffix}" if name and suffix else None)
    for street in (*parts, fields.text("UnparsedFirstLineAddress")):
        if street and len(street) > 3:  # shorter ones stand in nearly every text
            item = item.without_text(street)
    return item


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
"""Our words, by the letters of the event or of the status; what is not among them is not told."""
PRICES, STATUSES = {"ListPrice", "CurrentPricePublic", "ClosePrice"}, {"MlsStatus", "StandardStatus"}


@dataclass(frozen=True)
class HistoryEvent:
    """`earlier` is the price before, where it changed."""

    when: datetime
    what: str
    price: Decimal | None
    earlier: Decimal | None

    @classmethod
    def read(cls, item: Fields) -> HistoryEvent | None:
        """None for one without a day, and for one that is not to be told."""
        when, what = item.timestamp("Date", "EventTimestamp", "ModificationTimestamp"), _what(item)
        if when is None or what is None:
            return None
        price, change = item.number("PriceAtEvent", "Price"), item.number("PriceChange")
        return cls(when, what, price, price - change if price and change else None)


def price_history(spark: SparkClient, listing_id: str) -> tuple[HistoryEvent, ...]:
    """GET `/v1/listings/<id>/historical/pricehistory`, newest first: what the role gets, which may be nothing."""
    answer = spark.get(f"{path(listing_id)}/historical/pricehistory")
    events = dict.fromkeys(event for item in answer.items("Results") if (event := HistoryEvent.read(item)))
    return tuple(sorted(events, key=lambda event: event.when, reverse=True))


def _what(item: Fields) -> str | None:
    """None for a change of any field but price and status; in the short form that a role may get, none is named."""
    event, field = _letters(item.text("Event")), item.text("Field")
    if field not in {None, *PRICES, *STATUSES}:
        return None
    return EVENTS.get(_letters(item.text("NewValue")) if event == "statuschange" else event)


def _letters(text: str | None) -> str:
    return re.sub(r"[^a-z]", "", (text or "").lower())
