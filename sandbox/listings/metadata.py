"""What the MLS calls its fields and property types, and which values they take.

Follows https://sparkplatform.com/docs/api_services/standard_fields and property_types.
"""

from __future__ import annotations

from functools import cache

from flask import Blueprint, Response

from sandbox.access import current
from sandbox.envelope import SparkFault, enveloped, results
from sandbox.homes import homes
from sandbox.homes.kinds import PROPERTY_TYPES
from sandbox.homes.listing import Fields
from sandbox.homes.names import names
from sandbox.listings.fields import (
    MULTISELECT,
    each_value,
    kind_of,
    label,
    searchable,
    standard_fields,
    used_by,
    values,
)
from sandbox.listings.reads import reads_only
from sandbox.mls import EVERY_MLS

LISTED = MULTISELECT | names(
    """
    ArchitecturalStyle Basement City CountyOrParish Heating MLSAreaMajor MlsStatus PostalCode PropertySubType
    PropertyType StandardStatus StateOrProvince SubdivisionName WaterBodyName
    """
)
APPLIES = {"PropertySubType": "Applies To", "ArchitecturalStyle": "AppliesTo", "KitchenAppliances": "AppliesTo"}
NEWER = names("ArchitecturalStyle LotSizeAcres YearBuilt")  # described as newer answers do
TYPES_OF_DATA = {"MultiSelect": "Character"}

bp = Blueprint("metadata", __name__)
bp.before_request(reads_only)


@bp.route("/v1/propertytypes", methods=["GET", "POST"])
@bp.route("/v1/propertytypes/all", methods=["GET", "POST"])
@bp.route("/v1/mls/<mls_id>/propertytypes", methods=["GET", "POST"])
def property_types(mls_id: str | None = None) -> Response:
    _known(mls_id)
    return results([{"MlsName": name, "MlsCode": code} for code, name in PROPERTY_TYPES.items()])


@bp.route("/v1/standardfields", methods=["GET", "POST"])
@bp.route("/v1/mls/<mls_id>/standardfields", methods=["GET", "POST"])
def every_field(mls_id: str | None = None) -> Response:
    """All fields in one map; the values of a list come with the single field only."""
    return dated({name: _described(_known(mls_id), name) for name in standard_fields()})


@bp.route("/v1/standardfields/<name>", methods=["GET", "POST"])
@bp.route("/v1/mls/<mls_id>/standardfields/<name>", methods=["GET", "POST"])
def one_field(name: str, mls_id: str | None = None) -> Response:
    mls = _known(mls_id)
    if name not in standard_fields():
        raise SparkFault(404, 404, "Not Found")
    listed: Fields = {"FieldList": _items(mls, name)} if name in LISTED else {}
    return dated({name: _described(mls, name) | listed})


@bp.route("/v1/standardfields/<name>/FieldList", methods=["GET", "POST"])
def field_list(name: str) -> Response:
    if name not in LISTED:
        raise SparkFault(404, 404, "Not Found")
    return results(_items(current().mls_id, name))


def dated(described: Fields) -> Response:
    """A map of fields, with the time of the MLS's last change to them."""
    return enveloped({"Success": True, "LastUpdated": "2025-03-04T09:12:44Z", "Results": [described]})


def _known(mls_id: str | None) -> str:
    """The MLS named, that of the session if none is."""
    if mls_id is not None and mls_id not in EVERY_MLS:
        raise SparkFault(404, 404, "Not Found")
    return mls_id or current().mls_id


@cache
def _described(mls_id: str, name: str) -> Fields:
    kind = kind_of(name)
    return {
        "ResourceUri": f"/v1/standardfields/{name}",
        "Label": label(name),
        "Type": TYPES_OF_DATA.get(kind, kind),
        "Searchable": name in searchable(),
        "HasList": name in LISTED,
        "MaxListSize": len(_items(mls_id, name)) if name in LISTED else 0,
        "MultiSelect": name in MULTISELECT,
        "MlsVisible": {"PropertyTypes": used_by(mls_id, name)} if name in NEWER else used_by(mls_id, name),
        "Nullable": name not in {"ListingKey", "ListingId", "MlsId", "MlsStatus", "PropertyType"},
        "Currency": name.endswith("Price") or name in {"AssociationFee", "TaxAmount"},
    }


@cache
def _items(mls_id: str, name: str) -> list[Fields]:
    """In alphabetical order, but the two commonest cities on top with leading blanks, which is how an MLS pins them."""
    ranked = values(mls_id, name)
    pinned = 2 if name == "City" else 0
    return [
        _item(mls_id, name, value, " " * (pinned - place))
        for place, value in enumerate(ranked[:pinned] + sorted(ranked[pinned:]))
    ]


def _item(mls_id: str, name: str, value: str, blanks: str) -> Fields:
    """The property types it is for only where that says something, under the older key or the newer."""
    spoken = PROPERTY_TYPES[value] if name == "PropertyType" else value
    item: Fields = {"Name": blanks + spoken, "Value": value}
    if name not in APPLIES:
        return item
    having = {
        str(home.fields["PropertyType"]) for home in homes(mls_id) if value in each_value(home.fields[name], name)
    }
    return item if having == set(used_by(mls_id, name)) else item | {APPLIES[name]: sorted(having)}
