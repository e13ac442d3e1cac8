"""Ids that look like Spark's: 26 digits that start with a time."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

MINUTES = 2_000_000  # the range of times, almost four years


def stable_id(about: str) -> str:
    """The id for a description: the same text always gives the same id."""
    rng = random.Random(about)
    moment = datetime(2021, 1, 4) + timedelta(minutes=rng.randrange(MINUTES), seconds=rng.randrange(60))
    return f"{moment:%Y%m%d%H%M%S}{rng.randrange(1_000_000):06}000000"


def listing_id(mls_id: str, number: int) -> str:
    return stable_id(f"listing {mls_id} {number}")
