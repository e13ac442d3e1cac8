"""Hostile listings: markup in every text, masks everywhere, and withheld values that are sent anyway."""

from __future__ import annotations

from sandbox.homes.listing import Fields, field_names
from sandbox.homes.photos import SIZES_KEPT
from sandbox.responses import Json
from sandbox.sparkql import MASK

MARKUP_EVERYWHERE = (
    "<script>alert('everywhere')</script>\"><img src=x onerror=alert(1)> {{7*7}} ${7*7} it's a \"quote\" & <b>bold</b>"
)
FREE_TEXT = field_names(
    """
    AttributionContact CompensationDisclaimer ConstructionMaterials Cooling Directions Fencing FoundationDetails
    LaundryFeatures ListAgentEmail ListAgentFirstName ListAgentLastName ListAgentPreferredPhone ListOfficeEmail
    ListOfficeName ListOfficePhone ListOfficeURL LotSizeDimensions OwnerName PrivateRemarks PublicRemarks
    RoadSurfaceType Roof Sewer ShowingInstructions SourceMLS StreetAdditionalInfo StreetName Supplement
    UnitNumber UnparsedAddress UnparsedFirstLineAddress View WaterSource
    """
)
TEXT_KEYS = field_names("Name Caption Comments LivestreamDescription")
PAIR_KEYS = field_names("Fields AdditionalInfo")
NEVER_MASKED = SIZES_KEPT | {"Id", "ResourceUri"}
UNMASKED_FIELDS = field_names("BuyerAgencyCompensation LockBoxNumber OwnerName PrivateRemarks ShowingInstructions")


def markup_in_fields(fields: Fields) -> Fields:
    return fields | dict.fromkeys(sorted(FREE_TEXT), MARKUP_EVERYWHERE)


def markup_in_item(_: Fields, item: Fields) -> Fields:
    """A photo, video or room with markup in its texts, and in the labels and values of its pairs."""
    return {name: _with_markup(name, value) for name, value in item.items()}


def _with_markup(name: str, value: Json) -> Json:
    if name in PAIR_KEYS and isinstance(value, list):
        return [{f"{label} {MARKUP_EVERYWHERE}": MARKUP_EVERYWHERE for label in pair} for pair in value]
    return MARKUP_EVERYWHERE if name in TEXT_KEYS else value


def mask_item(fields: Fields, item: Fields) -> Fields:
    """Mask an item for readers who see the listing masked. Ids and photo URLs stay."""
    if fields["ListPrice"] != MASK:
        return item
    return {name: value if name in NEVER_MASKED else _under_mask(value) for name, value in item.items()}


def _under_mask(value: Json) -> Json:
    if isinstance(value, list):
        return [_under_mask(item) for item in value]
    if isinstance(value, dict):
        return {name: _under_mask(item) for name, item in value.items()}
    return None if value is None else MASK


def mask_listing_key(fields: Fields) -> Fields:
    """Mask the key, which the search itself needs, only in the response."""
    return fields | {"ListingKey": MASK} if fields["ListPrice"] == MASK else fields


def address_in_item(fields: Fields, item: Fields) -> Fields:
    """Put the address into captions and comments."""
    texts = dict.fromkeys(("Caption", "Comments"), f"{fields['UnparsedFirstLineAddress']}, {fields['City']}")
    return item | {name: text for name, text in texts.items() if name in item}
