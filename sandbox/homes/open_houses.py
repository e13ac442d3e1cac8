"""When a home can be seen without an appointment. The days move with the calendar, mostly to its weekends."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sandbox.homes.ids import an_id

SHARE = 0.065  # of the homes for sale
DAYS = 14
COMMENTS = ("Come and see the new kitchen.", "Park on the street, please.", "Coffee and bars from 10.", "", "")
STYLES: tuple[Callable[[datetime], str], ...] = (
    lambda moment: f"{moment:%I:%M %p}".lstrip("0").lower(),  # 9:00 am
    lambda moment: f"{moment:%I:%M %p}",  # 09:00 AM
    lambda moment: moment.isoformat(timespec="minutes").partition("T")[2],  # 09:00-06:00
)


class OpenHouse(NamedTuple):
    """`begins` and `ends` are in the MLS's zone; `style` is how its times are written, an index of `STYLES`.

    `stamped` ones also come with timestamps, `iso` ones with a date such as 2026-05-30.
    """

    id: str
    begins: datetime
    ends: datetime
    style: int = 0
    stamped: bool = True
    comments: str = ""
    iso: bool = False
    streamed: bool = False


def open_houses(listing_id: str, now: datetime, *, full: bool, wanted: bool) -> tuple[OpenHouse, ...]:
    """One or two in the next two weeks for some homes, and for those it is `wanted` of; `now` is in the MLS's zone.

    A `full` home has them in each style of time, one with an ISO date, one streamed, and one that is over already.
    """
    rng = random.Random(f"open houses {listing_id}")
    chosen, some = rng.random() < SHARE, rng.choice([1, 1, 2])
    if full:
        return (_earlier_today(listing_id, now), *_of_every_sort(_drawn(listing_id, rng, now, 4)))
    return tuple(_drawn(listing_id, rng, now, some)) if chosen or wanted else ()


def upcoming(houses: Iterable[OpenHouse], now: datetime) -> list[OpenHouse]:
    return [one for one in houses if one.ends > now]


def _drawn(listing_id: str, rng: random.Random, now: datetime, count: int) -> list[OpenHouse]:
    days = _days(rng, now.date(), count)
    return [_one(f"{listing_id} {turn}", rng, day, now) for turn, day in enumerate(days)]


def _days(rng: random.Random, today: date, count: int) -> list[date]:
    """As many different days, in order."""
    days = [today + timedelta(days=ahead) for ahead in range(1, DAYS + 1)]
    weekends = rng.sample([day for day in days if day.weekday() >= 5], count)
    others = rng.sample([day for day in days if day.weekday() < 5], count)
    return sorted(day if rng.random() < 0.85 else other for day, other in zip(weekends, others, strict=True))


def _one(about: str, rng: random.Random, day: date, now: datetime) -> OpenHouse:
    """On a working day after work."""
    hour, length = rng.randint(10, 15), rng.choice([1, 2, 2, 3])
    hour = hour if day.weekday() >= 5 else 17
    return OpenHouse(
        id=an_id(f"open house {about}"),
        begins=datetime.combine(day, time(hour), now.tzinfo),
        ends=datetime.combine(day, time(hour + length), now.tzinfo),
        style=rng.randrange(len(STYLES)),
        stamped=rng.random() < 0.75,
        comments=rng.choice(COMMENTS),
    )


def _of_every_sort(drawn: list[OpenHouse]) -> list[OpenHouse]:
    """The second dated as ISO, the third without timestamps, the last one streamed."""
    last = len(drawn) - 1
    return [
        one._replace(style=turn % len(STYLES), iso=turn == 1, stamped=turn != 2, streamed=turn == last)
        for turn, one in enumerate(drawn)
    ]


def _earlier_today(listing_id: str, now: datetime) -> OpenHouse:
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    ends = min(now.replace(second=0, microsecond=0), midnight.replace(hour=10))
    return OpenHouse(an_id(f"open house {listing_id} today"), max(midnight, ends - timedelta(hours=1)), ends)
