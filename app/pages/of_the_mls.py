"""What is the same for everybody in an MLS: asked for once, then kept for hours in this process."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Generic, TypeVar

from app import session
from app.pages import frame
from app.pages.kept import Kept
from app.sign_in.consumer import spark
from app.spark.client import Spark, later

T = TypeVar("T")

HOURS, SOON = 6 * 3600, 60
"""Seconds that a value is kept, and the lack of one."""


@dataclass(frozen=True)
class Coming(Generic[T]):
    """A value that is being fetched, for `keep`; `nothing` stands in if Spark does not give it."""

    call: Future[T]
    nothing: T
    keep: Callable[[T, int], object]

    def result(self) -> T:
        found = frame.panel(self.call)
        told = self.nothing if found is None else found
        self.keep(told, SOON if found is None else HOURS)
        return told


@dataclass(frozen=True)
class Known(Generic[T]):
    """A value that is kept."""

    value: T

    def result(self) -> T:
        return self.value


class OfTheMls(Generic[T]):
    """Values by the name under which `fetch` asks for them."""

    def __init__(self, fetch: Callable[[Spark, str], T], nothing: T) -> None:
        self._fetch, self._nothing = fetch, nothing
        self._kept = Kept(threshold=500, default_timeout=HOURS)

    def begin(self, name: str | None) -> Coming[T] | Known[T]:
        """Start to fetch it, unless it is known or there is no name to ask for."""
        if not name:
            return Known(self._nothing)
        key = f"{_whose()} {name}"
        kept: Known[T] | None = self._kept.get(key)
        return kept or Coming(
            later(self._fetch, spark(), name),
            self._nothing,
            lambda value, seconds: self._kept.set(key, Known(value), timeout=seconds),
        )


def _whose() -> str:
    """The MLS; while Spark does not tell which one that is, the session."""
    around = frame.frame()
    return (around.system.mls_id if around else None) or session.key()
