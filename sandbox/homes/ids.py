"""Ids as Spark makes them: 26 digits that begin with a time."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

MINUTES = 2_000_000  # of entry, a little under four years


def an_id(about: str) -> str:
    """The id of the thing with this description, always the same."""
    rng = random.Random(about)
    moment = datetime(2021, 1, 4) + timedelta(minutes=rng.randrange(MINUTES), seconds=rng.randrange(60))
    return f"{moment:%Y%m%d%H%M%S}{rng.randrange(1_000_000):06}000000"


def listing_id(mls_id: str, number: int) -> str:
    return an_id(f"listing {mls_id} {number}")
