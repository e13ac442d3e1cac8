"""What the MLS calls its fields and property types, and which values they take.

Follows https://sparkplatform.com/docs/api_services/standard_fields and property_types.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from flask import Blueprint, Response

from sandbox.access import current
from sandbox.envelope import Json, SparkFault, results
from sandbox.homes import homes
from sandbox.homes.kinds import PROPERTY_TYPES
from sandbox.homes.listing import Fields
from sandbox.homes.names import names
from sandbox.listings.fields import MULTISELECT, kind_of, label, searchable, standard_fields
from sandbox.listings.reads import reads_only

LISTED = MULTISELECT | names(
    """
    ArchitecturalStyle Basement City CountyOrParish Heating MLSAreaMajor MlsStatus PostalCode PropertySubType
    PropertyType StandardStatus StateOrProvince SubdivisionName WaterBodyName
    """
)
TYPES_OF_DATA = {"MultiSelect": "Character"}

bp = Blueprint("metadata", __name__)
bp.before_request(reads_only)


@bp.route("/v1/propertytypes", methods=["GET", "POST"])
def property_types() -> Response:
    return results([{"MlsName": name, "MlsCode": code} for code, name in PROPERTY_TYPES.items()])


@bp.route("/v1/standardfields", methods=["GET", "POST"])
def every_field() -> Response:
    """All fields in one map; the values of a list come with the single field only."""
    return results([{name: _described(current().mls_id, name) for name in standard_fields()}])


@bp.route("/v1/standardfields/<name>", methods=["GET", "POST"])
def one_field(name: str) -> Response:
    if name not in standard_fields():
        raise SparkFault(404, 404, "Not Found")
    mls_id = current().mls_id
    values: Fields = {"FieldList": _values(mls_id, name)} if name in LISTED else {}
    return results([{name: _described(mls_id, name) | values}])


@cache
def _described(mls_id: str, name: str) -> Fields:
    kind = kind_of(name)
    return {
        "ResourceUri": f"/v1/standardfields/{name}",
        "Label": label(name),
        "Type": TYPES_OF_DATA.get(kind, kind),
        "Searchable": name in searchable(),
        "HasList": name in LISTED,
        "MaxListSize": len(_values(mls_id, name)) if name in LISTED else 0,
        "MultiSelect": name in MULTISELECT,
        "MlsVisible": _used_by(mls_id, name),
        "Nullable": name not in {"ListingKey", "ListingId", "MlsId", "MlsStatus", "PropertyType"},
        "Currency": name.endswith("Price") or name in {"AssociationFee", "TaxAmount"},
    }


@cache
def _used_by(mls_id: str, name: str) -> list[str]:
    """The codes of the property types that have the field; empty where the MLS does not use it."""
    return sorted({str(home.fields["PropertyType"]) for home in homes(mls_id) if home.fields[name] is not None})


@cache
def _values(mls_id: str, name: str) -> list[Json]:
    """The commonest first, the two on top with leading blanks, which is how an MLS pins them there."""
    counts = Counter(value for home in homes(mls_id) for value in _each(home.fields[name], name))
    ranked = [value for value, _ in counts.most_common()]
    pinned = 2 if name == "City" else 0
    return [
        _item(mls_id, name, value, " " * (pinned - place))
        for place, value in enumerate(ranked[:pinned] + sorted(ranked[pinned:]))
    ]


def _each(value: Json, name: str) -> list[str]:
    if value is None:
        return []
    return str(value).split(", ") if name in MULTISELECT else [str(value)]


def _item(mls_id: str, name: str, value: str, blanks: str) -> Json:
    """`Applies To`, with its blank, only where it says something."""
    spoken = PROPERTY_TYPES[value] if name == "PropertyType" else value
    item: Fields = {"Name": blanks + spoken, "Value": value}
    if name != "PropertySubType":
        return item
    of_value = {str(home.fields["PropertyType"]) for home in homes(mls_id) if home.fields[name] == value}
    return item | {"Applies To": sorted(of_value)}
