"""The carts and saved searches of all owners, in memory and optionally in a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import RLock
from typing import Any

from sandbox.storage.records import Cart, Owner, SavedItems, SavedSearch
from sandbox.storage.sample_carts import sample_carts
from sandbox.storage.sample_searches import sample_searches


class Storage:
    """Thread-safe. With a `file`, reads it at the start and writes every change to it at once.

    Raises ValueError for a file with other content, and OSError for a file that cannot be written.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file, self._lock = file, RLock()
        self._items = _load_file(file) if file and file.exists() else {}
        if file:
            _save_file(file, self._items)

    def items(self, owner: Owner) -> SavedItems:
        """The owner's items, for reading. Every owner starts with the sample data."""
        with self._lock:
            if owner.id not in self._items:
                self._items[owner.id] = SavedItems(sample_carts(owner), sample_searches(owner))
            return self._items[owner.id]

    @contextmanager
    def editing(self, owner: Owner) -> Iterator[SavedItems]:
        """A copy to change, under a lock. It is saved when the block ends without an exception."""
        with self._lock:
            changed = self.items(owner).copy()
            yield changed
            if self._file:
                _save_file(self._file, self._items | {owner.id: changed})
            self._items[owner.id] = changed


def _load_file(file: Path) -> dict[str, SavedItems]:
    try:
        shelves = json.loads(file.read_text(encoding="utf-8"))
        return {owner_id: _load_items(rows) for owner_id, rows in shelves.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{file} holds no carts and saved searches") from error


def _load_items(rows: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> SavedItems:
    return SavedItems(
        {key: Cart(**_tuples(row)) for key, row in rows["carts"].items()},
        {key: SavedSearch(**_tuples(row)) for key, row in rows["searches"].items()},
    )


def _tuples(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}


def _save_file(file: Path, items_by_owner: Mapping[str, SavedItems]) -> None:
    """Replace the file atomically: readers see the old or the new content, even after a crash."""
    rows = {owner_id: asdict(items) for owner_id, items in items_by_owner.items()}
    draft = file.with_name(f"{file.name}.new")
    draft.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    draft.replace(file)
