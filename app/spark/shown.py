"""Which of a listing's fields a consumer may be shown: those named here, in our own order, and no others.

What is told elsewhere on the page (price, status, address, credit) is not among them; what is for agents only, or is no
business of a portal (private remarks, owner, showing, compensation, schools, estimates of value), must never be.
"""

from __future__ import annotations

import re

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
MONEY = {"TaxAmount", "AssociationFee", "AssociationFee2", "LandLeaseFee"}
AREAS = {"LivingArea", "AboveGradeFinishedArea", "BelowGradeFinishedArea", "LotSizeSquareFeet"}
TELLS_THE_PLACE = {"ParcelNumber", "CrossStreet", "Directions"}
"""Fields that lead to a home whose address is withheld."""

_PRIVATE = re.compile(
    r"private|confidential|agent|broker|office use|internal|owner|occupant|tenant|seller|lock\W*box|key\W?safe|gate"
    r"|code|alarm|password|showing|appointment|access|compensation|commission|bonus|incentive|agreement|listing type"
    r"|phone|e-?mail|contact|school|crime|demographic|population|income|race|religio|valuation|estimated value|\bavm\b",
    re.IGNORECASE,
)
_PLACE = re.compile(r"address|street|direction|parcel|legal|\blot n|coordinate|latitude|longitude|map", re.IGNORECASE)


def sounds_private(*names: str) -> bool:
    """Whether a field or group that an MLS named itself may be for agents only, or no business of a portal."""
    return any(_PRIVATE.search(name) for name in names)


def sounds_like_a_place(*names: str) -> bool:
    """Whether a field that an MLS named itself may lead to the home."""
    return any(_PLACE.search(name) for name in names)
