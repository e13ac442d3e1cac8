"""Which listing fields a consumer may see, how their values read, and how the page groups them.

Only the standard fields named here are shown. Never add fields for agents only, or that do not belong on a portal
(private remarks, owner, showing, compensation, schools, estimates of value). Other parts
of the page show price, status, address and credit.
The MLS's field order decides a value's position and label, never whether it may be shown.
See https://sparkplatform.com/docs/api_services/listing_meta/field_order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from urllib.parse import quote

from app.spark.client import SparkClient
from app.spark.fields import Fields

GROUPS: dict[str, tuple[str, ...]] = {
    group: tuple(fields.split())
    for group, fields in {
        "Inside": """
            RoomsTotal BathsFull BathsThreeQuarter BathsHalf BathsOneQuarter InteriorFeatures Flooring KitchenAppliances
            LaundryFeatures FireplacesTotal FireplaceFeatures FireplaceFuel FireplaceLocations Basement DoorFeatures
            WindowFeatures SpaFeatures AccessibilityFeatures OtherEquipment Inclusions Exclusions HomeWarrantyYN
            """,
        "Building": """
            ArchitecturalStyle Levels StoriesTotal LivingArea AboveGradeFinishedArea BelowGradeFinishedArea
            BuildingAreaSource ConstructionMaterials Roof FoundationDetails NewConstructionYN BuilderName BuilderModel
            YearBuiltDetails YearBuiltEffective NumberOfUnitsTotal Make Model MobileLength MobileWidth
            """,
        "Heating, cooling and utilities": """
            Heating HeatingFuel Cooling CoolingFuel Electric Gas WaterHeaterFuel WaterSource Sewer Utilities
            EnergySavingFeatures GreenBuildingCertification GreenCertificationRating GreenEnergyEfficient
            GreenEnergyGeneration GreenYearCertified
            """,
        "Outside": """
            ExteriorFeatures PatioAndPorchFeatures YardAndGroundsFeatures PoolFeatures Fencing OtherStructures View
            """,
        "Parking": """
            GarageYN AttachedGarageYN GarageSpaces CarportYN CarportSpaces CoveredSpaces OpenParkingYN OpenParkingSpaces
            ParkingTotal ParkingFeatures OtherParking RVParkingDimensions
            """,
        "Lot": """
            LotSizeAcres LotSizeSquareFeet LotSizeDimensions LotFeatures FrontageType FrontageLength RoadSurfaceType
            WaterfrontYN WaterFrontYN WaterfrontFeatures WaterBodyName WoodedArea PastureArea CultivatedArea
            IrrigationSource Zoning
            """,
        "Area": """
            SubdivisionName CountyOrParish MLSAreaMajor MLSAreaMinor Township ParkName CommunityFeatures CrossStreet
            Directions
            """,
        "Taxes and fees": """
            TaxAmount TaxYear ParcelNumber AssociationYN AssociationFee AssociationFeeFrequency AssociationFee2
            AssociationFee2Frequency AssociationFeeIncludes AssociationAmenities LandLeaseYN LandLeaseFee
            LandLeaseFeeFrequency LandLeaseExpirationDate
            """,
        "Terms": """
            RentOrLeasePriceFrequency RentIncludes TenantPays LeaseConsideredYN PetsAllowed Possession ListingFinancing
            BuyerFinancing SpecialListingConditions Disclosures
            """,
    }.items()
}
MONEY_FIELDS = {"TaxAmount", "AssociationFee", "AssociationFee2", "LandLeaseFee"}
AREA_FIELDS = {"LivingArea", "AboveGradeFinishedArea", "BelowGradeFinishedArea", "LotSizeSquareFeet"}
LOCATION_FIELDS = {"ParcelNumber", "CrossStreet", "Directions"}
"""Fields that reveal where a home is; dropped if its address is withheld."""

PRIVATE_WORDS = re.compile(
    r"private|confidential|agent|broker|office use|internal|owner|occupant|tenant|seller|lock\W*box|key\W?safe|gate"
    r"|code|alarm|password|showing|appointment|access|compensation|commission|bonus|incentive|agreement|listing type"
    r"|phone|e-?mail|contact|school|crime|demographic|population|income|race|religio|valuation|estimated value|\bavm\b",
    re.IGNORECASE,
)
LOCATION_WORDS = re.compile(
    r"address|street|direction|parcel|legal|\blot n|coordinate|latitude|longitude|map", re.IGNORECASE
)


def sounds_private(*names: str) -> bool:
    """Whether the MLS's own name of a field or group suggests that consumers must not see it."""
    return any(PRIVATE_WORDS.search(name) for name in names)


def sounds_like_location(*names: str) -> bool:
    """Whether the MLS's own name of a field suggests that it reveals where the home is."""
    return any(LOCATION_WORDS.search(name) for name in names)


Value = str | bool | Decimal | datetime


@dataclass(frozen=True)
class Fact:
    """`value` is a text, True or False, an amount of money (a Decimal), or an aware time, shown as a day."""

    label: str
    value: Value


