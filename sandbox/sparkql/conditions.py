"""Comparisons, combined by And, Or and Not.

A condition is true, false or unknown (None). It is unknown if a value is null, as in SQL, or masked. An unknown
condition never matches, and `Not` keeps it unknown. So neither the condition nor its negation reveals a masked value.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sandbox.sparkql.terms import Term
from sandbox.sparkql.values import DATE_KINDS, NUMBER_KINDS, Kind, MaskedValue, Row, invalid

Condition = Callable[[Row], bool | None]
Test = Callable[[Any, Any], bool]
COMPARISONS: dict[str, Test] = {"gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le}
LISTABLE: frozenset[Kind] = NUMBER_KINDS | {"Character", "Pattern", "All", "Area"}
COMPARABLE: dict[Kind, frozenset[Kind]] = {
    "Character": frozenset({"Character", "Pattern", "Null"}),
    "MultiSelect": frozenset({"Character", "Pattern", "All", "Null"}),
    "Integer": NUMBER_KINDS | {"Null"},
    "Decimal": NUMBER_KINDS | {"Null"},
    "Boolean": frozenset({"Boolean", "Null"}),
    "Date": DATE_KINDS | {"Null"},
    "Datetime": DATE_KINDS | {"Null"},
    "Time": frozenset({"Time", "Null"}),
    "Shape": frozenset({"Area", "Null"}),
}


def compare(left: Term, name: str, rights: Sequence[Term]) -> Condition:
    """`left name rights`, where `name` is an operator in lower case. Raises 1040 for incompatible kinds."""
    _check(left, name, rights)
    if name == "bt":
        low, high = rights
        return unknown_if_masked(all_of([_single(left, operator.ge, low), _single(left, operator.le, high)]))
    if name in COMPARISONS:
        return unknown_if_masked(_single(left, COMPARISONS[name], rights[0]))
    found = any_of([_equality(left, right) for right in rights])
    return unknown_if_masked(found if name == "eq" else negate(found))


def _check(left: Term, name: str, rights: Sequence[Term]) -> None:
    if left.constant:
        raise invalid("a condition starts with a field")
    for right in rights:
        if right.kind not in COMPARABLE.get(left.kind, ()):
            raise invalid(f"a value of type {left.kind} cannot be compared with {right.kind}")
    if len(rights) != (2 if name == "bt" else 1) and not _is_list(name, rights):
        raise invalid("Bt takes two values" if name == "bt" else "only text and numbers can be listed, with Eq or Ne")
    kinds = {left.kind, *(right.kind for right in rights)}
    if name not in {"eq", "ne"} and not kinds <= NUMBER_KINDS | DATE_KINDS | {"Time"}:
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
    one, other = _as_day(left, right), _as_day(right, left)

    def condition(row: Row) -> bool | None:
        value, wanted = one(row), other(row)
        return None if value is None or wanted is None else bool(test(value, wanted))

    return condition


def _as_day(term: Term, other: Term) -> Callable[[Row], Any]:
    """Compare a timestamp to a date by its day, so `Le 2026-01-31` includes all of the 31st."""
    if (term.kind, other.kind) != ("Datetime", "Date"):
        return term.value
    return lambda row: moment.date() if (moment := term.value(row)) else None


def all_of(conditions: Sequence[Condition]) -> Condition:
    return lambda row: _combine(row, conditions, decisive=False)


def any_of(conditions: Sequence[Condition]) -> Condition:
    return lambda row: _combine(row, conditions, decisive=True)


def _combine(row: Row, conditions: Sequence[Condition], *, decisive: bool) -> bool | None:
    result: bool | None = not decisive
    for condition in conditions:
        one = condition(row)
        if one is decisive:
            return decisive
        result = None if one is None else result
    return result


def negate(condition: Condition) -> Condition:
    return lambda row: None if (result := condition(row)) is None else not result


def unknown_if_masked(condition: Condition) -> Condition:
    """Unknown if the condition needs a masked value."""

    def guarded(row: Row) -> bool | None:
        try:
            return condition(row)
        except MaskedValue:
            return None

    return guarded


Membership = Callable[[str], Condition]
"""From an id to the condition that a listing belongs to it. Raises an error for an unknown id."""

NO_MEMBERSHIPS: Mapping[str, Membership] = {}


def membership_term(group: Membership) -> Term:
    return Term("Group", lambda _: group)


def compare_membership(left: Term, name: str, rights: Sequence[Term]) -> Condition:
    """`ListingCart Eq '<id>','<id>'`: in one of them, or with `Ne` in none."""
    if name not in {"eq", "ne"} or any(right.kind != "Character" or not right.constant for right in rights):
        raise invalid("carts and saved searches are named by their ids, with Eq or Ne")
    group: Membership = left.value({})
    found = unknown_if_masked(any_of([group(right.value({})) for right in rights]))
    return found if name == "eq" else negate(found)
