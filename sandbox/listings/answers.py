"""A listing as the API answers it, in summary or in detail."""

from __future__ import annotations

from typing import Literal

from sandbox.envelope import Json
from sandbox.homes import Home, photo_items, sent
from sandbox.homes.listing import Fields
from sandbox.listings.fields import MULTISELECT, label
from sandbox.listings.query import Choice

View = Literal["Summary", "Detail"]
NONE_YET = ("Videos", "VirtualTours", "OpenHouses", "Documents", "Rooms", "Units")
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
        "StandardFields": fields | _expansions(home, choice, base),
        "LastCachedTimestamp": None,
    }
    if not choice.select or choice.wants("DisplayCompliance"):
        body["DisplayCompliance"] = _compliance(role, view)
    if view == "Detail" and choice.wants("CustomFields"):
        body["CustomFields"] = _custom_fields(home, role)
    return body


def _expansions(home: Home, choice: Choice, base: str) -> Fields:
    parts: Fields = {name: [] for name in NONE_YET if choice.wants(name)}
    if choice.wants("Photos"):
        parts["Photos"] = _photos(home, choice, base)
    elif choice.wants("PrimaryPhoto"):
        parts["Photos"] = _photos(home, choice, base)[:1]
    return parts


def _photos(home: Home, choice: Choice, base: str) -> list[Fields]:
    items = photo_items(home.id, home.photos, base, home.large_photos)
    attributes = choice.attributes("Photos")
    if not attributes:
        return items
    return [{name: item[name] for name in item if name in attributes | ALWAYS} for item in items]


def _compliance(role: str, view: View) -> Fields:
    """Which display rules apply, and for IDX which logo."""
    logo = {"LogoUri": "IDX", "Type": "Text"}
    return {"View": view} | ({"IDXLogo": logo, "IDXLogoSmall": logo} if role == "idx" else {})


def _custom_fields(home: Home, role: str) -> Json:
    """Labels of the MLS's own, in order; features as `{"Deck": true}`."""
    fields = sent(home, role)
    main = [{"Year of Taxes": fields.get("TaxYear")}, {"Road Surface": fields.get("RoadSurfaceType")}]
    features = [
        {label(name): [{feature: True} for feature in str(fields[name]).split(", ")]}
        for name in sorted(MULTISELECT)
        if fields.get(name) is not None
    ]
    return [{"Main": [{"General": main}], "Details": features}]
