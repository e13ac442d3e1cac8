"""From the text in an address to a value of the criteria. What cannot be meant is left out, and said in words."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import NamedTuple

from app.spark.conditions import Number
from app.spark.criteria import Range

NUMBER = re.compile(r"\$?\s*(?P<digits>\d[\d,]{0,14}(?:\.\d{1,4})?|\.\d{1,4})\s*(?P<unit>[kKmM]?)")
UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
CODE = re.compile(r"[\w /&.'()-]{1,60}")


class Taken(NamedTuple):
    """`value` is what is left of what was given, `fault` what to tell about the rest; blank if all was taken."""

    value: object
    fault: str = ""


class Measure(NamedTuple):
    """What a range is of: `what` and `example` in words, its bounds, and whether parts of one make sense."""

    what: str
    example: str
    least: int
    most: int
    whole: bool = True


MEASURES = {
    "price": Measure("a price", "200000-400000", 0, 999_999_999),
    "beds": Measure("a number of bedrooms", "3", 0, 50),
    "baths": Measure("a number of baths", "1.5", 0, 50, whole=False),
    "size": Measure("a size in square feet", "1200-2500", 0, 9_999_999),
    "lot": Measure("a lot size in acres", "0.5-10", 0, 999_999, whole=False),
    "year": Measure("a year", "1990-2010", 1600, 2200),
    "garage": Measure("a number of garage spaces", "2", 0, 50),
}


def span(text: str, measure: Measure) -> Taken:
    """`200000-400000`, `200000` for "or more", `-400000` for "or less"; ends in the wrong order change places."""
    low, _, high = text.replace("–", "-").partition("-")
    ends = [_number(end, measure) for end in (low, high)]
    wrong = [end.strip() for end, number in zip((low, high), ends, strict=True) if end.strip() and number is None]
    least, most = ends[0] or None, ends[1]
    if least is not None and most is not None and least > most:
        least, most = most, least
    fault = f"“{wrong[0]}” is not {measure.what}. Write it like {measure.example}." if wrong else ""
    return Taken(Range(least, most), fault)


def one_of(values: Sequence[str], known: Collection[str], what: str) -> Taken:
    """Those that the MLS has; if it does not tell what it has, those that look like a value."""
    wrong = [value for value in values if not (value in known if known else CODE.fullmatch(value))]
    fault = f"“{wrong[0]}” is not {what} here; it was left out." if wrong else ""
    return Taken(tuple(value for value in values if value not in wrong), fault)


def days(text: str, most: int) -> Taken:
    if not text:
        return Taken(None)
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= most and len(text) < 5:
        return Taken(int(text))
    return Taken(None, f"“{text}” is not a number of days from 1 to {most}; it was left out.")


def _number(text: str, measure: Measure) -> Number | None:
    found = NUMBER.fullmatch(text.strip())
    if not found:
        return None
    number = Decimal(found["digits"].replace(",", "")) * UNITS[found["unit"].lower()]
    if not measure.least <= number <= measure.most:
        return None
    return int(number) if measure.whole or number == int(number) else number.normalize()
