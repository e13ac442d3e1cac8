"""The values SparkQL compares: their kinds, and how a field of a listing becomes one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Literal

from sandbox.envelope import SparkFault

Row = Mapping[str, object]
FieldKind = Literal["Character", "MultiSelect", "Integer", "Decimal", "Boolean", "Date", "Datetime", "Time", "Shape"]
Kind = FieldKind | Literal["Null", "Pattern", "All", "Area", "Group"]
NUMBERS: frozenset[Kind] = frozenset({"Integer", "Decimal"})
MOMENTS: frozenset[Kind] = frozenset({"Date", "Datetime"})
MASK = "********"


class Withheld(Exception):
    """The value is masked for whoever asks, so no condition on it may match."""


def invalid(message: str) -> SparkFault:
    """The fault for a filter that is wrong in itself."""
    return SparkFault(400, 1040, message)


def read(row: Row, name: str, kind: FieldKind) -> object:
    """A field's value in its kind, None where it is null, missing or unreadable; raises `Withheld`.

    Listings write numbers as strings, sometimes padded: both forms are the same number here.
    """
    if kind == "Shape":
        return point(row)
    raw = row.get(name)
    if raw == MASK:
        raise Withheld
    return None if raw is None else _converted(raw, kind)


def point(row: Row) -> object:
    """A listing's (latitude, longitude), None when it has none."""
    latitude, longitude = read(row, "Latitude", "Decimal"), read(row, "Longitude", "Decimal")
    return None if latitude is None or longitude is None else (latitude, longitude)


def _converted(raw: object, kind: FieldKind) -> object:
    try:
        return READERS[kind](str(raw).strip() if kind != "Character" else str(raw))
    except ValueError:
        return None


def timestamp(text: str) -> datetime:
    """An ISO timestamp; without a zone it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


READERS: dict[FieldKind, Callable[[str], object]] = {
    "Character": str,
    "MultiSelect": lambda text: frozenset(text.split(", ")),
    "Integer": float,
    "Decimal": float,
    "Boolean": lambda text: text.lower() == "true",
    "Date": lambda text: date.fromisoformat(text[:10]),
    "Datetime": timestamp,
    "Time": time.fromisoformat,
}
