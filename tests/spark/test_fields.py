"""The typed layer's ground: masks, strings for numbers, missing keys. Nothing here may raise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.spark.fields import MASK, Fields, unmask

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.text(max_size=20)
    | st.just(MASK)
    | st.just(f"12 {MASK} St"),
    lambda children: st.lists(children, max_size=4) | st.dictionaries(st.text(max_size=8), children, max_size=4),
    max_leaves=25,
)


def test_a_masked_value_is_absent_in_any_field_at_any_depth() -> None:
    raw = {"ListPrice": MASK, "Nested": {"Deep": [{"Name": MASK, "City": "Fargo"}, MASK]}, "City": "Fargo"}
    assert unmask(raw) == {"Nested": {"Deep": [{"City": "Fargo"}]}, "City": "Fargo"}


def test_a_mask_inside_a_text_is_cut_out_of_it() -> None:
    assert unmask(f"{MASK} Elm Street, {MASK}, Fargo") == "Elm Street, , Fargo"
    assert unmask(f" {MASK}, ") is None


@given(json_values)
def test_no_asterisk_mask_survives(raw: object) -> None:
    assert MASK not in repr(unmask(raw))


@pytest.mark.parametrize(
    ("value", "number"),
    [("50000.0", "50000.0"), (" -116.3237", "-116.3237"), (179000, "179000"), (Decimal("2.5"), "2.5"), ("1.0", "1.0")],
)
def test_numbers_come_as_numbers_or_strings(value: object, number: str) -> None:
    assert Fields({"n": value}).number("n") == Decimal(number)


@pytest.mark.parametrize("value", [None, "", " ", "abc", True, [], {}, "NaN", "Infinity", "1e999", "12 acres"])
def test_what_is_no_number_is_absent(value: object) -> None:
    assert Fields({"n": value}).number("n") is None
    assert Fields({"n": value}).integer("n") is None


def test_the_first_name_that_says_something_counts() -> None:
    fields = Fields({"A": None, "B": " ", "C": "see", "D": "not"})
    assert fields.text("Missing", "A", "B", "C", "D") == "see"


@pytest.mark.parametrize(
    ("value", "flag"),
    [(True, True), (False, False), ("true", True), ("False", False), (None, None), ("", None), (0, None)],
)
def test_flags_may_be_strings_and_may_be_unsaid(value: object, flag: bool | None) -> None:
    assert Fields({"f": value}).boolean("f") is flag


def test_times_are_aware() -> None:
    assert Fields({"t": "2010-11-22T20:47:21Z"}).timestamp("t") == datetime(2010, 11, 22, 20, 47, 21, tzinfo=UTC)
    assert Fields({"t": "2011-11-18T16:35:43"}).timestamp("t") == datetime(2011, 11, 18, 16, 35, 43, tzinfo=UTC)
    moment = Fields({"t": "2010-11-22T20:47:21-05:00"}).timestamp("t")
    assert moment is not None
    assert moment.utcoffset() == timedelta(hours=-5)
    assert Fields({"t": "2011-11-18"}).timestamp("t") == datetime(2011, 11, 18, 12, tzinfo=UTC)
    assert Fields({"t": "yesterday"}).timestamp("t") is None


@pytest.mark.parametrize("day", ["2026-11-10", " 2026-11-10", "2026-11-10 ", " 2026-11-10 ", "\t2026-11-10\n"])
def test_a_date_is_the_noon_of_its_day_whatever_blanks_stand_around_it(day: str) -> None:
    """At midnight in UTC it is still the day before in America."""
    assert Fields({"t": day}).timestamp("t") == datetime(2026, 11, 10, 12, tzinfo=UTC)


def test_a_time_with_blanks_around_it_stays_that_time() -> None:
    assert Fields({"t": " 2026-11-10T07:30:00Z "}).timestamp("t") == datetime(2026, 11, 10, 7, 30, tzinfo=UTC)
    assert Fields({"t": " 2026-11-10T00:00:00 "}).timestamp("t") == datetime(2026, 11, 10, tzinfo=UTC)


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31", "9999-12-31T23:59:59Z"])
def test_a_year_that_stands_for_not_said_is_absent(day: str) -> None:
    assert Fields({"t": day}).timestamp("t") is None
    assert Fields({"t": day, "u": "1900-01-01"}).timestamp("t", "u") == datetime(1900, 1, 1, 12, tzinfo=UTC)


@given(json_values)
def test_no_reader_ever_raises(raw: object) -> None:
    fields = Fields(raw)
    for name in ("", "a", *(raw if isinstance(raw, dict) else ())):
        for reader in (
            fields.text,
            fields.number,
            fields.integer,
            fields.boolean,
            fields.timestamp,
            fields.nested,
            fields.items,
        ):
            reader(name)
