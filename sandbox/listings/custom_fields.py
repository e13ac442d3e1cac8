"""The fields that an MLS made for itself, under labels of its own.

Follows https://sparkplatform.com/docs/api_services/listing_meta/custom_fields.
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.envelope import Json
from sandbox.homes import Home, seen
from sandbox.homes.listing import Fields
from sandbox.listings.fields import MULTISELECT, label
from sandbox.sparkql import MASK

# group -> label -> the standard field that the value is taken from
MAIN: dict[str, dict[str, str]] = {
    "General": {
        "Year of Taxes": "TaxYear",
        "Road Surface": "RoadSurfaceType",
        "Lot Dimensions / Source": "LotSizeDimensions",
    },
    "Contract Information": {"Days on Market (MLS)": "DaysOnMarket", "Lockbox #": "LockBoxNumber"},
    "Directions & More": {"Driving Directions": "Directions", "Additional Remarks": "Supplement"},
}
SCHOOL = "School"
CUSTOM: dict[str, tuple[str, ...]] = {group: tuple(members) for group, members in MAIN.items()} | {"Schools": (SCHOOL,)}
DETAILS = {name: label(name) for name in sorted(MULTISELECT)}


def custom_fields(home: Home, role: str) -> list[Json]:
    """Ordered objects of one key each; a label may come twice, and what is not for the role comes as a mask."""
    fields = seen(home, role)
    main: list[Json] = [{group: _main(members, fields)} for group, members in MAIN.items()]
    main.append({"Schools": _schools(fields)})
    details = [
        {spoken: _features(str(home.fields[name]), masked=fields[name] == MASK)}
        for name, spoken in DETAILS.items()
        if home.fields[name] is not None
    ]
    return [{"Main": main, "Details": details}]


def _main(members: Mapping[str, str], fields: Fields) -> list[Json]:
    return [{spoken: fields[name]} for spoken, name in members.items() if fields[name] is not None]


def _schools(fields: Fields) -> list[Json]:
    """Two under one label, as many MLSs have them."""
    city = fields["City"]
    return [{SCHOOL: MASK if city == MASK else f"{city} {level}"} for level in ("Elementary", "High")]


def _features(listed: str, *, masked: bool) -> list[Json]:
    return [{feature: MASK if masked else True} for feature in listed.split(", ")]
