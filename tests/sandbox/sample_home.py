"""A home for filter tests."""

from __future__ import annotations

from sandbox.sparkql import FieldKind, Row, compile_filter

FIELDS: dict[str, FieldKind] = {
    "City": "Character",
    "Cooling": "MultiSelect",
    "BedsTotal": "Integer",
    "ListPrice": "Decimal",
    "GarageYN": "Boolean",
    "OnMarketDate": "Date",
    "ModificationTimestamp": "Datetime",
    "Location": "Shape",
    '"General"."Road Surface"': "Character",
}
HOME: Row = {
    "City": "Fargo",
    "Cooling": "Central Air, Heat Pump",
    "BedsTotal": 3,
    "ListPrice": " 389900.5",
    "GarageYN": True,
    "OnMarketDate": "2026-01-31",
    "ModificationTimestamp": "2026-01-31T17:30:15Z",
    "Latitude": "46.87",
    "Longitude": " -96.79",
    '"General"."Road Surface"': "Gravel",
}


def matches(text: str, **changes: object) -> bool:
    return compile_filter(text, FIELDS)({**HOME, **changes})
