"""Rooms and units of a listing: https://sparkplatform.com/docs/api_services/listings/rooms and .../units."""

from __future__ import annotations

from dataclasses import dataclass

from .fact import spoken
from .fields import Fields
from .shown import sounds_private


@dataclass(frozen=True)
class Table:
    """What is said of each room or unit, under labels of the MLS's own; a cell is "" where nothing is said."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def read(cls, items: list[Fields]) -> Table:
        """From items with `Fields`, ordered objects of one key each."""
        said = [row for item in items if (row := _row(item))]
        columns = tuple(dict.fromkeys(label for row in said for label in row))
        return cls(columns, tuple(tuple(row.get(column, "") for column in columns) for row in said))


def _row(item: Fields) -> dict[str, str]:
    pairs = [(label, spoken(pair, label)) for pair in item.items("Fields") for label in pair.names()]
    return {label.strip(): text for label, text in pairs if text and not sounds_private(label)}


NO_TABLE = Table()
