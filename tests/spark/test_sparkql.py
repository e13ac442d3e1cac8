from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spark.sparkql import MAX_VALUES, all_of, between, contains, eq, literal, within_days
from sandbox.sparkql import compile_filter

TEXTS = st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])).filter(str.isprintable)
KINDS: dict[str, Any] = {
    "City": "Character",
    "PublicRemarks": "Character",
    "ListPrice": "Decimal",
    "OnMarketDate": "Date",
}


def lets_in(filter_: str, **fields: Any) -> bool:
    return compile_filter(filter_, KINDS)(fields)


@given(TEXTS, TEXTS)
def test_whatever_is_typed_is_a_value_and_nothing_but_a_value(typed: str, other: str) -> None:
    assert lets_in(eq("City", typed), City=typed)
    assert lets_in(eq("City", typed), City=other) is (typed == other)
    assert lets_in(eq("City", typed, other), City=other)


@given(st.text(st.characters(exclude_categories=[])))
def test_letters_that_cannot_be_printed_are_dropped(typed: str) -> None:
    assert lets_in(eq("City", typed), City="".join(filter(str.isprintable, typed)))


@pytest.mark.parametrize("typed", ["' Or City Ne '", "\\' Or City Ne \\'", "x\\", "''", "') Or City Ne ('", "a','b"])
def test_a_filter_cannot_be_smuggled_in(typed: str) -> None:
    for condition in (eq("City", typed), contains("City", typed)):
        assert not lets_in(condition, City="Fargo")
        assert lets_in(condition, City=typed)


@given(TEXTS.filter(bool), TEXTS, TEXTS)
def test_a_part_is_found_in_any_case(part: str, before: str, after: str) -> None:
    assert lets_in(contains("PublicRemarks", part), PublicRemarks=before.lower() + part.lower() + after.lower())


def test_a_range_may_be_open_at_either_end() -> None:
    assert between("ListPrice", 1, Decimal("2.50")) == "ListPrice Bt 1,2.50"
    assert between("ListPrice", 1, None) == "ListPrice Ge 1"
    assert between("ListPrice", None, 2) == "ListPrice Le 2"
    assert (
        between("ListPrice", None, None)
        == eq("City")
        == contains("City", "")
        == within_days("OnMarketDate", None)
        == ""
    )


def test_days_ago_are_counted_when_the_filter_is_used() -> None:
    today = datetime.now(UTC).date()
    assert lets_in(within_days("OnMarketDate", 7), OnMarketDate=today.isoformat())
    assert not lets_in(within_days("OnMarketDate", 7), OnMarketDate="2020-01-01")


def test_blank_conditions_do_not_count() -> None:
    assert all_of("A Eq 1", "", "B Eq 2") == "A Eq 1 And B Eq 2"
    assert all_of("A Eq 1", "") == "A Eq 1"


def test_every_kind_of_value_is_spelled() -> None:
    assert [literal(value) for value in (True, 3, Decimal("1E+2"))] == ["true", "3", "100"]
    assert literal(date(2026, 1, 31)) == "2026-01-31"
    assert literal(datetime(2026, 1, 31, 12, tzinfo=UTC)) == "2026-01-31T12:00:00+00:00"


def test_a_list_has_two_hundred_values_at_most() -> None:
    assert eq("City", *map(str, range(300))).count(",") == MAX_VALUES - 1
