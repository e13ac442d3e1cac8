"""The type, label and values of each standard field, and which fields can be searched and sorted."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from sandbox.homes import homes
from sandbox.homes.fields import UNUSED_FIELDS
from sandbox.homes.listing import field_names
from sandbox.homes.permissions import PRIVATE_FIELDS
from sandbox.mls import PRAIRIE
from sandbox.responses import Json
from sandbox.sparkql import FieldKind

ENDINGS: dict[str, FieldKind] = {"YN": "Boolean", "Timestamp": "Datetime", "Date": "Date"}
INTEGERS = field_names(
    """
    BathsFull BathsHalf BathsThreeQuarter BedsTotal CumulativeDaysOnMarket DaysOnMarket DocumentsCount FireplacesTotal
    GarageSpaces ListingNumber NumberOfUnitsTotal OpenHousesCount ParkingTotal PhotosCount TaxYear VideosCount
    VirtualToursCount YearBuilt
    """
)
DECIMALS = field_names(
    """
    AssociationFee BathsTotal BuildingAreaTotal ClosePrice CurrentPricePublic Latitude ListPrice LivingArea Longitude
    LotSizeAcres LotSizeArea LotSizeSquareFeet OriginalListPrice PreviousListPrice StoriesTotal TaxAmount
    """
)
MULTISELECT = field_names(
    """
    ExteriorFeatures Flooring InteriorFeatures KitchenAppliances LotFeatures ParkingFeatures PatioAndPorchFeatures
    PetsAllowed Utilities
    """
)
LONG_TEXT = field_names("PublicRemarks Supplement")
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


def field_kind(name: str) -> FieldKind:
    if name in INTEGERS:
        return "Integer"
    if name in DECIMALS:
        return "Decimal"
    if name in MULTISELECT:
        return "MultiSelect"
    return next((kind for ending, kind in ENDINGS.items() if name.endswith(ending)), "Character")


def field_label(name: str) -> str:
    """The MLS's label, or the name in words: `OnMarketDate` is "On Market Date"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.removesuffix("YN"))
    return LABELS.get(name, words)


@cache
def standard_field_names() -> list[str]:
    """The names of all standard fields, in alphabetical order."""
    return sorted(homes(PRAIRIE.id)[0].fields)


@cache
def property_types_using(mls_id: str, name: str) -> list[str]:
    """The codes of the property types that use the field; empty if the MLS does not use it."""
    return sorted({str(home.fields["PropertyType"]) for home in homes(mls_id) if home.fields[name] is not None})


@cache
def field_values(mls_id: str, name: str) -> list[str]:
    """All values of the field, the most frequent first."""
    counts = Counter(value for home in homes(mls_id) for value in split_values(home.fields[name], name))
    return [value for value, _ in counts.most_common()]


def split_values(value: Json, name: str) -> list[str]:
    if value is None:
        return []
    return str(value).split(", ") if name in MULTISELECT else [str(value)]


@cache
def searchable_fields() -> dict[str, FieldKind]:
    """The fields that `_filter` accepts: those that the MLS uses and that are not private, and `Location`."""
    usable = set(standard_field_names()) - PRIVATE_FIELDS - UNUSED_FIELDS
    return {name: field_kind(name) for name in sorted(usable)} | {"Location": "Shape"}


@cache
def sortable_fields() -> dict[str, FieldKind]:
    """The fields that `_orderby` accepts: searchable fields of one value, except long text."""
    return {
        name: kind
        for name, kind in searchable_fields().items()
        if kind not in {"MultiSelect", "Shape"} and name not in LONG_TEXT
    }
