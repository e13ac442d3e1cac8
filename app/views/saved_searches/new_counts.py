"""Saved searches, and how many new homes each finds. Each count is one Spark call, so counts are cached."""

from __future__ import annotations

from collections.abc import Sequence

from app.auth.access import spark_client
from app.spark import listings, saved_searches
from app.spark.client import submit
from app.spark.saved_searches import SavedSearch
from app.spark.sparkql import within_days
from app.views.cache import MINUTE, SessionCache
from app.views.error_messages import optional

Searches = tuple[SavedSearch, ...]

NEW = within_days("OnMarketDate", 7)
"""A `_filter` for homes that came on the market in the last seven days."""
MOST_COUNTED = 6

_provided: SessionCache[Searches] = SessionCache(10 * MINUTE)
_counts: SessionCache[dict[str, int]] = SessionCache(10 * MINUTE)


class SavedSearches:
    """Starts to fetch saved searches: the consumer's own each time, their agent's if not cached."""

    def __init__(self) -> None:
        self._own, self._provided = (
            submit(saved_searches.fetch_own, spark_client()),
            _provided.submit(saved_searches.fetch_provided),
        )

    def result(self) -> Searches | None:
        """The consumer's own first; None if Spark does not give those. Raises what `optional` raises."""
        own, provided = optional(self._own), self._provided.result()
        if own is None:
            return None
        return tuple({search.id: search for search in (*own, *(provided or ()))}.values())


class NewCounts:
    """Starts to count new homes by search id, for the first few searches."""

    def __init__(self, searches: Sequence[SavedSearch]) -> None:
        self._known = _counts.get() or {}
        self._calls = {
            search.id: submit(listings.count, spark_client(), search.query(NEW))
            for search in searches[:MOST_COUNTED]
            if search.id not in self._known
        }

    def result(self) -> dict[str, int]:
        """Without those that Spark does not count."""
        counted = {search_id: optional(call) for search_id, call in self._calls.items()}
        counts = self._known | {search_id: count for search_id, count in counted.items() if count is not None}
        if counts != self._known:
            _counts.set(counts)
        return counts


def find(search_id: str) -> SavedSearch | None:
    """The search of this id, if it is the consumer's. Raises what Spark does not answer."""
    found = _with_id(search_id, saved_searches.fetch_own(spark_client()))
    return found or _with_id(search_id, _provided.get() or saved_searches.fetch_provided(spark_client()))


def _with_id(search_id: str, searches: Searches) -> SavedSearch | None:
    return next((search for search in searches if search.id == search_id), None)
