"""The open houses of a home. Their days follow the calendar, mostly on weekends."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from sandbox.homes.ids import stable_id

SHARE = 0.065  # of the homes for sale
DAYS = 14
COMMENTS = ("Come and see the new kitchen.", "Park on the street, please.", "Coffee and bars from 10.", "", "")
TIME_FORMATS: tuple[Callable[[datetime], str], ...] = (
    lambda moment: f"{moment:%I:%M %p}".lstrip("0").lower(),  # 9:00 am
    lambda moment: f"{moment:%I:%M %p}",  # 09:00 AM
    lambda moment: moment.isoformat(timespec="minutes").partition("T")[2],  # 09:00-06:00
)


class OpenHouse(NamedTuple):
    """`begins` and `ends` are in the MLS's time zone. `style` is an index of `TIME_FORMATS`.

    `has_timestamps` adds timestamps; `iso_date` writes the date as 2026-05-30.
    """

    id: str
    begins: datetime
    ends: datetime
    style: int = 0
    has_timestamps: bool = True
    comments: str = ""
    iso_date: bool = False
    is_livestream: bool = False


def open_houses(listing_id: str, now: datetime, *, full: bool, required: bool) -> tuple[OpenHouse, ...]:
    """One or two in the next two weeks for some homes, and if `required`. `now` is in the MLS's time zone.

    A `full` home has each time format, an ISO date, a livestream, and an open house that is over.
    """
    rng = random.Random(f"open houses {listing_id}")
    has_some, count = rng.random() < SHARE, rng.choice([1, 1, 2])
    if full:
        return (_earlier_today(listing_id, now), *_in_every_format(_random_open_houses(listing_id, rng, now, 4)))
    return tuple(_random_open_houses(listing_id, rng, now, count)) if has_some or required else ()


def upcoming(houses: Iterable[OpenHouse], now: datetime) -> list[OpenHouse]:
    return [visit for visit in houses if visit.ends > now]


def _random_open_houses(listing_id: str, rng: random.Random, now: datetime, count: int) -> list[OpenHouse]:
    days = _days(rng, now.date(), count)
    return [_random_open_house(f"{listing_id} {turn}", rng, day, now) for turn, day in enumerate(days)]


def _days(rng: random.Random, today: date, count: int) -> list[date]:
    """`count` different days, in order."""
    days = [today + timedelta(days=ahead) for ahead in range(1, DAYS + 1)]
    weekends = rng.sample([day for day in days if day.weekday() >= 5], count)
    others = rng.sample([day for day in days if day.weekday() < 5], count)
    return sorted(day if rng.random() < 0.85 else other for day, other in zip(weekends, others, strict=True))


def _random_open_house(about: str, rng: random.Random, day: date, now: datetime) -> OpenHouse:
    """On weekdays at 5 p.m., on weekends during the day."""
    hour, length = rng.randint(10, 15), rng.choice([1, 2, 2, 3])
    hour = hour if day.weekday() >= 5 else 17
    return OpenHouse(
        id=stable_id(f"open house {about}"),
        begins=datetime.combine(day, time(hour), now.tzinfo),
        ends=datetime.combine(day, time(hour + length), now.tzinfo),
        style=rng.randrange(len(TIME_FORMATS)),
        has_timestamps=rng.random() < 0.75,
        comments=rng.choice(COMMENTS),
    )


def _in_every_format(drawn: list[OpenHouse]) -> list[OpenHouse]:
    """The second has an ISO date, the third no timestamps, the last is a livestream."""
    last = len(drawn) - 1
    return [
        one._replace(
            style=turn % len(TIME_FORMATS), iso_date=turn == 1, has_timestamps=turn != 2, is_livestream=turn == last
        )
        for turn, one in enumerate(drawn)
    ]


def _earlier_today(listing_id: str, now: datetime) -> OpenHouse:
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    ends = min(now.replace(second=0, microsecond=0), midnight.replace(hour=10))
    return OpenHouse(stable_id(f"open house {listing_id} today"), max(midnight, ends - timedelta(hours=1)), ends)
