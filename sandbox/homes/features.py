"""The features of a home, as StandardFields. Commas separate several values in one field."""

from __future__ import annotations

import random
from collections.abc import Sequence

from sandbox.homes.house import Building, House
from sandbox.homes.listing import Fields, field_names

BUILDING_FIELDS = field_names(
    """
    ArchitecturalStyle AssociationFee AssociationFeeFrequency AssociationYN AttachedGarageYN Basement BathsFull
    BathsHalf BathsThreeQuarter BathsTotal BedsTotal BuildingAreaTotal ConstructionMaterials Cooling
    ExteriorFeatures FireplaceFeatures FireplaceFuel FireplacesTotal Flooring FoundationDetails GarageSpaces
    GarageYN Heating HeatingFuel InteriorFeatures KitchenAppliances LaundryFeatures Levels LivingArea
    NewConstructionYN NumberOfUnitsTotal ParkingFeatures ParkingTotal PatioAndPorchFeatures PetsAllowed
    PoolFeatures Roof StoriesTotal YearBuilt
    """
)
APPLIANCES = ["Dishwasher", "Range", "Refrigerator", "Microwave", "Disposal", "Washer", "Dryer"]
INTERIOR = ["Ceiling Fan(s)", "Walk-In Closet(s)", "Kitchen Island", "Pantry", "Built-in Features", "Wet Bar"]
EXTERIOR = ["Garden", "Rain Gutters", "Storage Shed", "Fire Pit", "Sprinkler System"]
PORCHES = ["Deck", "Patio", "Front Porch", "Covered Patio", "Screened Porch"]
WALLS = {
    "cabin": "Log",
    "victorian": "Wood Siding",
    "craftsman": "Wood Siding",
    "modern": "Fiber Cement",
    "condo": "Brick",
    "townhouse": "Brick",
}


def features(house: House, rng: random.Random) -> Fields:
    fields: Fields = dict.fromkeys(sorted(BUILDING_FIELDS)) | _lot(house, rng)
    if house.building:
        fields |= _size(house, house.building) | _systems(house, house.building, rng) | _fittings(house, rng)
    return fields


def _lot(house: House, rng: random.Random) -> Fields:
    water = house.location.water
    return {
        "LotSizeAcres": house.acres,
        "LotSizeArea": house.acres,
        "LotSizeUnits": "Acres",
        "LotSizeSquareFeet": round(house.acres * 43560),
        "LotSizeDimensions": None if house.acres > 1 else f"{rng.randint(50, 95)} x {rng.randint(110, 150)}",
        "LotFeatures": random_values(rng, ["Level", "Corner Lot", "Cul-de-sac", "Wooded", "Back Lot Line Trees"], 2),
        "WaterfrontYN": water is not None,
        "WaterBodyName": water,
        "View": "Lake" if water else None,
        "Sewer": "City" if house.acres < 1 and not water else "Septic",
        "WaterSource": "City" if house.acres < 1 and not water else "Well",
        "Utilities": random_values(rng, ["Electricity Connected", "Natural Gas Connected", "Fiber Available"], 2),
        "Fencing": rng.choice([None, None, "Partial", "Wood", "Chain Link"]),
        "RoadSurfaceType": "Gravel" if house.acres > 2 else "Paved",
    }


def _size(house: House, building: Building) -> Fields:
    return {
        "YearBuilt": building.year,
        "NewConstructionYN": building.year >= 2023,
        "BedsTotal": building.beds,
        "BathsTotal": building.baths if building.half else building.full + building.three_quarter,
        "BathsFull": building.full,
        "BathsThreeQuarter": building.three_quarter,
        "BathsHalf": building.half,
        "BuildingAreaTotal": building.size,
        "LivingArea": building.size,
        "StoriesTotal": house.kind.stories,
        "Levels": {1: "One", 1.5: "One and One Half"}.get(house.kind.stories, "Two"),
        "ArchitecturalStyle": house.kind.architecture,
        "NumberOfUnitsTotal": {"Duplex": 2, "Fourplex": 4}.get(house.kind.subtype),
    }


def _systems(house: House, building: Building, rng: random.Random) -> Fields:
    boiler = building.year < 1945 and rng.random() < 0.5
    garage = building.garage > 0
    return {
        "Heating": "Hot Water" if boiler else "Forced Air",
        "HeatingFuel": "Propane" if house.acres > 2 else "Natural Gas",
        "Cooling": "Window Unit(s)" if boiler else "Central Air",
        "FireplacesTotal": building.fireplaces,
        "FireplaceFuel": "Wood" if building.fireplaces and building.year < 1960 else None,
        "GarageSpaces": building.garage,
        "GarageYN": garage,
        "AttachedGarageYN": garage and building.year > 1965,
        "ParkingTotal": building.garage + 2,
        "ParkingFeatures": "Garage, Concrete Driveway" if garage else "Off Street",
        "Basement": building.basement,
        "FoundationDetails": "Stone" if building.year < 1915 else "Concrete",
        "Roof": "Metal" if house.kind.style == "cabin" else "Asphalt Shingle",
        "ConstructionMaterials": WALLS.get(house.kind.style, "Vinyl Siding"),
    }


def _fittings(house: House, rng: random.Random) -> Fields:
    shared = house.kind.code == "G"
    return {
        "KitchenAppliances": random_values(rng, APPLIANCES, 5),
        "InteriorFeatures": random_values(rng, INTERIOR, 3),
        "Flooring": random_values(rng, ["Hardwood", "Carpet", "Tile", "Luxury Vinyl"], 2),
        "ExteriorFeatures": None if house.kind.style == "condo" else random_values(rng, EXTERIOR, 2),
        "PatioAndPorchFeatures": "Balcony" if house.kind.style == "condo" else random_values(rng, PORCHES, 2),
        "LaundryFeatures": rng.choice(["Main Level", "Lower Level", "In Unit"]),
        "AssociationYN": shared,
        "AssociationFee": rng.randrange(140, 420, 5) if shared else None,
        "AssociationFeeFrequency": "Monthly" if shared else None,
        "PetsAllowed": _pets(rng, shared),
    }


def _pets(rng: random.Random, shared: bool) -> str | None:
    if rng.random() < 0.7:
        return "Cats OK, Dogs OK"
    return "Ask" if shared else None


def random_values(rng: random.Random, choices: Sequence[str], most: int) -> str:
    """One to `most` of the choices, in the given order."""
    chosen = set(rng.sample(choices, rng.randint(1, most)))
    return ", ".join(choice for choice in choices if choice in chosen)
