"""The functions of SparkQL: their arguments, their result and their implementation.

Not supported: `cast`, `dayofweek`, `linestring`, `wkt`, and a listing id as the center of `radius`.
"""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from sandbox.sparkql.geometry import polygon, radius, rectangle
from sandbox.sparkql.values import Kind


class Function(NamedTuple):
    """`takes` lists the kinds of the arguments: `|` separates alternatives, `?` marks optional ones."""

    takes: str
    gives: Kind
    apply: Callable[..., object]

    def accepts(self, kinds: Sequence[Kind]) -> bool:
        wanted = self.takes.split()
        least = sum(not want.endswith("?") for want in wanted)
        return least <= len(kinds) <= len(wanted) and all(
            kind in want.rstrip("?").split("|") for kind, want in zip(kinds, wanted, strict=False)
        )


def regex(pattern: str, flags: str = "") -> Callable[[str], bool]:
    if flags not in {"", "i"}:
        raise ValueError(flags)
    try:
        compiled = re.compile(pattern, re.IGNORECASE if flags else 0)
    except re.error as error:
        raise ValueError(pattern) from error
    return lambda text: compiled.search(text) is not None


def substring(text: str, start: float, length: float | None = None) -> str:
    if start < 0 or (length or 0) < 0:
        raise ValueError("negative")
    return text[int(start) :] if length is None else text[int(start) : int(start + length)]


def today(days: float = 0) -> date:
    return datetime.now(UTC).date() + timedelta(days=int(days))


def weekdays(count: float) -> date:
    """This many working days from today. A weekend counts as the working day next to it."""
    weeks, rest = divmod(int(abs(count)), 5)
    day, step = today(), math.copysign(1, count)
    while rest or day.weekday() > 4:
        day += timedelta(days=step)
        rest -= rest > 0 and day.weekday() < 5
    return day + timedelta(weeks=weeks * step)


def months(count: float) -> date:
    """The same day of another month, or the last day of a shorter one."""
    year, month = divmod(today().year * 12 + today().month - 1 + int(count), 12)
    if not 1 <= year <= 9999:
        raise ValueError(count)
    return date(year, month + 1, min(today().day, calendar.monthrange(year, month + 1)[1]))


def from_now(**span: float) -> datetime:
    return datetime.now(UTC) + timedelta(**span)


TEXT_FUNCTIONS: dict[str, Function] = {
    "contains": Function("Character", "Pattern", lambda part: lambda text: part in text),
    "startswith": Function("Character", "Pattern", lambda part: lambda text: text.startswith(part)),
    "endswith": Function("Character", "Pattern", lambda part: lambda text: text.endswith(part)),
    "regex": Function("Character Character?", "Pattern", regex),
    "range": Function("Character Character", "Pattern", lambda low, high: lambda text: low <= text <= high),
    "all": Function(" ".join(["Character", *["Character?"] * 199]), "All", lambda *wanted: set(wanted).issubset),
    "substring": Function("Character Integer Integer?", "Character", substring),
    "trim": Function("Character", "Character", str.strip),
    "tolower": Function("Character", "Character", str.lower),
    "toupper": Function("Character", "Character", str.upper),
    "concat": Function("Character Character", "Character", lambda one, other: one + other),
    "length": Function("Character", "Integer", len),
    "indexof": Function("Character Character", "Integer", lambda text, part: text.find(part)),
}
NUMBER_FUNCTIONS: dict[str, Function] = {
    "round": Function("Integer|Decimal", "Integer", lambda number: math.floor(number + 0.5)),
    "ceiling": Function("Integer|Decimal", "Integer", math.ceil),
    "floor": Function("Integer|Decimal", "Integer", math.floor),
}
RELATIVE_DATE_FUNCTIONS: dict[str, Function] = {
    "now": Function("", "Datetime", from_now),
    "mindatetime": Function("", "Datetime", lambda: datetime(1970, 1, 1, tzinfo=UTC)),
    "maxdatetime": Function("", "Datetime", lambda: datetime.max.replace(tzinfo=UTC)),
    "days": Function("Integer", "Date", today),
    "weekdays": Function("Integer", "Date", weekdays),
    "months": Function("Integer", "Date", months),
    "years": Function("Integer", "Date", lambda count: months(count * 12)),
    "hours": Function("Integer", "Datetime", lambda count: from_now(hours=count)),
    "minutes": Function("Integer", "Datetime", lambda count: from_now(minutes=count)),
    "seconds": Function("Integer", "Datetime", lambda count: from_now(seconds=count)),
}
DATE_PART_FUNCTIONS: dict[str, Function] = {
    "date": Function("Date|Datetime", "Date", lambda moment: moment.date() if isinstance(moment, datetime) else moment),
    "time": Function("Datetime", "Time", lambda moment: moment.time()),
    "year": Function("Date|Datetime", "Integer", lambda moment: moment.year),
    "month": Function("Date|Datetime", "Integer", lambda moment: moment.month),
    "day": Function("Date|Datetime", "Integer", lambda moment: moment.day),
    "dayofyear": Function("Date|Datetime", "Integer", lambda moment: moment.timetuple().tm_yday),
    "hour": Function("Datetime", "Integer", lambda moment: moment.hour),
    "minute": Function("Datetime", "Integer", lambda moment: moment.minute),
    "second": Function("Datetime", "Integer", lambda moment: moment.second),
    "fractionalseconds": Function("Datetime", "Decimal", lambda moment: moment.microsecond / 1_000_000),
}
GEOMETRY_FUNCTIONS: dict[str, Function] = {
    "polygon": Function("Character", "Area", polygon),
    "rectangle": Function("Character", "Area", rectangle),
    "radius": Function("Character Integer|Decimal", "Area", radius),
}
FUNCTIONS = TEXT_FUNCTIONS | NUMBER_FUNCTIONS | RELATIVE_DATE_FUNCTIONS | DATE_PART_FUNCTIONS | GEOMETRY_FUNCTIONS
