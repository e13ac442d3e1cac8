"""What this process remembers of a session for some minutes, so that a page need not ask Spark again."""

from __future__ import annotations

from typing import Generic, TypeVar

from cachelib import SimpleCache

from app import session

T = TypeVar("T")


class Remembered(Generic[T]):
    """One value for each session, never another consumer's; gone after `seconds`."""

    def __init__(self, seconds: int) -> None:
        self._values = SimpleCache(threshold=2000, default_timeout=seconds)

    def get(self) -> T | None:
        found: T | None = self._values.get(session.key())
        return found

    def set(self, value: T) -> None:
        self._values.set(session.key(), value)
