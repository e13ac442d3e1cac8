"""What the body of a create or update asks for."""

from __future__ import annotations

from collections.abc import Collection

from sandbox.calls import request_body
from sandbox.errors import SparkError
from sandbox.responses import JsonObject


def request_data() -> JsonObject:
    """The fields inside `D`."""
    fields = request_body().get("D")
    if not isinstance(fields, dict):
        raise SparkError(400, 1050, "The body must be wrapped in D.")
    return fields


def requested_items(plural: str) -> list[JsonObject]:
    """The items to create, from `{"D": {…}}` or `{"D": {"<plural>": [{…}, …]}}`."""
    fields = request_data()
    items = fields.get(plural, [fields])
    if not isinstance(items, list) or not items or not all(isinstance(item, dict) for item in items):
        raise SparkError(400, 1050, f"{plural} must be a list of objects")
    return [{"AutoName": fields.get("AutoName")} | item for item in items]


def available_name(fields: JsonObject, taken: Collection[str]) -> str:
    """The requested `Name`. With `AutoName`, a taken name gets a number."""
    name = str(fields.get("Name") or "").strip()
    if not name:
        raise SparkError(400, 1050, "Name is missing")
    if name not in taken:
        return name
    if fields.get("AutoName") is not True:
        raise SparkError(409, 1055, "The name is taken")
    return next(free for number in range(2, len(taken) + 3) if (free := f"{name} {number}") not in taken)
