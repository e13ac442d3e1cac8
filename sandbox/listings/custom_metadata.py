"""What the MLS's own fields are: https://sparkplatform.com/docs/api_services/listing_meta/custom_fields"""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response

from sandbox.access import current
from sandbox.envelope import Json, SparkFault, results
from sandbox.homes.listing import Fields
from sandbox.homes.rights import PRIVATE
from sandbox.listings.custom_fields import CUSTOM, MAIN
from sandbox.listings.fields import kind_of, used_by
from sandbox.listings.metadata import dated
from sandbox.listings.reads import reads_only

bp = Blueprint("custom_fields", __name__, url_prefix="/v1/customfields")
bp.before_request(reads_only)


@bp.route("", methods=["GET", "POST"])
def every_field() -> Response:
    described: Fields = {
        group: {"Label": group, "Fields": {name: _described(group, name) for name in members}}
        for group, members in CUSTOM.items()
    }
    return dated(described)


@bp.route("/groups", methods=["GET", "POST"])
def groups() -> Response:
    return results([{group: {"Label": group} for group in CUSTOM}])


@bp.route("/<path:name>", methods=["GET", "POST"])
def one_field(name: str) -> Response:
    """The name comes URL-encoded, as it may hold blanks, `#` and `/`."""
    group = next((group for group, members in CUSTOM.items() if name in members), None)
    if group is None:
        raise SparkFault(404, 404, "Not Found")
    return dated({group: {"Label": group, "Fields": {name: _described(group, name)}}})


def _described(group: str, name: str) -> Json:
    """`MaxListSize` may be false here, where it means none."""
    source = MAIN.get(group, {}).get(name)
    return {
        "ResourceUri": f"/v1/customfields/{quote(name, safe='')}",
        "Label": name,
        "Type": kind_of(source) if source else "Character",
        "Searchable": source is not None and source not in PRIVATE,
        "HasList": False,
        "MaxListSize": False,
        "MultiSelect": False,
        "MlsVisible": used_by(current().mls_id, source or "City"),
    }
