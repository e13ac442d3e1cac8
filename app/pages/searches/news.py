"""Saved searches, and how many homes each found that are new: a call each, so that is remembered for some minutes."""

from __future__ import annotations

from collections.abc import Sequence

from app.pages import frame
from app.pages.remembered import Remembered
from app.sign_in.consumer import spark
from app.spark import listings, saved_searches
from app.spark.client import later
from app.spark.saved_searches import SavedSearch
from app.spark.sparkql import since

Searches = tuple[SavedSearch, ...]

NEW = since("OnMarketDate", 7)
"""A `_filter`: came on the market in the last seven days."""
MOST_COUNTED = 6
MINUTES = 10 * 60

_provided: Remembered[Searches] = Remembered(MINUTES)
_counts: Remembered[dict[str, int]] = Remembered(MINUTES)


class Coming:
    """Saved searches that are being fetched: the consumer's own always, those of their agent now and then."""

    def __init__(self) -> None:
        self._own, self._known = later(saved_searches.own, spark()), _provided.get()
        self._provided = later(saved_searches.provided, spark()) if self._known is None else None

    def result(self) -> Searches | None:
        """The consumer's own first; None if Spark does not give those. Raises what `frame.panel` raises."""
        own, provided = frame.panel(self._own), self._known
        if self._provided:
            provided = frame.panel(self._provided)
            if provided is not None:
                _provided.set(provided)
        if own is None:
            return None
        return tuple({search.id: search for search in (*own, *(provided or ()))}.values())


def new_in(searches: Sequence[SavedSearch]) -> dict[str, int]:
    """How many homes are new, by the id of the search; only the first few are counted."""
    known = _counts.get() or {}
    coming = {
        search.id: later(listings.count, spark(), search.query(NEW))
        for search in searches[:MOST_COUNTED]
        if search.id not in known
    }
    counted = {key: number for key, future in coming.items() if (number := frame.panel(future)) is not None}
    if counted:
        _counts.set(known | counted)
    return known | counted


def find(search_id: str) -> SavedSearch | None:
    """The search of this id, if it is the consumer's. Raises what Spark does not answer."""
    found = _named(search_id, saved_searches.own(spark()))
    return found or _named(search_id, _provided.get() or saved_searches.provided(spark()))


def _named(search_id: str, searches: Searches) -> SavedSearch | None:
    return next((search for search in searches if search.id == search_id), None)
