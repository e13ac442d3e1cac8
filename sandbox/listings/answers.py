"""A listing as the API answers it, in summary or in detail."""

from __future__ import annotations

from typing import Literal

from sandbox.homes import Home, sent
from sandbox.homes.listing import Fields
from sandbox.listings.custom_fields import custom_fields
from sandbox.listings.parts import part
from sandbox.listings.query import Choice

View = Literal["Summary", "Detail"]
IN_SUMMARY = ("Photos", "Videos", "VirtualTours", "OpenHouses")
IN_DETAIL = ("Documents", "Rooms", "Units")
BESIDE_FIELDS = ("FloPlans", "FloorPlans")
ALWAYS = {"Id", "ResourceUri"}


def answer(home: Home, role: str, view: View, choice: Choice, base: str) -> Fields:
    """The listing object; `base` is the address of the photo server.

    With `_select`, only what is named comes, `DisplayCompliance` included; `Id` and `ResourceUri` always do.
    """
    fields = sent(home, role)
    if choice.select:
        fields = {name: fields[name] for name in choice.select if name in fields}
    body: Fields = {
        "Id": home.id,
        "ResourceUri": f"/v1/listings/{home.id}",
        "StandardFields": fields | _expansions(home, role, view, choice, base),
        "LastCachedTimestamp": None,
    }
    if not choice.select or choice.wants("DisplayCompliance"):
        body["DisplayCompliance"] = _compliance(role, view)
    return body | (_beside_fields(home, role, choice, base) if view == "Detail" else {})


def _beside_fields(home: Home, role: str, choice: Choice, base: str) -> Fields:
    """What a single listing alone has, on top and not inside its StandardFields."""
    parts: Fields = {name: part(home, role, name, base) for name in BESIDE_FIELDS if choice.wants(name)}
    if choice.wants("CustomFields"):
        parts["CustomFields"] = custom_fields(home, role)
    return parts


def _expansions(home: Home, role: str, view: View, choice: Choice, base: str) -> Fields:
    wanted = [name for name in (*IN_SUMMARY, *(IN_DETAIL if view == "Detail" else ())) if choice.wants(name)]
    parts: Fields = {name: _narrowed(part(home, role, name, base), choice.attributes(name)) for name in wanted}
    if choice.wants("PrimaryPhoto") and "Photos" not in parts:
        parts["Photos"] = _narrowed(part(home, role, "Photos", base)[:1], choice.attributes("Photos"))
    return parts


def _narrowed(items: list[Fields], attributes: set[str]) -> list[Fields]:
    if not attributes:
        return items
    return [{name: item[name] for name in item if name in attributes | ALWAYS} for item in items]


def _compliance(role: str, view: View) -> Fields:
    """Which display rules apply, and for IDX which logo."""
    logo = {"LogoUri": "IDX", "Type": "Text"}
    return {"View": view} | ({"IDXLogo": logo, "IDXLogoSmall": logo} if role == "idx" else {})
