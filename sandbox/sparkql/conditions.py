"""Comparisons, and how And, Or and Not join them.

A condition is true, false or unknown (None): unknown when a value is null, as in SQL, or masked. An unknown
condition never lets a listing in, and `Not` keeps it unknown, so a masked value cannot be guessed from either side.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from sandbox.sparkql.terms import Term
from sandbox.sparkql.values import MOMENTS, NUMBERS, Kind, Row, Withheld, invalid

Condition = Callable[[Row], bool | None]
Test = Callable[[Any, Any], bool]
ORDERED: dict[str, Test] = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}
LISTABLE: frozenset[Kind] = NUMBERS | {"Character", "Pattern", "All", "Area"}
COMPARABLE: dict[Kind, frozenset[Kind]] = {
    "Character": frozenset({"Character", "Pattern", "Null"}),
    "MultiSelect": frozenset({"Character", "Pattern", "All", "Null"}),
    "Integer": NUMBERS | {"Null"},
    "Decimal": NUMBERS | {"Null"},
    "Boolean": frozenset({"Boolean", "Null"}),
    "Date": MOMENTS | {"Null"},
    "Datetime": MOMENTS | {"Null"},
    "Time": frozenset({"Time", "Null"}),
    "Shape": frozenset({"Area", "Null"}),
}


def compare(left: Term, name: str, rights: Sequence[Term]) -> Condition:
    """`left name rights`, where name is an operator in lower case; raises 1040 where the kinds do not fit."""
    _check(left, name, rights)
    if name == "bt":
        low, high = rights
        return masked(both([_single(left, operator.ge, low), _single(left, operator.le, high)]))
    if name in ORDERED:
        return masked(_single(left, ORDERED[name], rights[0]))
    found = either([_equality(left, right) for right in rights])
    return masked(found if name == "eq" else inverse(found))


def _check(left: Term, name: str, rights: Sequence[Term]) -> None:
    if left.constant:
        raise invalid("a condition starts with a field")
    for right in rights:
        if right.kind not in COMPARABLE.get(left.kind, ()):
            raise invalid(f"a value of type {left.kind} cannot be compared with {right.kind}")
    if len(rights) != (2 if name == "bt" else 1) and not _is_list(name, rights):
        raise invalid("Bt takes two values" if name == "bt" else "only text and numbers can be listed, with Eq or Ne")
    kinds = {left.kind, *(right.kind for right in rights)}
    if name not in {"eq", "ne"} and not kinds <= NUMBERS | MOMENTS | {"Time"}:
        raise invalid(f"{name.capitalize()} takes numbers, dates and times")


def _is_list(name: str, rights: Sequence[Term]) -> bool:
    return name in {"eq", "ne"} and all(right.kind in LISTABLE for right in rights)


def _equality(left: Term, right: Term) -> Condition:
    if right.kind == "Null":
        return lambda row: left.value(row) is None
    one: Test = operator.eq if right.kind not in {"Pattern", "All", "Area"} else lambda value, accepts: accepts(value)
    if left.kind == "MultiSelect" and right.kind != "All":
        return _single(left, lambda values, wanted: any(one(value, wanted) for value in values), right)
    return _single(left, one, right)


def _single(left: Term, test: Test, right: Term) -> Condition:
    one, other = _days(left, right), _days(right, left)

    def condition(row: Row) -> bool | None:
        value, wanted = one(row), other(row)
        return None if value is None or wanted is None else bool(test(value, wanted))

    return condition


def _days(term: Term, other: Term) -> Callable[[Row], Any]:
    """A timestamp beside a date counts as its day, so `Le 2026-01-31` takes in all of the 31st."""
    if (term.kind, other.kind) != ("Datetime", "Date"):
        return term.value
    return lambda row: moment.date() if (moment := term.value(row)) else None


def both(conditions: Sequence[Condition]) -> Condition:
    return lambda row: _joined(row, conditions, decisive=False)


def either(conditions: Sequence[Condition]) -> Condition:
    return lambda row: _joined(row, conditions, decisive=True)


def _joined(row: Row, conditions: Sequence[Condition], *, decisive: bool) -> bool | None:
    answer: bool | None = not decisive
    for condition in conditions:
        verdict = condition(row)
        if verdict is decisive:
            return decisive
        answer = None if verdict is None else answer
    return answer


def inverse(condition: Condition) -> Condition:
    return lambda row: None if (verdict := condition(row)) is None else not verdict


def masked(condition: Condition) -> Condition:
    """Unknown where the listing withholds a value that the condition needs."""

    def guarded(row: Row) -> bool | None:
        try:
            return condition(row)
        except Withheld:
            return None

    return guarded
