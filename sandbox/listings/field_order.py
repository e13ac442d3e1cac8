"""The groups and order in which an MLS shows its fields, including those for agents only.

Follows https://sparkplatform.com/docs/api_services/listing_meta/field_order.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, Response

from sandbox.auth import current_access
from sandbox.errors import SparkError
from sandbox.homes.home_types import PROPERTY_TYPES
from sandbox.homes.listing import Fields
from sandbox.listings.custom_fields import DETAIL_GROUPS, GROUP_LABELS
from sandbox.listings.fields import field_label, field_values, property_types_using
from sandbox.listings.query import require_read
from sandbox.responses import Json, results


def _parse_groups(text: str) -> dict[str, list[str]]:
    """Each group's name ends with a colon. Continuation lines are indented."""
    lines = text.replace("\n  ", " ").strip().splitlines()
    return {group: fields.split() for group, _, fields in (line.partition(":") for line in lines)}


STANDARD = _parse_groups(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))

bp = Blueprint("field_order", __name__, url_prefix="/v1/fields/order")
bp.before_request(require_read)


@bp.route("", methods=["GET", "POST"])
def list_orders() -> Response:
    return results([{code: _order(current_access().mls_id, code) for code in PROPERTY_TYPES}])


@bp.route("/<code>", methods=["GET", "POST"])
def get_order(code: str) -> Response:
    if code not in PROPERTY_TYPES:
        raise SparkError(404, 404, "Not Found")
    return results(_order(current_access().mls_id, code))


@bp.route("/settings", methods=["GET", "POST"])
def get_settings() -> Response:
    """The fields that the MLS maps to Spark's own names."""
    fields = [("StandardFields", "ShowingInstructions", None), ("CustomFields", "Lockbox #", "Contract Information")]
    members = [{"Domain": domain, "Field": name, "GroupField": group} for domain, name, group in fields]
    return results([{"ShowingInstructions": members}])


@cache
def _order(mls_id: str, code: str) -> list[Fields]:
    """Ordered objects of one key each: first the fields of the property type, then the custom fields."""
    groups: dict[str, list[Json]] = {}
    for group, names in STANDARD.items():
        used = [name for name in names if code in property_types_using(mls_id, name)]
        groups[group] = [_field(name, field_label(name), "StandardFields") for name in used]
    for group, labels in GROUP_LABELS.items():
        groups[group] = groups.get(group, []) + [_field(label, label, "CustomFields") for label in labels]
    for name, group in DETAIL_GROUPS.items():
        values = field_values(mls_id, name)
        groups[group] = [_field(value, value, "CustomFields", detail=True) for value in values]
    return [{group: members} for group, members in groups.items() if members]


def _field(name: str, label: str, domain: str, *, detail: bool = False) -> Json:
    return {"Field": name, "Label": label, "Domain": domain, "Detail": detail}
