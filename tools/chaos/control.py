"""Change the portal's clock and its DNS from outside while it runs. See `injected/sitecustomize.py`."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Control:
    """Writes two numbers to a file beside the certificate that the portal trusts."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "control"
        self.path.write_bytes(bytes(16))

    @contextmanager
    def clock(self, ahead: float) -> Iterator[None]:
        """Move the portal's clock by this many seconds."""
        with self._set(0, ahead):
            yield

    @contextmanager
    def no_names(self) -> Iterator[None]:
        with self._set(8, 1.0):
            yield

    @contextmanager
    def _set(self, place: int, number: float) -> Iterator[None]:
        self._write(place, number)
        try:
            yield
        finally:
            self._write(place, 0.0)

    def _write(self, place: int, number: float) -> None:
        with self.path.open("r+b") as file:
            file.seek(place)
            file.write(struct.pack("d", number))
