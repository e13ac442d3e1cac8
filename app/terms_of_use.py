"""The terms of use, and the record of who has accepted them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import sqlalchemy as sa

from app.database import Database, now, terms

VERSION = "2026-11-24"
"""To be changed with the sentences: everybody is asked again."""

ACKNOWLEDGEMENTS = (
    "I work with the agent named on this site, or with their brokerage, in a lawful broker–consumer relationship.",
    "I look at homes here for my own use, and not for a business.",
    "I have a genuine interest in buying, selling or renting a home of the kind that is shown here.",
    "I will not copy what I see here or pass it on, except as I need to decide about a home.",
    "The MLS owns the listings that are shown here, and its copyright in them is valid.",
)


def accept(database: Database, consumer: str) -> None:
    """Record that this consumer accepts the present version; the first time counts."""
    accepted = terms.insert().values(consumer=consumer, version=VERSION, accepted_at=now())
    with suppress(sa.exc.IntegrityError), database.write() as connection:
        connection.execute(accepted)


def accepted_at(database: Database, consumer: str) -> datetime | None:
    """When this consumer accepted the present version; None if they did not."""
    row = database.one(sa.select(terms.c.accepted_at).where(terms.c.consumer == consumer, terms.c.version == VERSION))
    return datetime.fromtimestamp(row.accepted_at, UTC) if row else None
