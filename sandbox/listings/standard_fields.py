"""Metadata: the standard fields, their values, and the property types.

Follows https://sparkplatform.com/docs/api_services/standard_fields and property_types.
"""

from __future__ import annotations

from functools import cache

from flask import Blueprint, Response

from sandbox.auth import current_access
from sandbox.errors import SparkError
from sandbox.homes import homes
from sandbox.homes.home_types import PROPERTY_TYPES
from sandbox.homes.listing import Fields, field_names
from sandbox.listings.fields import (
    MULTISELECT,
    field_kind,
    field_label,
    field_values,
    property_types_using,
    searchable_fields,
    split_values,
    standard_field_names,
)
from sandbox.listings.query import require_read
from sandbox.mls import MLS_BY_ID
from sandbox.responses import enveloped, results

LIST_FIELDS = MULTISELECT | field_names(
    """
    ArchitecturalStyle Basement City CountyOrParish Heating MLSAreaMajor MlsStatus PostalCode PropertySubType
    PropertyType StandardStatus StateOrProvince SubdivisionName WaterBodyName
    """
)
APPLIES_TO_KEYS = {"PropertySubType": "Applies To", "ArchitecturalStyle": "AppliesTo", "KitchenAppliances": "AppliesTo"}
NEW_FORMAT_FIELDS = field_names("ArchitecturalStyle LotSizeAcres YearBuilt")  # these use the format of newer responses
DATA_TYPES = {"MultiSelect": "Character"}

bp = Blueprint("metadata", __name__)
bp.before_request(require_read)


@bp.route("/v1/propertytypes", methods=["GET", "POST"])
@bp.route("/v1/propertytypes/all", methods=["GET", "POST"])
@bp.route("/v1/mls/<mls_id>/propertytypes", methods=["GET", "POST"])
def list_property_types(mls_id: str | None = None) -> Response:
    _require_mls(mls_id)
    return results([{"MlsName": name, "MlsCode": code} for code, name in PROPERTY_TYPES.items()])


@bp.route("/v1/standardfields", methods=["GET", "POST"])
@bp.route("/v1/mls/<mls_id>/standardfields", methods=["GET", "POST"])
def list_standard_fields(mls_id: str | None = None) -> Response:
    """All fields in one map, without the values of lists."""
    return metadata_response({name: _describe(_require_mls(mls_id), name) for name in standard_field_names()})


@bp.route("/v1/standardfields/<name>", methods=["GET", "POST"])
@bp.route("/v1/mls/<mls_id>/standardfields/<name>", methods=["GET", "POST"])
def get_standard_field(name: str, mls_id: str | None = None) -> Response:
    mls = _require_mls(mls_id)
    if name not in standard_field_names():
        raise SparkError(404, 404, "Not Found")
    field_list: Fields = {"FieldList": _items(mls, name)} if name in LIST_FIELDS else {}
    return metadata_response({name: _describe(mls, name) | field_list})


@bp.route("/v1/standardfields/<name>/FieldList", methods=["GET", "POST"])
def get_field_list(name: str) -> Response:
    if name not in LIST_FIELDS:
        raise SparkError(404, 404, "Not Found")
    return results(_items(current_access().mls_id, name))


def metadata_response(described: Fields) -> Response:
    """A map of fields, with the time of their last change."""
    return enveloped({"Success": True, "LastUpdated": "2025-03-04T09:12:44Z", "Results": [described]})


def _require_mls(mls_id: str | None) -> str:
    """The named MLS, or the session's."""
    if mls_id is not None and mls_id not in MLS_BY_ID:
        raise SparkError(404, 404, "Not Found")
    return mls_id or current_access().mls_id


@cache
def _describe(mls_id: str, name: str) -> Fields:
    kind, property_types = field_kind(name), property_types_using(mls_id, name)
    return {
        "ResourceUri": f"/v1/standardfields/{name}",
        "Label": field_label(name),
        "Type": DATA_TYPES.get(kind, kind),
        "Searchable": name in searchable_fields(),
        "HasList": name in LIST_FIELDS,
        "MaxListSize": len(_items(mls_id, name)) if name in LIST_FIELDS else 0,
        "MultiSelect": name in MULTISELECT,
        "MlsVisible": {"PropertyTypes": property_types} if name in NEW_FORMAT_FIELDS else property_types,
        "Nullable": name not in {"ListingKey", "ListingId", "MlsId", "MlsStatus", "PropertyType"},
        "Currency": name.endswith("Price") or name in {"AssociationFee", "TaxAmount"},
    }


@cache
def _items(mls_id: str, name: str) -> list[Fields]:
    """In alphabetical order. The two most frequent cities come first, with leading spaces, as an MLS pins them."""
    ranked = field_values(mls_id, name)
    pinned = 2 if name == "City" else 0
    return [
        _item(mls_id, name, value, " " * (pinned - place))
        for place, value in enumerate(ranked[:pinned] + sorted(ranked[pinned:]))
    ]


def _item(mls_id: str, name: str, value: str, prefix: str) -> Fields:
    """A value, with its property types if it does not apply to all of them."""
    label = PROPERTY_TYPES[value] if name == "PropertyType" else value
    item: Fields = {"Name": prefix + label, "Value": value}
    if name not in APPLIES_TO_KEYS:
        return item
    having = {
        str(home.fields["PropertyType"]) for home in homes(mls_id) if value in split_values(home.fields[name], name)
    }
    return item if having == set(property_types_using(mls_id, name)) else item | {APPLIES_TO_KEYS[name]: sorted(having)}
