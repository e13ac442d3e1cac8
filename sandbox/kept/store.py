"""All shelves of one sandbox, in memory and, if asked to, in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import RLock
from typing import Any

from sandbox.kept.first_carts import first_carts
from sandbox.kept.first_searches import first_searches
from sandbox.kept.owner import Owner
from sandbox.kept.records import Cart, SavedSearch, Shelf


class Kept:
    """Safe for threads. With a `file`, every change is written there at once, and it is read at the start.

    Raises ValueError for a file that holds something else, OSError for one that cannot be written.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file, self._lock = file, RLock()
        self._shelves = _read(file) if file and file.exists() else {}
        if file:
            _write(file, self._shelves)

    def shelf(self, owner: Owner) -> Shelf:
        """To look at; the first look finds what every demo person begins with."""
        with self._lock:
            if owner.id not in self._shelves:
                self._shelves[owner.id] = Shelf(first_carts(owner), first_searches(owner))
            return self._shelves[owner.id]

    @contextmanager
    def changing(self, owner: Owner) -> Iterator[Shelf]:
        """A copy to change, alone; it takes the shelf's place when the block ends, and not if that raises."""
        with self._lock:
            changed = self.shelf(owner).copy()
            yield changed
            if self._file:
                _write(self._file, self._shelves | {owner.id: changed})
            self._shelves[owner.id] = changed


def _read(file: Path) -> dict[str, Shelf]:
    try:
        shelves = json.loads(file.read_text(encoding="utf-8"))
        return {owner_id: _shelf(rows) for owner_id, rows in shelves.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{file} holds no carts and saved searches") from error


def _shelf(rows: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> Shelf:
    return Shelf(
        {key: Cart(**_tuples(row)) for key, row in rows["carts"].items()},
        {key: SavedSearch(**_tuples(row)) for key, row in rows["searches"].items()},
    )


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _write(file: Path, shelves: Mapping[str, Shelf]) -> None:
    """In one step: who reads the file, or finds it after a crash, sees the old one or the new one."""
    rows = {owner_id: asdict(shelf) for owner_id, shelf in shelves.items()}
    draft = file.with_name(f"{file.name}.new")
    draft.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    draft.replace(file)
