"""One listing as a value, read from its standard fields: https://sparkplatform.com/docs/api_services/listings.

None means that a value is missing or withheld; the pages treat both alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.spark.attribution import Attribution
from app.spark.fields import Fields
from app.spark.media import Photo, read_photos
from app.spark.open_houses import OpenHouse, read_open_houses, upcoming

STREET = ("StreetNumber", "StreetDirPrefix", "StreetName", "StreetSuffix", "StreetDirSuffix", "StreetAdditionalInfo")


@dataclass(frozen=True)
class Listing:
    """A listing for sale or rent, in summary or (fetched by id) in detail."""

    id: str
    number: str | None
    mls_id: str | None
    detailed: bool
    withheld: bool
    status: ListingStatus
    address: Address
    price: Price
    facts: Facts
    attribution: Attribution
    remarks: str | None
    photos: tuple[Photo, ...]
    photo_count: int
    open_houses: tuple[OpenHouse, ...]

    @classmethod
    def read(cls, item: Fields) -> Listing:
        """From an item of `Results`."""
        fields = item.nested("StandardFields")
        address = Address.read(fields)
        pictures = read_photos(fields, captions=not address.withheld)
        return cls(
            id=item.text("Id") or fields.text("ListingKey") or "",
            number=fields.text("ListingId"),
            mls_id=fields.text("MlsId"),
            detailed=item.nested("DisplayCompliance").text("View") == "Detail",
            withheld=False in (fields.boolean("VOWEntireListingDisplayYN"), fields.boolean("PermitInternetYN")),
            status=ListingStatus.read(fields),
            address=address,
            price=Price.read(fields),
            facts=Facts.read(fields),
            attribution=Attribution.read(fields, item.nested("DisplayCompliance")),
            remarks=fields.text("PublicRemarks"),
            photos=pictures,
            photo_count=max(fields.integer("PhotosCount") or 0, len(pictures)),
            open_houses=read_open_houses(fields, withheld=address.withheld),
        )

    def upcoming_open_houses(self, now: datetime) -> tuple[OpenHouse, ...]:
        """Open houses that are not over, in the zone of `now`, the next one first."""
        return upcoming(self.open_houses, now)


@dataclass(frozen=True)
class ListingStatus:
    """Where the sale stands. `label` is the MLS's own word, `standard` the normalized one. `change` is the latest
    status change in the MLS's words ("Back on Market"), `changed` its time."""

    label: str | None
    standard: str | None
    listed: datetime | None
    updated: datetime | None
    change: str | None
    changed: datetime | None

    @property
    def active(self) -> bool:
        return "Active" in (self.label, self.standard)

    @property
    def closed(self) -> bool:
        return "Closed" in (self.label, self.standard)

    @classmethod
    def read(cls, fields: Fields) -> ListingStatus:
        return cls(
            label=fields.text("MlsStatus", "StandardStatus"),
            standard=fields.text("StandardStatus"),
            listed=fields.timestamp("OriginalOnMarketTimestamp", "OnMarketDate", "ListingContractDate"),
            updated=fields.timestamp("ListingUpdateTimestamp", "ModificationTimestamp"),
            change=fields.text("MajorChangeType"),
            changed=fields.timestamp("MajorChangeTimestamp", "StatusChangeTimestamp"),
        )


@dataclass(frozen=True)
class Address:
    """Where the home is. If its seller withholds the address, street, postal code and position are dropped here,
    whatever Spark sent."""

    withheld: bool
    street: str | None
    city: str | None
    state: str | None
    postal_code: str | None
    latitude: Decimal | None
    longitude: Decimal | None

    @property
    def town(self) -> str | None:
        """`Fargo, ND 58102`, as far as it is known."""
        region = " ".join(part for part in (self.state, self.postal_code) if part)
        return ", ".join(part for part in (self.city, region) if part) or None

    @classmethod
    def read(cls, fields: Fields) -> Address:
        city, state = fields.text("City"), fields.text("StateOrProvince")
        if False in (fields.boolean("VOWAddressDisplayYN"), fields.boolean("PermitAddressInternetYN")):
            return cls(True, None, city, state, None, None, None)
        place = (fields.number("Latitude"), fields.number("Longitude"))
        latitude, longitude = place if all(place) else (None, None)  # 0/0 is "not known", not the Gulf of Guinea
        return cls(False, _street(fields), city, state, fields.text("PostalCode"), latitude, longitude)


def _street(fields: Fields) -> str | None:
    whole = fields.text("UnparsedFirstLineAddress")
    parts = (fields.text(name) for name in STREET)
    return whole or " ".join(part for part in parts if part) or None


@dataclass(frozen=True)
class Price:
    """Prices in the MLS's currency. `previous` is the asking price before the last change, if that changed it."""

    listed: Decimal | None
    previous: Decimal | None
    changed: datetime | None
    closed: Decimal | None

    @classmethod
    def read(cls, fields: Fields) -> Price:
        asked, earlier = fields.number("CurrentPricePublic", "ListPrice"), fields.number("PreviousListPrice")
        return cls(
            listed=asked,
            previous=earlier if earlier and earlier != asked else None,
            changed=fields.timestamp("PriceChangeTimestamp"),
            closed=fields.number("ClosePrice"),
        )


@dataclass(frozen=True)
class Facts:
    """Sizes in square feet; `baths` may have halves; `lot` is in the MLS's own words."""

    type_code: str | None
    subtype: str | None
    beds: int | None
    baths: Decimal | None
    area: int | None
    lot: str | None
    year: int | None

    @classmethod
    def read(cls, fields: Fields) -> Facts:
        return cls(
            type_code=fields.text("PropertyType"),
            subtype=fields.text("PropertySubType"),
            beds=fields.integer("BedsTotal"),
            baths=fields.number("BathsTotal", "BathsFull"),
            area=fields.integer("BuildingAreaTotal", "LivingArea"),
            lot=_lot(fields),
            year=fields.integer("YearBuilt"),
        )


def _lot(fields: Fields) -> str | None:
    size, units = fields.number("LotSizeArea", "LotSizeAcres"), fields.text("LotSizeUnits") or "acres"
    return f"{size.normalize():f} {units.lower()}" if size else fields.text("LotSizeDimensions")
