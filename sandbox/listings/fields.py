"""What kind each standard field is, what it is called, and what can be searched and sorted by."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from sandbox.envelope import Json
from sandbox.homes import homes
from sandbox.homes.fields import UNUSED
from sandbox.homes.names import names
from sandbox.homes.rights import PRIVATE
from sandbox.mls import PRAIRIE
from sandbox.sparkql import FieldKind

ENDINGS: dict[str, FieldKind] = {"YN": "Boolean", "Timestamp": "Datetime", "Date": "Date"}
INTEGERS = names(
    """
    BathsFull BathsHalf BathsThreeQuarter BedsTotal CumulativeDaysOnMarket DaysOnMarket DocumentsCount FireplacesTotal
    GarageSpaces ListingNumber NumberOfUnitsTotal OpenHousesCount ParkingTotal PhotosCount TaxYear VideosCount
    VirtualToursCount YearBuilt
    """
)
DECIMALS = names(
    """
    AssociationFee BathsTotal BuildingAreaTotal ClosePrice CurrentPricePublic Latitude ListPrice LivingArea Longitude
    LotSizeAcres LotSizeArea LotSizeSquareFeet OriginalListPrice PreviousListPrice StoriesTotal TaxAmount
    """
)
MULTISELECT = names(
    """
    ExteriorFeatures Flooring InteriorFeatures KitchenAppliances LotFeatures ParkingFeatures PatioAndPorchFeatures
    PetsAllowed Utilities
    """
)
LONG_TEXT = names("PublicRemarks Supplement")
LABELS = {
    "ListPrice": "Price",
    "MlsStatus": "Status",
    "StandardStatus": "Standard Status",
    "BedsTotal": "Total Bedrooms",
    "BathsTotal": "Total Baths",
    "BuildingAreaTotal": "Total SqFt",
    "CountyOrParish": "County",
    "StateOrProvince": "State",
    "PostalCode": "Zip Code",
    "ListingId": "MLS #",
    "LotSizeAcres": "Acres",
    "PublicRemarks": "Public Remarks",
}


def kind_of(name: str) -> FieldKind:
    if name in INTEGERS:
        return "Integer"
    if name in DECIMALS:
        return "Decimal"
    if name in MULTISELECT:
        return "MultiSelect"
    return next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), "Character")


def label(name: str) -> str:
    """The MLS's own wording, else the name in words: `OnMarketDate` is "On Market Date"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.removesuffix("YN"))
    return LABELS.get(name, words)


@cache
def standard_fields() -> list[str]:
    """The names of all standard fields, in alphabetical order."""
    return sorted(homes(PRAIRIE.id)[0].fields)


@cache
def used_by(mls_id: str, name: str) -> list[str]:
    """The codes of the property types that have the field; empty where the MLS does not use it."""
    return sorted({str(home.fields["PropertyType"]) for home in homes(mls_id) if home.fields[name] is not None})


@cache
def values(mls_id: str, name: str) -> list[str]:
    """What the field holds at any home, the commonest first."""
    counts = Counter(value for home in homes(mls_id) for value in each_value(home.fields[name], name))
    return [value for value, _ in counts.most_common()]


def each_value(value: Json, name: str) -> list[str]:
    if value is None:
        return []
    return str(value).split(", ") if name in MULTISELECT else [str(value)]


@cache
def searchable() -> dict[str, FieldKind]:
    """What a `_filter` may name: fields that this MLS uses and that are not for agents only, and the place."""
    usable = set(standard_fields()) - PRIVATE - UNUSED
    return {name: kind_of(name) for name in sorted(usable)} | {"Location": "Shape"}


@cache
def sortable() -> dict[str, FieldKind]:
    """What `_orderby` may name: single searchable values, except long text."""
    return {
        name: kind
        for name, kind in searchable().items()
        if kind not in {"MultiSelect", "Shape"} and name not in LONG_TEXT
    }
