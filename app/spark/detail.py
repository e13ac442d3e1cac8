"""One home with everything that a consumer may see of it: https://sparkplatform.com/docs/api_services/listings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .client import Spark
from .fact import Value, value
from .fields import Fields
from .groups import Custom, custom_fields
from .listing import Listing
from .listings import item as listing_item
from .media import Link, documents, tours, videos
from .rooms import NO_TABLE, Table
from .shown import GROUPS, TELLS_THE_PLACE, sounds_like_a_place

EXPAND = "Photos,Videos,VirtualTours,OpenHouses,Documents,Rooms,Units,CustomFields,Supplement"


@dataclass(frozen=True)
class Detail:
    """A listing and its parts. `facts` are the values of allowed standard fields by name, `custom` fields are still to
    be held against the MLS's field order; see `groups`."""

    listing: Listing
    facts: Mapping[str, Value]
    custom: tuple[Custom, ...] = ()
    rooms: Table = NO_TABLE
    units: Table = NO_TABLE
    videos: tuple[Link, ...] = ()
    tours: tuple[Link, ...] = ()
    documents: tuple[Link, ...] = ()
    supplement: str | None = None
    closed_on: datetime | None = None

    @classmethod
    def read(cls, item: Fields) -> Detail:
        """From an item of `Results`. Where the address is withheld, all that tells it or leads there is dropped."""
        listing = Listing.read(item)
        if listing.address.withheld:
            return cls._read(_without_place(item), placeless=True)
        return cls._read(item, placeless=False)

    @classmethod
    def _read(cls, item: Fields, *, placeless: bool) -> Detail:
        fields, custom = item.inside("StandardFields"), custom_fields(item)
        facts = {
            name: found for group in GROUPS.values() for name in group if (found := value(fields, name)) is not None
        }
        if placeless:
            facts = {name: found for name, found in facts.items() if name not in TELLS_THE_PLACE}
            custom = tuple(one for one in custom if not sounds_like_a_place(one.group, one.label))
        return cls(
            listing=Listing.read(item),
            facts=facts,
            custom=custom,
            rooms=Table.read(fields.items("Rooms")),
            units=Table.read(fields.items("Units")),
            videos=() if placeless else videos(fields),
            tours=() if placeless else tours(fields),
            documents=() if placeless else documents(fields),
            supplement=fields.text("Supplement"),
            closed_on=fields.moment("CloseDate"),
        )


def find(spark: Spark, listing_id: str) -> Detail:
    """GET `/v1/listings/<id>`. Raises NotFound also for a home that its seller withholds."""
    return Detail.read(listing_item(spark, listing_id, EXPAND))


def _without_place(item: Fields) -> Fields:
    """The item without the texts that tell the street, wherever they stand."""
    fields = item.inside("StandardFields")
    number, name, suffix = (fields.text(f"Street{part}") for part in ("Number", "Name", "Suffix"))
    parts = (f"{number} {name}" if number and name else None, f"{name} {suffix}" if name and suffix else None)
    for street in (*parts, fields.text("UnparsedFirstLineAddress")):
        if street and len(street) > 3:  # shorter ones stand in nearly every text
            item = item.without(street)
    return item
