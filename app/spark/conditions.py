"""Filters read back: no grammar of SparkQL, only the shapes of condition that `sparkql` and `criteria` write."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

Number = int | Decimal


@dataclass(frozen=True)
class Range:
    """From `low` to `high`, both included; None leaves that end open."""

    low: Number | None = None
    high: Number | None = None

    def __bool__(self) -> bool:
        return (self.low, self.high) != (None, None)


ANY = Range()
Value = tuple[str, ...] | Range | int | str
"""One of these texts, a range, "no longer ago than so many days", or "this stands in it, whatever its case"."""

TEXT = r"'(?:[^'\\]|\\.)*'"
NUMBER = r"\d{1,15}(?:\.\d{1,6})?"
CONDITION = re.compile(
    rf"""\s*(?:
        (?P<listed>\w+)\s+Eq\s+(?P<texts>{TEXT}(?:\s*,\s*{TEXT})*)
      | (?P<between>\w+)\s+Bt\s+(?P<first>{NUMBER})\s*,\s*(?P<last>{NUMBER})
      | (?P<from>\w+)\s+Ge\s+(?P<low>{NUMBER})
      | (?P<to>\w+)\s+Le\s+(?P<high>{NUMBER})
      | (?P<since>\w+)\s+Ge\s+days\(\s*-(?P<days>\d{{1,4}})\s*\)
      | tolower\(\s*(?P<within>\w+)\s*\)\s+Eq\s+contains\(\s*(?P<part>{TEXT})\s*\)
    )\s*(?P<more>\bAnd\b|\Z)""",
    re.VERBOSE | re.DOTALL | re.ASCII | re.IGNORECASE,
)
FIELD = ("listed", "between", "from", "to", "since", "within")


def conditions(text: str) -> list[tuple[str, Value]] | None:
    """Each field with its value, in their order; None if anything else stands in the filter."""
    found: list[tuple[str, Value]] = []
    at, more = 0, text.strip()
    while more:
        condition = CONDITION.match(text, at)
        if condition is None:
            return None
        found.append((next(filter(None, map(condition.group, FIELD))), _value(condition)))
        at, more = condition.end(), condition["more"]
    return found


def _value(condition: re.Match[str]) -> Value:
    if texts := condition["texts"]:
        return tuple(map(_unquoted, re.findall(TEXT, texts, re.DOTALL)))
    if days := condition["days"]:
        return int(days)
    if part := condition["part"]:
        return _unquoted(part)
    return Range(_number(condition["low"] or condition["first"]), _number(condition["high"] or condition["last"]))


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text[1:-1], flags=re.DOTALL)


def _number(digits: str | None) -> Number | None:
    return None if digits is None else int(digits) if digits.isdigit() else Decimal(digits)
