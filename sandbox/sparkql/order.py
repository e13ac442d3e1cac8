"""`_orderby`: the order of listings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sandbox.sparkql.values import FieldKind, MaskedValue, Row, invalid, read_value

SortRows = Callable[[Iterable[Row]], list[Row]]


def order_by(text: str, fields: Mapping[str, FieldKind]) -> SortRows:
    """A sort function for `-ListPrice,+BedsTotal`. A `+`, a space or no sign means ascending.

    Null and masked values always come last. Raises a 1040 error for a field that cannot be sorted.
    """
    keys = [_key(part, fields) for part in text.split(",")]

    def ordered(rows: Iterable[Row]) -> list[Row]:
        result = list(rows)
        for key, descending in reversed(keys):
            result.sort(key=key, reverse=descending)
        return result

    return ordered


def _key(part: str, fields: Mapping[str, FieldKind]) -> tuple[Callable[[Row], Any], bool]:
    name, descending = part.strip().lstrip("+-"), part.strip().startswith("-")
    if name not in fields:
        raise invalid(f"'{name}' is not a field to sort by")
    return (lambda row: _rank(row, name, fields[name], descending)), descending


def _rank(row: Row, name: str, kind: FieldKind, descending: bool) -> tuple[bool, object]:
    try:
        value = read_value(row, name, kind)
    except MaskedValue:
        value = None
    return ((value is None) != descending), value if value is not None else 0
