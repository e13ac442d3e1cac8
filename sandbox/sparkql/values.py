"""The kinds of values in SparkQL, and how to read them from a listing's fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Literal

from sandbox.errors import SparkError

Row = Mapping[str, object]
FieldKind = Literal["Character", "MultiSelect", "Integer", "Decimal", "Boolean", "Date", "Datetime", "Time", "Shape"]
Kind = FieldKind | Literal["Null", "Pattern", "All", "Area", "Group"]
NUMBER_KINDS: frozenset[Kind] = frozenset({"Integer", "Decimal"})
DATE_KINDS: frozenset[Kind] = frozenset({"Date", "Datetime"})
MASK = "********"


class MaskedValue(Exception):
    """The value is masked for this reader, so no condition on it may match."""


def invalid(message: str) -> SparkError:
    """The error for an invalid filter."""
    return SparkError(400, 1040, message)


def read_value(row: Row, name: str, kind: FieldKind) -> object:
    """A field's value in its kind, or None if it is null, missing or malformed. Raises `MaskedValue`.

    Listings write numbers as strings, sometimes padded: both forms are the same number here.
    """
    if kind == "Shape":
        return point(row)
    raw = row.get(name)
    if raw == MASK:
        raise MaskedValue
    return None if raw is None else _parse_value(raw, kind)


def point(row: Row) -> object:
    """A listing's (latitude, longitude), or None."""
    latitude, longitude = read_value(row, "Latitude", "Decimal"), read_value(row, "Longitude", "Decimal")
    return None if latitude is None or longitude is None else (latitude, longitude)


def _parse_value(raw: object, kind: FieldKind) -> object:
    try:
        return PARSERS[kind](str(raw).strip() if kind != "Character" else str(raw))
    except ValueError:
        return None


def timestamp(text: str) -> datetime:
    """An ISO timestamp; UTC if it has no zone."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


PARSERS: dict[FieldKind, Callable[[str], object]] = {
    "Character": str,
    "MultiSelect": lambda text: frozenset(text.split(", ")),
    "Integer": float,
    "Decimal": float,
    "Boolean": lambda text: text.lower() == "true",
    "Date": lambda text: date.fromisoformat(text[:10]),
    "Datetime": timestamp,
    "Time": time.fromisoformat,
}
