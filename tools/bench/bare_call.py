"""The bare Spark call to which a page is compared."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import requests

from app.spark.listings import CARD_FIELDS, FOR_SALE, NEWEST, ListingQuery
from app.spark.transport import SparkOAuthSession

DELAY_MS = 50
SEARCH: dict[str, str | int] = {
    "_filter": FOR_SALE,
    "_orderby": NEWEST,
    "_page": 1,
    "_limit": 24,
    "_pagination": 1,
    "_select": CARD_FIELDS,
    "_expand": ListingQuery().expand,
}
"""The parameters that /search sends to Spark."""


def bare_call(spark: str, access_token: str) -> Callable[[], requests.Response]:
    """Make the call for one page of listings, on a connection that stays open."""
    return partial(SparkOAuthSession(token={"access_token": access_token}).get, f"{spark}/v1/listings", params=SEARCH)


def seconds(call: Callable[[], requests.Response]) -> float:
    """Time the call. Raises requests.HTTPError for an error status."""
    began = time.perf_counter()
    call().raise_for_status()
    return time.perf_counter() - began
