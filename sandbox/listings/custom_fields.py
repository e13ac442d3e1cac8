"""Custom fields: the fields that an MLS defines itself.

Follows https://sparkplatform.com/docs/api_services/listing_meta/custom_fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from flask import Blueprint, Response

from sandbox.auth import current_access
from sandbox.errors import SparkError
from sandbox.homes import Home, visible_fields
from sandbox.homes.listing import Fields
from sandbox.homes.permissions import PRIVATE_FIELDS
from sandbox.listings.fields import MULTISELECT, field_kind, field_label, property_types_using
from sandbox.listings.query import require_read
from sandbox.listings.standard_fields import metadata_response
from sandbox.responses import Json, results
from sandbox.sparkql import MASK

# group -> label -> the standard field that has the value
MAIN_GROUPS: dict[str, dict[str, str]] = {
    "General": {
        "Year of Taxes": "TaxYear",
        "Road Surface": "RoadSurfaceType",
        "Lot Dimensions / Source": "LotSizeDimensions",
    },
    "Contract Information": {"Days on Market (MLS)": "DaysOnMarket", "Lockbox #": "LockBoxNumber"},
    "Directions & More": {"Driving Directions": "Directions", "Additional Remarks": "Supplement"},
}
SCHOOL = "School"
GROUP_LABELS: dict[str, tuple[str, ...]] = {group: tuple(members) for group, members in MAIN_GROUPS.items()} | {
    "Schools": (SCHOOL,)
}
DETAIL_GROUPS = {name: field_label(name) for name in sorted(MULTISELECT)}


bp = Blueprint("custom_fields", __name__, url_prefix="/v1/customfields")
bp.before_request(require_read)


def serialize_custom_fields(home: Home, role: str) -> list[Json]:
    """Ordered objects of one key each. A label can occur twice, and values that the role may not see are masked."""
    fields = visible_fields(home, role)
    main: list[Json] = [{group: _main_group(members, fields)} for group, members in MAIN_GROUPS.items()]
    main.append({"Schools": _schools(fields)})
    details = [
        {label: _features(str(home.fields[name]), masked=fields[name] == MASK)}
        for name, label in DETAIL_GROUPS.items()
        if home.fields[name] is not None
    ]
    return [{"Main": main, "Details": details}]


def _main_group(members: Mapping[str, str], fields: Fields) -> list[Json]:
    return [{label: fields[name]} for label, name in members.items() if fields[name] is not None]


def _schools(fields: Fields) -> list[Json]:
    """Two values under one label, as in many MLSs."""
    city = fields["City"]
    return [{SCHOOL: MASK if city == MASK else f"{city} {level}"} for level in ("Elementary", "High")]


def _features(text: str, *, masked: bool) -> list[Json]:
    return [{feature: MASK if masked else True} for feature in text.split(", ")]


@bp.route("", methods=["GET", "POST"])
def list_custom_fields() -> Response:
    described: Fields = {
        group: {"Label": group, "Fields": {name: _describe(group, name) for name in members}}
        for group, members in GROUP_LABELS.items()
    }
    return metadata_response(described)


@bp.route("/groups", methods=["GET", "POST"])
def list_groups() -> Response:
    return results([{group: {"Label": group} for group in GROUP_LABELS}])


@bp.route("/<path:name>", methods=["GET", "POST"])
def get_custom_field(name: str) -> Response:
    """The name is URL-encoded, because it can contain spaces, `#` and `/`."""
    group = next((group for group, members in GROUP_LABELS.items() if name in members), None)
    if group is None:
        raise SparkError(404, 404, "Not Found")
    return metadata_response({group: {"Label": group, "Fields": {name: _describe(group, name)}}})


def _describe(group: str, name: str) -> Json:
    """`MaxListSize` is false here, where it means none."""
    source = MAIN_GROUPS.get(group, {}).get(name)
    return {
        "ResourceUri": f"/v1/customfields/{quote(name, safe='')}",
        "Label": name,
        "Type": field_kind(source) if source else "Character",
        "Searchable": source is not None and source not in PRIVATE_FIELDS,
        "HasList": False,
        "MaxListSize": False,
        "MultiSelect": False,
        "MlsVisible": property_types_using(current_access().mls_id, source or "City"),
    }
