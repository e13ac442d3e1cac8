"""Formats values for people, in US English. FILTERS registers these pure functions as template filters.

Times are shown in the time zone of `now`, the time of the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from app.spark.listing import Address, Listing

FRACTIONS = {Decimal("0.25"): "¼", Decimal("0.5"): "½", Decimal("0.75"): "¾"}
ZONES = {
    "A": "Atlantic", "E": "Eastern", "C": "Central", "M": "Mountain", "P": "Pacific", "AK": "Alaska", "H": "Hawaii",
}  # fmt: skip
"""By what their short names begin with: `CST` in winter, `CDT` in summer."""


def money(amount: Decimal | None) -> str:
    """`$389,900`; cents only where there are any."""
    if amount is None:
        return ""
    return f"${amount:,.0f}" if amount == amount.to_integral_value() else f"${amount:,.2f}"


def count(number: int | None) -> str:
    """`1,600`."""
    return "" if number is None else f"{number:,}"


def plural(number: Decimal | int, word: str) -> str:
    """The word without the number: `home` for one (or a part of one), else `homes`."""
    return word if 0 < number <= 1 else f"{word}s"


def baths(number: Decimal | None) -> str:
    """`2½`; a part that is no quarter stays a decimal."""
    if number is None:
        return ""
    whole, part = divmod(number, 1)
    return f"{int(whole) or ''}{FRACTIONS[part]}" if part in FRACTIONS else f"{number.normalize():f}"


def date(moment: datetime, now: datetime) -> str:
    """`Nov 3, 2026`."""
    there = moment.astimezone(now.tzinfo)
    return f"{there:%b} {there.day}, {there.year}"


def day(moment: datetime, now: datetime) -> str:
    """`today`, `yesterday`, or the date."""
    return {0: "today", 1: "yesterday"}.get(_days_ago(moment, now)) or date(moment, now)


def in_about(seconds: int) -> str:
    """`in 40 seconds`, `in about 5 minutes`, `in about 3 hours`."""
    if seconds < 100:
        return f"in {max(seconds, 1)} {plural(max(seconds, 1), 'second')}"
    if seconds > 5400:
        return f"in about {round(seconds / 3600)} hours"
    return f"in about {round(seconds / 60)} minutes"


def clock(moment: datetime, now: datetime) -> str:
    """`8:52 AM CST`."""
    there = moment.astimezone(now.tzinfo)
    half = "AM" if there.hour < 12 else "PM"
    return f"{there.hour % 12 or 12}:{there:%M} {half} {there.tzname()}"


def hours(start: datetime, end: datetime | None = None) -> str:
    """`1–3 PM`, `11:30 AM–1 PM`, or the start alone, by the clock of its own zone."""
    if end is None:
        return f"{_hour(start)} {start:%p}"
    first = _hour(start) if f"{start:%p}" == f"{end:%p}" else f"{_hour(start)} {start:%p}"
    return f"{first}–{_hour(end)} {end:%p}"


def _hour(moment: datetime) -> str:
    return f"{moment.hour % 12 or 12}{f':{moment:%M}' if moment.minute else ''}"


def weekday(moment: datetime, now: datetime) -> str:
    """`today`, `tomorrow`, or `Sat`."""
    return {0: "today", -1: "tomorrow"}.get(_days_ago(moment, now)) or f"{moment.astimezone(now.tzinfo):%a}"


def long_day(moment: datetime) -> str:
    """`Saturday, Nov 28`."""
    return f"{moment:%A}, {moment:%b} {moment.day}"


def short_day(moment: datetime) -> str:
    """`Sat, Nov 28`."""
    return f"{moment:%a}, {moment:%b} {moment.day}"


def zone(moment: datetime) -> str:
    """`Central Time`, or the zone's own short name."""
    name = moment.tzname() or ""
    return f"{ZONES[name[:-2]]} Time" if name[-2:] in {"ST", "DT"} and name[:-2] in ZONES else name


def newness(listed: datetime | None, now: datetime) -> str:
    """`New today`, `New this week` (less than seven days ago), or nothing."""
    ago = _days_ago(listed, now) if listed else -1
    if ago == 0:
        return "New today"
    return "New this week" if 0 < ago < 7 else ""


def _days_ago(moment: datetime, now: datetime) -> int:
    return (now.date() - moment.astimezone(now.tzinfo).date()).days


def paragraphs(text: str) -> list[str]:
    """The text, split at its blank lines."""
    return [part for part in re.split(r"(?:\r?\n[ \t]*){2,}", text.strip()) if part]


def tel(phone: str) -> str:
    """A `tel:` address (RFC 3966) for a number as people write it, extension included."""
    number, *extension = re.split(r"(?:ext\w*|x)[.: ]*", phone.lower(), maxsplit=1)
    digits = ["".join(re.findall(r"^\s*\+|\d", part)).strip() for part in (number, *extension)]
    return "tel:" + ";ext=".join(part for part in digits if part)


def initials(name: str) -> str:
    """`DL` for Dana Lee."""
    return "".join(word[0] for word in name.split()[:2]).upper()


def someone_else(name: str, other: str) -> bool:
    """Whether two names surely belong to two people; ignores middle names and anything after a comma."""
    return _first_and_last(name) != _first_and_last(other)


def _first_and_last(name: str) -> tuple[str, str]:
    words = name.casefold().partition(",")[0].split() or [""]
    return words[0], words[-1]


def steps(number: int, pages: int) -> list[int | None]:
    """The page numbers to link from page `number`, None where some are left out: `1 … 4 5 6 … 27`."""
    near = range(max(number - 1, 1), min(number + 1, pages) + 1)
    linked: list[int | None] = []
    for before, step in pairwise([0, *sorted({1, pages, *near})]):
        linked += _between(before, step)
        linked.append(step)
    return linked


def _between(before: int, step: int) -> list[int | None]:
    """The items between two linked pages: nothing, the one page left out, or a gap."""
    missing = step - before - 1
    if missing == 0:
        return []
    return [before + 1 if missing == 1 else None]


def street(address: Address) -> str:
    """The street address, or why it is not shown."""
    return "Address withheld at the seller’s request" if address.withheld else address.street or "Address not given"


def called(home: Listing) -> str:
    """The name of a home on a button: its street, unless that is withheld."""
    number = f", MLS #{home.number}" if home.number else ""
    return home.address.street or f"this home{number}"


FILTERS: dict[str, Callable[..., object]] = {
    function.__name__: function
    for function in (
        *(money, count, plural, baths, date, day, clock, hours, weekday, long_day, short_day, zone, newness),
        *(paragraphs, tel, initials, someone_else, steps, street, called),
    )
}
