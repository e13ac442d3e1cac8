"""In which groups and in what order an MLS shows its fields; what is for agents only is named as well.

Follows https://sparkplatform.com/docs/api_services/listing_meta/field_order.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, Response

from sandbox.access import current
from sandbox.envelope import Json, SparkFault, results
from sandbox.homes.kinds import PROPERTY_TYPES
from sandbox.homes.listing import Fields
from sandbox.listings.custom_fields import CUSTOM, DETAILS
from sandbox.listings.fields import label, used_by, values
from sandbox.listings.reads import reads_only


def _groups(text: str) -> dict[str, list[str]]:
    """A group's name stands before a colon; lines that go on are indented."""
    lines = text.replace("\n  ", " ").strip().splitlines()
    return {group: fields.split() for group, _, fields in (line.partition(":") for line in lines)}


STANDARD = _groups(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8"))

bp = Blueprint("field_order", __name__, url_prefix="/v1/fields/order")
bp.before_request(reads_only)


@bp.route("", methods=["GET", "POST"])
def every_type() -> Response:
    return results([{code: _order(current().mls_id, code) for code in PROPERTY_TYPES}])


@bp.route("/<code>", methods=["GET", "POST"])
def one_type(code: str) -> Response:
    if code not in PROPERTY_TYPES:
        raise SparkFault(404, 404, "Not Found")
    return results(_order(current().mls_id, code))


@bp.route("/settings", methods=["GET", "POST"])
def settings() -> Response:
    """Which fields the MLS shows under a name of Spark's own."""
    showing = [("StandardFields", "ShowingInstructions", None), ("CustomFields", "Lockbox #", "Contract Information")]
    members = [{"Domain": domain, "Field": name, "GroupField": group} for domain, name, group in showing]
    return results([{"ShowingInstructions": members}])


@cache
def _order(mls_id: str, code: str) -> list[Fields]:
    """Ordered objects of one key each: the fields that the type uses, then the features of the MLS's own."""
    used = {group: [name for name in names if code in used_by(mls_id, name)] for group, names in STANDARD.items()}
    groups = {group: [_field(name, label(name), "StandardFields") for name in names] for group, names in used.items()}
    for group, spoken in CUSTOM.items():
        groups[group] = groups.get(group, []) + [_field(name, name, "CustomFields") for name in spoken]
    for name, spoken_group in DETAILS.items():
        groups[spoken_group] = [_field(value, value, "CustomFields", detail=True) for value in values(mls_id, name)]
    return [{group: members} for group, members in groups.items() if members]


def _field(name: str, spoken: str, domain: str, *, detail: bool = False) -> Json:
    return {"Field": name, "Label": spoken, "Domain": domain, "Detail": detail}
