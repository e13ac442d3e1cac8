"""What real listings do to a client: each oddity of Spark's data, on a few homes that can be named."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.homes.ids import listing_id
from sandbox.homes.listing import Fields
from sandbox.homes.names import names
from sandbox.homes.worst import (
    LEAKED,
    markup_in_fields,
    markup_in_part,
    mask_in_part,
    mask_of_key,
    street_in_part,
)
from sandbox.mls import PRAIRIE

FIRST, APART = 4, 11  # every 11th home has a quirk, from the fourth on
ADDRESS = names(
    """
    StreetNumber StreetName StreetSuffix StreetDirSuffix UnitNumber UnparsedAddress UnparsedFirstLineAddress
    Latitude Longitude
    """
)
OFFICE = names(
    """
    ListOfficeName ListOfficeId ListOfficePhone AttributionContact ListAgentId ListAgentFirstName
    ListAgentLastName ListAgentPreferredPhone ListAgentEmail BathsFull OriginalListPrice ListingContractDate
    OnMarketDate TaxAmount
    """
)
OFTEN_MISSING = names(
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
    """Wishes for the home, `facts` that it changes, and how it is masked and sent.

    `full` homes have open houses, videos, tours and documents of every sort. Fields that are `leaked` come in clear
    whatever the role, `all_masked` hides everything, `spell` turns fields into an odd but real way of sending them,
    and `retold` does so with an item of a part (a photo, a room …), given the fields as its reader sees them.
    """

    style: str | None = None
    status: str | None = None
    price: int | None = None
    photos: int | None = None
    building: Mapping[str, Any] = field(default_factory=dict)
    facts: Callable[[Fields], Fields] = lambda fields: fields
    full: bool = False
    masked: frozenset[str] = frozenset()
    all_masked: bool = False
    leaked: frozenset[str] = frozenset()
    spell: Callable[[Fields], Fields] | None = None
    retold: Callable[[Fields, Fields], Fields] | None = None


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
    """Decimals as text, one with a leading blank, as older answers have them."""
    decimals = ("ListPrice", "BuildingAreaTotal", "BathsTotal", "Latitude")
    texts = {name: str(float(str(fields[name]))) for name in decimals if fields[name] is not None}
    return fields | texts | {"Longitude": f" {fields['Longitude']}"}


def _without(fields: Fields) -> Fields:
    return {name: value for name, value in fields.items() if name not in OFTEN_MISSING}


COMMON: dict[str, Quirk] = {
    "masked_office": Quirk(style="ranch", status="Active", masked=OFFICE),
    "withheld_address": Quirk(
        style="colonial",
        facts=lambda fields: fields | {"VOWAddressDisplayYN": False, "PermitAddressInternetYN": False},
        masked=ADDRESS,
    ),
    "withheld_listing": Quirk(facts=lambda fields: fields | {"VOWEntireListingDisplayYN": False}),
    "no_photo": Quirk(style="ranch", photos=0),
    "sixty_photos": Quirk(style="colonial", status="Active", photos=60),
    "numbers_as_text": Quirk(style="ranch", status="Active", spell=_as_text),
    "half_baths": Quirk(
        style="colonial",
        building={"full": 2, "three_quarter": 0, "half": 1},
        spell=lambda fields: fields | {"BathsTotal": str(fields["BathsTotal"])},
    ),
    "closed": Quirk(style="craftsman", status="Closed"),
    "pending": Quirk(style="colonial", status="Pending"),
    "coming_soon": Quirk(style="modern", status="Coming Soon"),
    "zero_coordinates": Quirk(style="ranch", facts=lambda fields: fields | {"Latitude": 0, "Longitude": 0}),
    "markup": Quirk(style="victorian", status="Active", facts=lambda fields: fields | {"PublicRemarks": MARKUP}),
    "missing_keys": Quirk(style="ranch", spell=_without),
    "padded_type": Quirk(style="ranch", spell=lambda fields: fields | {"PropertyType": f"{fields['PropertyType']} "}),
    "long_address": Quirk(style="townhouse", status="Active", facts=_long_address),
    "no_price": Quirk(
        style="land", status="Active", facts=lambda fields: fields | {"ListPrice": None, "CurrentPricePublic": None}
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
WORST: dict[str, Quirk] = {
    "every_field_masked": Quirk(
        style="colonial", status="Active", full=True, all_masked=True, spell=mask_of_key, retold=mask_in_part
    ),
    "markup_everywhere": Quirk(
        style="modern", status="Active", full=True, facts=markup_in_fields, retold=markup_in_part
    ),
    "withheld_but_sent": Quirk(
        style="craftsman",
        status="Active",
        full=True,
        facts=lambda fields: fields | {"VOWAddressDisplayYN": False},
        retold=street_in_part,
    ),
    "unmasked_private": Quirk(style="colonial", status="Active", leaked=LEAKED),
}
EVERY_QUIRK = COMMON | WORST
QUIRKS: dict[str, str] = {
    name: listing_id(PRAIRIE.id, FIRST + place * APART) for place, name in enumerate(EVERY_QUIRK)
}  # a listing of Prairie MLS for each


def quirk_of(number: int) -> Quirk | None:
    """Each once, then the common ones again and again."""
    turn, rest = divmod(number - FIRST, APART)
    if rest or turn < 0:
        return None
    ordered = tuple(EVERY_QUIRK.values())
    return ordered[turn if turn < len(ordered) else turn % len(COMMON)]
