"""The StandardFields of a listing, before any mask.

Follows https://sparkplatform.com/docs/api_services/listings and standard_fields.
"""

from __future__ import annotations

import random
from datetime import UTC, datetime

from sandbox.homes.features import features
from sandbox.homes.home_types import PROPERTY_TYPES
from sandbox.homes.house import House
from sandbox.homes.listing import Fields, Listing, field_names
from sandbox.homes.permissions import display_permissions, private_fields
from sandbox.homes.remarks import remarks
from sandbox.homes.sale import Sale
from sandbox.people import Agent

UNUSED_FIELDS = field_names(
    """
    AboveGradeFinishedArea AccessibilityFeatures AssociationPhone BathsOneQuarter BelowGradeFinishedArea
    BuilderName BusinessName BuyerFinancing BuyerOfficeId BuyerOfficeName CancelDate CarportSpaces CoBuyerAgentId
    CoListAgentEmail CoListAgentFirstName CoListAgentId CoListAgentLastName CoListAgentPreferredPhone
    CoListOfficeId CoListOfficeName CoListOfficePhone Contingency CopyrightNotice CrossStreet Directions
    Disclaimer Disclosures DoorFeatures ElementarySchool Exclusions FrontageLength GreenCertificationRating
    HighSchool HomeWarrantyYN Inclusions LandLeaseYN LeaseConsideredYN ListAgentDesignation ListAgentURL
    ListPriceHigh ListPriceLow LotDimensionsSource MLSAreaMinor MiddleOrJuniorSchool Model NumberOfPads
    OffMarketDate OriginalEntryTimestamp OtherStructures ParcelNumber ParkName PendingDate PermitAVMInternetYN
    Possession PostalCodePlus4 PreviousRentOrLeasePrice PurchaseContractDate RentOrLeasePrice RoomsTotal
    SchoolDistrict SecurityFeatures SpaFeatures SpecialListingConditions StreetAdditionalInfo StreetDirPrefix
    Supplement TaxAssessedValue TaxBlock TaxLegalDescription TaxLot Township VirtualTourURLBranded
    VirtualTourURLUnbranded WaterfrontFeatures WindowFeatures WithdrawDate YearBuiltDetails YearBuiltEffective
    Zoning
    """
)


def build_standard_fields(listing: Listing, rng: random.Random) -> Fields:
    parts = (
        _identity(listing),
        _state(listing),
        _address(listing.house),
        _people(listing.agent),
        display_permissions(rng),
    )
    fields: Fields = dict.fromkeys(sorted(UNUSED_FIELDS))
    for part in (*parts, _dates(listing.sale), features(listing.house, rng), private_fields(listing, rng)):
        fields |= part
    return fields | {"PublicRemarks": remarks(listing.house, rng)}


def _identity(listing: Listing) -> Fields:
    number = 10_000 + listing.house.number * 7
    return {
        "ListingKey": listing.id,
        "ListingId": f"25-{number}",
        "ListingNumber": number,
        "ListingPrefix": "25",
        "MlsId": listing.mls.id,
        "SourceMLS": listing.mls.name,
        "PropertyType": listing.house.kind.code,
        "PropertyClass": PROPERTY_TYPES[listing.house.kind.code],
        "PropertySubType": listing.house.kind.subtype,
        "PhotosCount": listing.photo_count,
        "VideosCount": 0,
        "VirtualToursCount": 0,
        "OpenHousesCount": 0,
        "DocumentsCount": 0,
    }


def _state(listing: Listing) -> Fields:
    sale, owned = listing.sale, listing.house.kind.code != "F"
    return {
        "MlsStatus": {"Active Under Contract": "Contingent", "Closed": "Sold"}.get(sale.status, sale.status),
        "StandardStatus": sale.status,
        "ListPrice": sale.price,
        "CurrentPricePublic": sale.close_price or sale.price,
        "OriginalListPrice": sale.original,
        "PreviousListPrice": sale.previous,
        "ClosePrice": sale.close_price,
        "ListPriceCurrency": "USD",
        "RentOrLeasePriceFrequency": None if owned else "Monthly",
        "MajorChangeType": _major_change(sale),
        "TaxAmount": round(sale.original * (0.0098 + listing.house.number % 9 / 2000), 2) if owned else None,
        "TaxYear": 2024 if owned else None,
    }


