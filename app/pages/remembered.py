"""What this process remembers of a session for some minutes, so that a page need not ask Spark again."""

from __future__ import annotations

from typing import Generic, TypeVar

from app import session
from app.pages.kept import Kept

T = TypeVar("T")


class Remembered(Generic[T]):
    """One value for each session, never another consumer's; gone after `seconds`."""

    def __init__(self, seconds: int) -> None:
        self._values = Kept(threshold=2000, default_timeout=seconds)

    def get(self) -> T | None:
        found: T | None = self._values.get(session.key())
        return found

    def set(self, value: T) -> None:
        self._values.set(session.key(), value)
