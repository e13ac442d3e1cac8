"""Filters are built, never pasted: https://sparkplatform.com/docs/supporting_documentation/sparkql_grammar.

both(eq("City", "Fargo", "Moorhead"), between("ListPrice", 200_000, 400_000))
City Eq 'Fargo','Moorhead' And ListPrice Bt 200000,400000

A condition a field, joined by And: a filter of that shape can also be saved.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

Value = str | int | Decimal | bool | date
MOST = 200
"""Values in one list."""


def eq(field: str, *values: Value) -> str:
    """One of these values, no more than 200 of them; blank if there are none."""
    return f"{field} Eq {','.join(literal(value) for value in values[:MOST])}" if values else ""


def between(field: str, low: Value | None, high: Value | None) -> str:
    """From `low` to `high`, both included, either of them open; blank if both are."""
    if low is not None and high is not None:
        return f"{field} Bt {literal(low)},{literal(high)}"
    if low is not None:
        return f"{field} Ge {literal(low)}"
    return f"{field} Le {literal(high)}" if high is not None else ""


def contains(field: str, text: str) -> str:
    """The text stands somewhere in the field, whichever way its letters are written; blank if the text is."""
    return f"tolower({field}) Eq contains({literal(text.lower())})" if text else ""


def since(field: str, days: int | None) -> str:
    """No longer ago than so many days, counted whenever the filter is used; blank for None."""
    return "" if days is None else f"{field} Ge days(-{days})"


def both(*conditions: str) -> str:
    """All of the conditions; blank ones do not count."""
    return " And ".join(filter(None, conditions))


def literal(value: Value) -> str:
    """A value as SparkQL spells it; quotes and backslashes of a text are escaped, its control characters dropped."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str):
        plain = "".join(letter for letter in value if letter.isprintable())
        return "'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
