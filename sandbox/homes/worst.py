"""The worst a listing can bring: markup in every text, a mask over everything, what is withheld sent all the same."""

from __future__ import annotations

from sandbox.envelope import Json
from sandbox.homes.listing import Fields
from sandbox.homes.names import names
from sandbox.homes.photos import SIZES_KEPT
from sandbox.sparkql import MASK

MARKUP_EVERYWHERE = (
    "<script>alert('everywhere')</script>\"><img src=x onerror=alert(1)> {{7*7}} ${7*7} it's a \"quote\" & <b>bold</b>"
)
FREE_TEXT = names(
    """
    AttributionContact CompensationDisclaimer ConstructionMaterials Cooling Directions Fencing FoundationDetails
    LaundryFeatures ListAgentEmail ListAgentFirstName ListAgentLastName ListAgentPreferredPhone ListOfficeEmail
    ListOfficeName ListOfficePhone ListOfficeURL LotSizeDimensions OwnerName PrivateRemarks PublicRemarks
    RoadSurfaceType Roof Sewer ShowingInstructions SourceMLS StreetAdditionalInfo StreetName Supplement
    UnitNumber UnparsedAddress UnparsedFirstLineAddress View WaterSource
    """
)
WORDS = names("Name Caption Comments LivestreamDescription")
PAIRS = names("Fields AdditionalInfo")
UNMASKED = SIZES_KEPT | {"Id", "ResourceUri"}
LEAKED = names("BuyerAgencyCompensation LockBoxNumber OwnerName PrivateRemarks ShowingInstructions")


def markup_in_fields(fields: Fields) -> Fields:
    return fields | dict.fromkeys(sorted(FREE_TEXT), MARKUP_EVERYWHERE)


def markup_in_part(_: Fields, item: Fields) -> Fields:
    """A photo, video, room … with markup in its words, and in labels as well as values of its pairs."""
    return {name: _with_markup(name, value) for name, value in item.items()}


def _with_markup(name: str, value: Json) -> Json:
    if name in PAIRS and isinstance(value, list):
        return [{f"{label} {MARKUP_EVERYWHERE}": MARKUP_EVERYWHERE for label in pair} for pair in value]
    return MARKUP_EVERYWHERE if name in WORDS else value


def mask_in_part(fields: Fields, item: Fields) -> Fields:
    """The same item under a mask, for whoever sees the listing so; ids and the pictures themselves stay."""
    if fields["ListPrice"] != MASK:
        return item
    return {name: value if name in UNMASKED else _under_mask(value) for name, value in item.items()}


def _under_mask(value: Json) -> Json:
    if isinstance(value, list):
        return [_under_mask(item) for item in value]
    if isinstance(value, dict):
        return {name: _under_mask(item) for name, item in value.items()}
    return None if value is None else MASK


def mask_of_key(fields: Fields) -> Fields:
    """The one field that the search itself needs is masked last, as the answer leaves."""
    return fields | {"ListingKey": MASK} if fields["ListPrice"] == MASK else fields


def street_in_part(fields: Fields, item: Fields) -> Fields:
    """Captions and comments that tell the address."""
    told = dict.fromkeys(("Caption", "Comments"), f"{fields['UnparsedFirstLineAddress']}, {fields['City']}")
    return item | {name: text for name, text in told.items() if name in item}
