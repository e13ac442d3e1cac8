"""SparkQL filters: build them, parse them back, and hold a search's criteria as a value.

all_of(eq("City", "Fargo", "Moorhead"), between("ListPrice", 200_000, 400_000))
City Eq 'Fargo','Moorhead' And ListPrice Bt 200000,400000

SearchCriteria(cities=("Fargo",), price=Range(200_000, 400_000)).sparkql()
City Eq 'Fargo' And ListPrice Bt 200000,400000 And StandardStatus Eq 'Active'

A filter has one condition a field, joined by And, so Spark can save it. `parse` reads only the conditions written here.
See https://sparkplatform.com/docs/supporting_documentation/sparkql_grammar and
https://sparkplatform.com/docs/api_services/saved_searches/restrictions.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Value = str | int | Decimal | bool | date
Number = int | Decimal
MAX_VALUES = 200
"""Values in one list."""


def eq(field: str, *values: Value) -> str:
    """Any of the first 200 of these values; blank if there are none."""
    return f"{field} Eq {','.join(literal(value) for value in values[:MAX_VALUES])}" if values else ""


def between(field: str, low: Value | None, high: Value | None) -> str:
    """From `low` to `high`, inclusive; None leaves an end open, and two of them give a blank."""
    if low is not None and high is not None:
        return f"{field} Bt {literal(low)},{literal(high)}"
    if low is not None:
        return f"{field} Ge {literal(low)}"
    return f"{field} Le {literal(high)}" if high is not None else ""


def contains(field: str, text: str) -> str:
    """The field contains the text, in any case; blank if the text is."""
    return f"tolower({field}) Eq contains({literal(text.lower())})" if text else ""


def within_days(field: str, days: int | None) -> str:
    """Within the last so many days, counted when the filter runs; blank for None."""
    return "" if days is None else f"{field} Ge days(-{days})"


def all_of(*conditions: str) -> str:
    """All of the conditions; blank ones are left out."""
    return " And ".join(filter(None, conditions))


def literal(value: Value) -> str:
    """A SparkQL literal. In a text, quotes and backslashes are escaped and control characters dropped."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        plain = "".join(letter for letter in value if letter.isprintable())
        return "'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True)
class Range:
    """From `low` to `high`, inclusive; None leaves that end open."""

    low: Number | None = None
    high: Number | None = None

    def __bool__(self) -> bool:
        return (self.low, self.high) != (None, None)


ANY_RANGE = Range()
ConditionValue = tuple[str, ...] | Range | int | str
"""Any of these texts, a range, "within so many days", or "contains this text, in any case"."""

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


def parse(text: str) -> list[tuple[str, ConditionValue]] | None:
    """Each field with its value, in order; None if the filter has any other kind of condition."""
    found: list[tuple[str, ConditionValue]] = []
    at, more = 0, text.strip()
    while more:
        condition = CONDITION.match(text, at)
        if condition is None:
            return None
        found.append((next(filter(None, map(condition.group, FIELD))), _value(condition)))
        at, more = condition.end(), condition["more"]
    return found


def _value(condition: re.Match[str]) -> ConditionValue:
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
    if digits is None:
        return None
    return int(digits) if digits.isdigit() else Decimal(digits)


ACTIVE = ("Active",)


@dataclass(frozen=True)
class SearchCriteria:
    """Texts are the MLS's own values, except `street` and `keyword`, which match part of a text in any case.

    `price` in dollars, `size` in square feet, `lot` in acres; `new` and `repriced` are "within the last so many
    days", `open_house` within the next. No `statuses` means all of them.
    """

    cities: tuple[str, ...] = ()
    postal_codes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    street: str = ""
    price: Range = ANY_RANGE
    beds: Range = ANY_RANGE
    types: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    baths: Range = ANY_RANGE
    size: Range = ANY_RANGE
    lot: Range = ANY_RANGE
    year: Range = ANY_RANGE
    garage: Range = ANY_RANGE
    statuses: tuple[str, ...] = ACTIVE
    new: int | None = None
    repriced: int | None = None
    open_house: int | None = None
    keyword: str = ""

    def sparkql(self, usable: Collection[str] | None = None) -> str:
        """The filter, over the `usable` fields only; None means all fields."""
        chosen = ((getattr(self, name), _field(name, usable)) for name in FIELDS)
        return all_of(*(_condition(field, value) for value, field in chosen if field))

    def parameters(self) -> dict[str, str]:
        """Search parameters to send beside the filter."""
        return {"OpenHouses": str(self.open_house)} if self.open_house else {}

    def unsupported(self, usable: Collection[str] | None) -> tuple[str, ...]:
        """Names of the criteria that the filter leaves out, as the MLS has no usable field for them."""
        return tuple(name for name in FIELDS if getattr(self, name) and not _field(name, usable))

    @classmethod
    def from_sparkql(cls, text: str) -> SearchCriteria | None:
        """The criteria that produce this filter; None if no criteria do."""
        found = _named(text)
        if found is None or not all(_fits(name, value) for name, value in found.items()):
            return None
        given: dict[str, Any] = {"statuses": (), **found}
        criteria = cls(**given)
        return criteria if _named(criteria.sparkql()) == found else None


FIELDS = {
    "cities": ("City",),
    "postal_codes": ("PostalCode",),
    "numbers": ("ListingId",),
    "street": ("UnparsedFirstLineAddress",),
    "price": ("ListPrice",),
    "beds": ("BedsTotal",),
    "types": ("PropertyType",),
    "subtypes": ("PropertySubType",),
    "baths": ("BathsTotal", "BathsFull"),
    "size": ("BuildingAreaTotal", "LivingArea"),
    "lot": ("LotSizeAcres",),
    "year": ("YearBuilt",),
    "garage": ("GarageSpaces",),
    "statuses": ("StandardStatus",),
    "new": ("OnMarketDate",),
    "repriced": ("PriceChangeTimestamp",),
    "keyword": ("PublicRemarks",),
}
"""The standard field of each criterion, then the field to use where an MLS lacks the first."""
CRITERION_BY_FIELD = {field: name for name, spelled in FIELDS.items() for field in spelled}
EMPTY = {field.name: field.default for field in fields(SearchCriteria)}


def _field(name: str, usable: Collection[str] | None) -> str | None:
    return next((field for field in FIELDS[name] if usable is None or field in usable), None)


def _condition(field: str, value: ConditionValue | None) -> str:
    if isinstance(value, Range):
        return between(field, value.low, value.high)
    if isinstance(value, tuple):
        return eq(field, *value)
    return contains(field, value) if isinstance(value, str) else within_days(field, value)


def _named(text: str) -> dict[str, ConditionValue] | None:
    """The filter's values by criterion; None if a field is unknown or comes twice."""
    found = parse(text)
    named = {CRITERION_BY_FIELD.get(field, ""): value for field, value in found or ()}
    return None if found is None or "" in named or len(named) < len(found) else named


def _fits(name: str, value: ConditionValue) -> bool:
    empty = EMPTY[name]
    return isinstance(value, int if empty is None else type(empty))
