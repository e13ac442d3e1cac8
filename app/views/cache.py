"""Caches in the memory of this process, which save Spark calls.

Values are stored without a copy, so cache only immutable ones.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from cachelib import SimpleCache
from cachelib.serializers import SimpleSerializer

from app import session
from app.auth.access import spark_client
from app.spark.client import SparkClient, submit
from app.spark.errors import Forbidden
from app.views.error_messages import optional

T = TypeVar("T")

MINUTE, HOUR = 60, 3600


class NoSerializer(SimpleSerializer):
    """Replaces cachelib's pickling."""

    def dumps(self, value: Any, protocol: int = 0) -> Any:
        return value

    def loads(self, bvalue: Any) -> Any:
        return bvalue


class ProcessCache(SimpleCache):
    """Values by name: at most `threshold` of them, each for `default_timeout` seconds."""

    serializer = NoSerializer()


@dataclass(frozen=True)
class Kept(Generic[T]):
    """A cached value; None if Spark did not give it."""

    value: T | None = None

    def result(self) -> T | None:
        return self.value


@dataclass(frozen=True)
class Fetching(Generic[T]):
    """A call in progress. `result` caches its value for `seconds`."""

    call: Future[T]
    keep: Callable[..., object]
    seconds: int
    seconds_missing: int

    def result(self) -> T | None:
        """None if Spark does not give it. Raises what `optional` raises."""
        value = optional(self.call)
        if value is not None:
            self.keep(Kept(value), timeout=self.seconds)
        elif self.seconds_missing or isinstance(self.call.exception(), Forbidden):
            self.keep(Kept(), timeout=self.seconds_missing or MINUTE)
        return value


Part = Kept[T] | Fetching[T]


class SessionCache(Generic[T]):
    """One value for each session, never shared. A refusal is cached for a minute, an outage is not cached."""

    def __init__(self, seconds: int) -> None:
        self._cache, self._seconds = ProcessCache(threshold=2000, default_timeout=seconds), seconds

    def submit(self, fetch: Callable[[SparkClient], T]) -> Part[T]:
        """The value; starts to fetch it if it is not cached."""
        return self._kept() or Fetching(
            submit(fetch, spark_client()), partial(self._cache.set, session.cache_key()), self._seconds, 0
        )

    def get(self) -> T | None:
        """The value if it is cached."""
        kept = self._kept()
        return kept.value if kept else None

    def set(self, value: T) -> None:
        self._cache.set(session.cache_key(), Kept(value))

    def clear(self) -> None:
        self._cache.clear()

    def _kept(self) -> Kept[T] | None:
        kept: Kept[T] | None = self._cache.get(session.cache_key())
        return kept


class MlsCache(Generic[T]):
    """Values by name, shared by everybody in an MLS. A value that Spark does not give is fetched again after a minute.

    `mls` names the MLS: see `PageContext.mls_key`.
    """

    def __init__(
        self, fetch: Callable[[SparkClient, str], T], seconds: int = 6 * HOUR, seconds_missing: int = MINUTE
    ) -> None:
        self._cache, self._fetch = ProcessCache(threshold=500, default_timeout=seconds), fetch
        self._seconds, self._seconds_missing = seconds, seconds_missing

    def submit(self, mls: str, name: str | None) -> Part[T]:
        """The value; starts to fetch it if it is not cached. Without a name there is nothing to fetch."""
        if not name:
            return Kept()
        key = f"{mls} {name}"
        kept: Kept[T] | None = self._cache.get(key)
        return kept or Fetching(
            submit(self._fetch, spark_client(), name),
            partial(self._cache.set, key),
            self._seconds,
            self._seconds_missing,
        )

    def get(self, mls: str, name: str) -> T | None:
        """The value if it is cached."""
        kept: Kept[T] | None = self._cache.get(f"{mls} {name}")
        return kept.value if kept else None

    def clear(self) -> None:
        self._cache.clear()