def display_value(fields: Fields, name: str) -> Value | None:
    """The value of a standard field, typed by its name; zeros count as missing."""
    if name.endswith("YN"):
        return fields.boolean(name)
    if name.endswith(("Date", "Timestamp")):
        return fields.timestamp(name)
    if name in MONEY_FIELDS:
        return fields.number(name) or None
    if name in AREA_FIELDS:
        area = fields.number(name)
        return f"{area:,.0f} sq ft" if area else None
    text = re.sub(r"(?<=\d)\.0+$", "", fields.joined_text(name) or "")
    return None if text in {"", "0"} else text


def custom_value(pair: Fields, label: str) -> str | None:
    """The value of a custom field as text."""
    flag = pair.boolean(label)
    if flag is None:
        return pair.joined_text(label)
    return "Yes" if flag else "No"


def label_from_name(name: str) -> str:
    """The default label of a standard field: `OnMarketDate` gives "On market date"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.removesuffix("YN")).split()
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])


OTHER, FEATURES = "Other details", "Features"


@dataclass(frozen=True)
class FieldPosition:
    """Where the MLS shows a field, and its label. `detail` marks a `custom` field that it shows in details."""

    group: str
    field: str
    label: str
    custom: bool
    detail: bool


@dataclass(frozen=True)
class CustomField:
    """A field of the MLS's own. A `feature` has no value: the home has it or not."""

    group: str
    label: str
    value: str
    feature: bool


@dataclass(frozen=True)
class FieldGroup:
    name: str
    facts: tuple[Fact, ...]


def fetch_field_order(spark: SparkClient, type_code: str) -> tuple[FieldPosition, ...]:
    """GET `/v1/fields/order/<TypeCode>`: a list of objects, each with a group as its one key."""
    answer = spark.get(f"fields/order/{quote(type_code, safe='')}")
    named = [(group, item) for part in answer.items("Results") for group in part.names() for item in part.items(group)]
    return tuple(_read_position(group, item) for group, item in named if item.text("Field"))


def _read_position(group: str, item: Fields) -> FieldPosition:
    name = item.text("Field") or ""
    custom = item.text("Domain") == "CustomFields"
    label = item.text("Label") or (name if custom else label_from_name(name))
    return FieldPosition(group.strip(), name, label, custom, item.boolean("Detail") is True)


def custom_fields(item: Fields) -> tuple[CustomField, ...]:
    """Read `CustomFields` of an item of `Results`, in order; labels may repeat."""
    parts = [
        (kind, part) for whole in item.items("CustomFields") for kind in whole.names() for part in whole.items(kind)
    ]
    pairs = [(kind, name, pair) for kind, part in parts for name in part.names() for pair in part.items(name)]
    told = [(kind, name, label, custom_value(pair, label)) for kind, name, pair in pairs for label in pair.names()]
    return tuple(
        CustomField(name.strip(), label.strip(), text, kind == "Details")
        for kind, name, label, text in told
        if text and not (kind == "Details" and text != "Yes")
    )


def group_fields(
    facts: Mapping[str, Value], custom: tuple[CustomField, ...], order: tuple[FieldPosition, ...]
) -> tuple[FieldGroup, ...]:
    """Group allowed standard fields (`facts`, by name) and custom fields in the MLS's order.

    Fields outside the order come last. Without an order, GROUPS applies and custom fields are left out.
    """
    if not order:
        return _collect(
            (name, label_from_name(field), facts[field])
            for name, fields in GROUPS.items()
            for field in fields
            if field in facts
        )
    placed = [place for place in order if not place.custom and place.field in facts]
    named = {place.field for place in placed}
    others = [(OTHER, label_from_name(field), value) for field, value in facts.items() if field not in named]
    first = {place.field: place for place in reversed(placed)}
    standard = [(place.group, place.label, facts[place.field]) for place in placed if first[place.field] is place]
    return _collect([*standard, *_custom_facts(custom, order), *others])


def _custom_facts(
    custom: tuple[CustomField, ...], order: tuple[FieldPosition, ...]
) -> Iterator[tuple[str, str, Value]]:
    """Custom fields marked as details that do not sound private; a group's features are one fact."""
    public = [p for p in order if p.custom and p.detail and not sounds_private(p.group, p.field, p.label)]
    labels = {(place.group, place.field): place.label for place in public}
    features: dict[str, list[str]] = {}
    for one in custom:
        label = labels.get((one.group, one.label))
        if label and one.feature:
            features.setdefault(one.group, []).append(label)
        elif label:
            yield one.group, label, one.value
    yield from ((FEATURES, group, ", ".join(held)) for group, held in features.items())


def _collect(found: Iterator[tuple[str, str, Value]] | list[tuple[str, str, Value]]) -> tuple[FieldGroup, ...]:
    """Groups in order of first appearance; a repeated label and value is left out."""
    together: dict[str, list[Fact]] = {}
    said: set[tuple[str, Value]] = set()
    for group, label, value in found:
        if (label, value) not in said:
            together.setdefault(group, []).append(Fact(label, value))
        said.add((label, value))
    return tuple(FieldGroup(name, tuple(facts)) for name, facts in together.items())
