"""When a home can be seen without an appointment: https://sparkplatform.com/docs/api_services/listings/open_houses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from app.spark.fields import Fields
from app.spark.media import external_link

ID = re.compile(r"\w{1,40}", re.ASCII)
YEARS = range(1900, 2200)
DATE_STYLES = ("%m/%d/%Y", "%Y-%m-%d")
TIME_STYLES = ("%I:%M%p", "%H:%M%z")
"""`9:00 am` and `09:00 AM`, blanks left out, and `09:00-07:00`; one answer may mix them."""
DEFAULT_LENGTH = timedelta(hours=2)
"""How long an open house lasts of which no end is known."""


@dataclass(frozen=True)
class OpenHouse:
    """`start` and `end` as Spark tells them: aware, or by the clock of the MLS; `at` makes them aware."""

    id: str
    start: datetime
    end: datetime | None
    comments: str | None
    livestream: str | None

    @property
    def ends_at(self) -> datetime:
        """When it is over, for all that one knows."""
        return self.end or self.start + DEFAULT_LENGTH

    def in_zone(self, zone: tzinfo) -> OpenHouse:
        """The same in this zone, that of the MLS. An end that does not come after the start is dropped.

        A time that a change of the clock skips becomes the one that the clock shows instead.
        """
        start, end = _in_zone(self.start, zone), _in_zone(self.end, zone) if self.end else None
        return replace(self, start=start, end=end if end and _later(end, start) else None)


def read_open_houses(listing: Fields, *, withheld: bool) -> tuple[OpenHouse, ...]:
    """Those of a listing's StandardFields that can be read. Where the address is `withheld` only their times are kept,
    as words may tell it."""
    found = [one for item in listing.items("OpenHouses") if (one := _open_house(item))]
    return tuple(replace(one, comments=None, livestream=None) if withheld else one for one in found)


def upcoming(houses: Iterable[OpenHouse], now: datetime) -> tuple[OpenHouse, ...]:
    """Those that are not over, in the zone of `now`, the next one first."""
    there = (one.in_zone(now.tzinfo or UTC) for one in houses)
    return tuple(sorted((one for one in there if one.ends_at > now), key=lambda one: one.start))


def _open_house(item: Fields) -> OpenHouse | None:
    start = item.timestamp("OpenHouseStartTimestamp") or _wall_clock(item, "StartTime")
    if start is None:
        return None
    given, live = item.text("Id") or "", external_link(None, item.text("LivestreamUri"))
    return OpenHouse(
        id=given if ID.fullmatch(given) else f"{start:%Y%m%d%H%M}",
        start=start,
        end=item.timestamp("OpenHouseEndTimestamp") or _wall_clock(item, "EndTime"),
        comments=item.text("Comments"),
        livestream=live.address if live else None,
    )


def _wall_clock(item: Fields, name: str) -> datetime | None:
    day, hour = _date(item.text("Date") or ""), _time(item.text(name) or "")
    return datetime.combine(day, hour) if day and hour else None


def _date(text: str) -> date | None:
    for style in DATE_STYLES:
        with suppress(ValueError):
            day = datetime.strptime(text, style).date()
            return day if day.year in YEARS else None
    return None


def _time(text: str) -> time | None:
    for style in TIME_STYLES:
        with suppress(ValueError):
            return datetime.strptime("".join(text.split()), style).timetz()
    return None


def _in_zone(moment: datetime, zone: tzinfo) -> datetime:
    """By way of UTC, where no hour is missing or there twice."""
    known = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return known.astimezone(UTC).astimezone(zone)


def _later(one: datetime, other: datetime) -> bool:
    """Not by the clock on the wall, which an hour that is there twice would mislead."""
    return one.astimezone(UTC) > other.astimezone(UTC)
