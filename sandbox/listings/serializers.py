"""A listing as Spark's JSON, in summary or in detail."""

from __future__ import annotations

from typing import Literal

from sandbox.homes import Home, response_fields
from sandbox.homes.listing import Fields
from sandbox.listings.custom_fields import serialize_custom_fields
from sandbox.listings.expansions import expand
from sandbox.listings.query import Selection

View = Literal["Summary", "Detail"]
SUMMARY_EXPANSIONS = ("Photos", "Videos", "VirtualTours", "OpenHouses")
DETAIL_EXPANSIONS = ("Documents", "Rooms", "Units")
TOP_LEVEL_EXPANSIONS = ("FloPlans", "FloorPlans")
ALWAYS_INCLUDED = {"Id", "ResourceUri"}


def serialize_listing(home: Home, role: str, view: View, selection: Selection, base: str) -> Fields:
    """The listing object. `base` is the URL of the photos.

    `_select` limits it to the named fields and `DisplayCompliance`, if named. `Id` and `ResourceUri` are always there.
    """
    fields = response_fields(home, role)
    if selection.select:
        fields = {name: fields[name] for name in selection.select if name in fields}
    body: Fields = {
        "Id": home.id,
        "ResourceUri": f"/v1/listings/{home.id}",
        "StandardFields": fields | _expansions(home, role, view, selection, base),
        "LastCachedTimestamp": None,
    }
    if not selection.select or selection.includes("DisplayCompliance"):
        body["DisplayCompliance"] = _display_compliance(role, view)
    return body | (_top_level_expansions(home, role, selection, base) if view == "Detail" else {})


def _top_level_expansions(home: Home, role: str, selection: Selection, base: str) -> Fields:
    """What only a single listing has, beside its StandardFields and not inside."""
    parts: Fields = {name: expand(home, role, name, base) for name in TOP_LEVEL_EXPANSIONS if selection.includes(name)}
    if selection.includes("CustomFields"):
        parts["CustomFields"] = serialize_custom_fields(home, role)
    return parts


def _expansions(home: Home, role: str, view: View, selection: Selection, base: str) -> Fields:
    available = SUMMARY_EXPANSIONS + DETAIL_EXPANSIONS if view == "Detail" else SUMMARY_EXPANSIONS
    parts: Fields = {}
    for name in filter(selection.includes, available):
        parts[name] = _select_attributes(expand(home, role, name, base), selection.attributes(name))
    if selection.includes("PrimaryPhoto") and "Photos" not in parts:
        parts["Photos"] = _select_attributes(expand(home, role, "Photos", base)[:1], selection.attributes("Photos"))
    return parts


def _select_attributes(items: list[Fields], attributes: set[str]) -> list[Fields]:
    if not attributes:
        return items
    return [{name: item[name] for name in item if name in attributes | ALWAYS_INCLUDED} for item in items]


def _display_compliance(role: str, view: View) -> Fields:
    """The display rules of the view, and for IDX the logo."""
    logo = {"LogoUri": "IDX", "Type": "Text"}
    return {"View": view} | ({"IDXLogo": logo, "IDXLogoSmall": logo} if role == "idx" else {})
