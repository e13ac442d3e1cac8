"""The oddities of Spark's data, each on a few known homes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.homes.edge_cases import (
    UNMASKED_FIELDS,
    address_in_item,
    markup_in_fields,
    markup_in_item,
    mask_item,
    mask_listing_key,
)
from sandbox.homes.ids import listing_id
from sandbox.homes.listing import Fields, field_names
from sandbox.mls import PRAIRIE

FIRST, INTERVAL = 4, 11  # every 11th home has a quirk, starting with number 4
ADDRESS_FIELDS = field_names(
    """
    StreetNumber StreetName StreetSuffix StreetDirSuffix UnitNumber UnparsedAddress UnparsedFirstLineAddress
    Latitude Longitude
    """
)
OFFICE_FIELDS = field_names(
    """
    ListOfficeName ListOfficeId ListOfficePhone AttributionContact ListAgentId ListAgentFirstName
    ListAgentLastName ListAgentPreferredPhone ListAgentEmail BathsFull OriginalListPrice ListingContractDate
    OnMarketDate TaxAmount
    """
)
OFTEN_MISSING = field_names(
    """
    AttributionContact BathsTotal BuildingAreaTotal CurrentPricePublic ListOfficePhone LivingArea
    MajorChangeType OnMarketDate OriginalListPrice PhotosCount StandardStatus SubdivisionName
    VOWConsumerCommentYN YearBuilt
    """
)
MARKUP = (
    "<script>alert('remarks')</script> \"Charming\" is what people say & we agree: it's a <b>gem</b>. 🏡✨ "
    "{{ 7 * 7 }} ${7 * 7} %s מרווח ובהיר – بيت جميل – 100% worth a look.\n\nSecond paragraph: 5 < 6; O'Brien built it."
)
LONG_NAME = "Llewellyn-Featherstonehaugh Memorial Conservation Overlook Parkway Extension Service"


@dataclass(frozen=True)
class Quirk:
    """How a home differs from a random one.

    `edit` changes its fields. `full` homes have open houses, videos, tours and documents of every kind.
    `masked`, `all_masked` and `unmasked` change what consumers see. `format_fields` sends the fields in an odd but real
    format. `format_item` does the same for items such as photos and rooms; it gets the visible fields too.
    """

    style: str | None = None
    status: str | None = None
    price: int | None = None
    photos: int | None = None
    building: Mapping[str, Any] = field(default_factory=dict)
    edit: Callable[[Fields], Fields] = lambda fields: fields
    full: bool = False
    masked: frozenset[str] = frozenset()
    all_masked: bool = False
    unmasked: frozenset[str] = frozenset()
    format_fields: Callable[[Fields], Fields] | None = None
    format_item: Callable[[Fields, Fields], Fields] | None = None


def _long_address(fields: Fields) -> Fields:
    first_line = f"10000{fields['StreetNumber']} {LONG_NAME} Northwest, Building Twelve, Unit 1204-B"
    return fields | {
        "StreetNumber": f"10000{fields['StreetNumber']}",
        "StreetName": LONG_NAME,
        "StreetSuffix": "Northwest",
        "UnparsedFirstLineAddress": first_line,
        "UnparsedAddress": f"{first_line}, {fields['City']}, {fields['StateOrProvince']} {fields['PostalCode']}",
    }


def _as_text(fields: Fields) -> Fields:
    """Decimals as text, one with a leading space, as in older responses."""
    decimals = ("ListPrice", "BuildingAreaTotal", "BathsTotal", "Latitude")
    texts = {name: str(float(str(fields[name]))) for name in decimals if fields[name] is not None}
    return fields | texts | {"Longitude": f" {fields['Longitude']}"}


def _without(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if name not in OFTEN_MISSING}


COMMON: dict[str, Quirk] = {
    "masked_office": Quirk(style="ranch", status="Active", masked=OFFICE_FIELDS),
    "withheld_address": Quirk(
        style="colonial",
        edit=lambda fields: fields | {"VOWAddressDisplayYN": False, "PermitAddressInternetYN": False},
        masked=ADDRESS_FIELDS,
    ),
    "withheld_listing": Quirk(edit=lambda fields: fields | {"VOWEntireListingDisplayYN": False}),
    "no_photo": Quirk(style="ranch", photos=0),
    "sixty_photos": Quirk(style="colonial", status="Active", photos=60),
    "numbers_as_text": Quirk(style="ranch", status="Active", format_fields=_as_text),
    "half_baths": Quirk(
        style="colonial",
        building={"full": 2, "three_quarter": 0, "half": 1},
        format_fields=lambda fields: fields | {"BathsTotal": str(fields["BathsTotal"])},
    ),
    "closed": Quirk(style="craftsman", status="Closed"),
    "pending": Quirk(style="colonial", status="Pending"),
    "coming_soon": Quirk(style="modern", status="Coming Soon"),
    "zero_coordinates": Quirk(style="ranch", edit=lambda fields: fields | {"Latitude": 0, "Longitude": 0}),
    "markup": Quirk(style="victorian", status="Active", edit=lambda fields: fields | {"PublicRemarks": MARKUP}),
    "missing_keys": Quirk(style="ranch", format_fields=_without),
    "padded_type": Quirk(
        style="ranch", format_fields=lambda fields: fields | {"PropertyType": f"{fields['PropertyType']} "}
    ),
    "long_address": Quirk(style="townhouse", status="Active", edit=_long_address),
    "no_price": Quirk(
        style="land", status="Active", edit=lambda fields: fields | {"ListPrice": None, "CurrentPricePublic": None}
    ),
    "million": Quirk(
        style="modern",
        status="Active",
        price=1_395_000,
        full=True,
        building={"size": 5240, "beds": 5, "full": 4, "garage": 3},
    ),
    "land": Quirk(style="land", status="Active"),
}
EDGE_CASES: dict[str, Quirk] = {
    "every_field_masked": Quirk(
        style="colonial",
        status="Active",
        full=True,
        all_masked=True,
        format_fields=mask_listing_key,
        format_item=mask_item,
    ),
    "markup_everywhere": Quirk(
        style="modern", status="Active", full=True, edit=markup_in_fields, format_item=markup_in_item
    ),
    "withheld_but_sent": Quirk(
        style="craftsman",
        status="Active",
        full=True,
        edit=lambda fields: fields | {"VOWAddressDisplayYN": False},
        format_item=address_in_item,
    ),
    "unmasked_private": Quirk(style="colonial", status="Active", unmasked=UNMASKED_FIELDS),
}
ALL_QUIRKS = COMMON | EDGE_CASES
QUIRKS: dict[str, str] = {
    name: listing_id(PRAIRIE.id, FIRST + place * INTERVAL) for place, name in enumerate(ALL_QUIRKS)
}  # one listing of Prairie MLS for each quirk


def quirk_of(number: int) -> Quirk | None:
    """Each quirk once, then the common ones repeatedly."""
    turn, rest = divmod(number - FIRST, INTERVAL)
    if rest or turn < 0:
        return None
    ordered = tuple(ALL_QUIRKS.values())
    return ordered[turn if turn < len(ordered) else turn % len(COMMON)]