def _major_change(sale: Sale) -> str:
    if sale.status != "Active":
        return {"Coming Soon": "Coming Soon", "Closed": "Sold"}.get(sale.status, "Pending")
    return "Price Change" if sale.price_changed else "New Listing"


def _dates(sale: Sale) -> Fields:
    on_market = (min(sale.status_changed, datetime.now(UTC)) - sale.listed).days
    return {
        "ModificationTimestamp": format_timestamp(sale.modified),
        "ListingUpdateTimestamp": format_timestamp(sale.modified),
        "StatusChangeTimestamp": format_timestamp(sale.status_changed),
        "PriceChangeTimestamp": format_timestamp(sale.price_changed),
        "MajorChangeTimestamp": format_timestamp(max(sale.price_changed or sale.listed, sale.status_changed)),
        "OriginalOnMarketTimestamp": format_timestamp(sale.listed),
        "OnMarketDate": f"{sale.listed:%Y-%m-%d}",
        "ListingContractDate": f"{sale.listed:%Y-%m-%d}",
        "CloseDate": sale.closed.isoformat() if sale.closed else None,
        "DaysOnMarket": max(0, on_market),
        "CumulativeDaysOnMarket": max(0, on_market),
    }


def format_timestamp(moment: datetime | None) -> str | None:
    """UTC with a `Z`, as in listings."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def _address(house: House) -> Fields:
    location, street = house.location, house.location.street
    first_line = f"{location.number} {street}" + (f" #{location.unit}" if location.unit else "")
    return {
        "UnparsedAddress": f"{first_line}, {location.town.name}, {location.town.state} {location.postal_code}",
        "UnparsedFirstLineAddress": first_line,
        "StreetNumber": location.number,
        "StreetName": street.name,
        "StreetSuffix": street.suffix or None,
        "StreetDirSuffix": street.direction or None,
        "UnitNumber": location.unit,
        "City": location.town.name,
        "PostalCity": location.town.name,
        "StateOrProvince": location.town.state,
        "PostalCode": location.postal_code,
        "CountyOrParish": location.town.county,
        "Country": "US",
        "SubdivisionName": location.area,
        "MLSAreaMajor": f"{location.town.county} County",
        "Latitude": location.latitude,
        "Longitude": location.longitude,
    }


def co_agent_fields(other: Agent, *, sold: bool) -> Fields:
    """The co-listing agent, and the buyer's office once the home is sold."""
    buyer = {"BuyerOfficeId": other.office.id, "BuyerOfficeName": other.office.name} if sold else {}
    return {
        "CoListAgentId": other.id,
        "CoListAgentFirstName": other.given_name,
        "CoListAgentLastName": other.family_name,
        "CoListAgentPreferredPhone": other.phone,
        "CoListAgentEmail": other.login,
        "CoListOfficeId": other.office.id,
        "CoListOfficeName": other.office.name,
        "CoListOfficePhone": other.office.phone,
        **buyer,
    }


def _people(agent: Agent) -> Fields:
    office = agent.office
    return {
        "ListAgentId": agent.id,
        "ListAgentFirstName": agent.given_name,
        "ListAgentLastName": agent.family_name,
        "ListAgentPreferredPhone": agent.phone,
        "ListAgentPreferredPhoneExt": None,
        "ListAgentEmail": agent.login,
        "ListOfficeId": office.id,
        "ListOfficeName": office.name,
        "ListOfficePhone": office.phone,
        "ListOfficePhoneExt": None,
        "ListOfficeEmail": None,
        "ListOfficeURL": None,
        "AttributionContact": office.phone,
        "CompensationDisclaimer": None,
    }
