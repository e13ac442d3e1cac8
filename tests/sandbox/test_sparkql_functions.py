from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.sandbox.sample_home import matches


@pytest.mark.parametrize(
    "text",
    [
        "City Eq contains('arg')",
        "City Eq startswith('Far')",
        "City Eq endswith('go')",
        "City Eq regex('^f.r', 'i')",
        "City Eq range('Fa','Fb')",
        "tolower(City) Eq tolower('FARGO')",
        "toupper(City) Eq 'FARGO'",
        "trim(concat(City, ' ')) Eq 'Fargo'",
        "substring(City, 1, 3) Eq 'arg'",
        "length(City) Eq 5 And indexof(City, 'r') Eq 2",
        "City Ne contains('x')",
        "round(ListPrice) Eq 389901 And floor(ListPrice) Eq 389900 And ceiling(ListPrice) Eq 389901",
        "year(OnMarketDate) Eq 2026 And month(OnMarketDate) Eq 1 And day(OnMarketDate) Eq 31",
        "dayofyear(OnMarketDate) Eq 31",
        "hour(ModificationTimestamp) Eq 17 And minute(ModificationTimestamp) Eq 30",
        "second(ModificationTimestamp) Eq 15 And fractionalseconds(ModificationTimestamp) Eq 0",
        "date(ModificationTimestamp) Eq 2026-01-31",
        "ModificationTimestamp Bt mindatetime(),maxdatetime()",
    ],
)
def test_a_function_does_what_its_name_says(text: str) -> None:
    assert matches(text)


def test_contains_minds_the_case() -> None:
    assert not matches("City Eq contains('ARG')")


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(minutes=30), "ModificationTimestamp Bt hours(-1),now()"),
        (timedelta(seconds=30), "ModificationTimestamp Gt minutes(-1)"),
        (timedelta(seconds=3), "ModificationTimestamp Gt seconds(-60)"),
        (timedelta(days=6), "ModificationTimestamp Ge days(-7)"),
        (timedelta(0), "ModificationTimestamp Eq days(0)"),
        (timedelta(days=27), "ModificationTimestamp Ge months(-1)"),
        (timedelta(days=364), "ModificationTimestamp Ge years(-1)"),
        (timedelta(days=3), "ModificationTimestamp Ge weekdays(-3)"),
    ],
)
def test_relative_times_count_from_now(ago: timedelta, text: str) -> None:
    now = datetime.now(UTC)
    assert matches(text, ModificationTimestamp=(now - ago).isoformat())
    assert not matches(text, ModificationTimestamp=(now - ago - timedelta(days=800)).isoformat())


def test_a_field_of_many_values_is_found_by_one_of_them_or_by_all() -> None:
    assert matches("Cooling Eq 'Heat Pump'")
    assert matches("Cooling Eq all('Heat Pump','Central Air')")
    assert not matches("Cooling Eq all('Heat Pump','None')")
    assert not matches("Cooling Eq 'Heat'")


@pytest.mark.parametrize(
    "shape",
    [
        "rectangle('46.9 -96.9, 46.8 -96.7')",
        "rectangle('46.8 -96.7, 46.9 -96.9')",
        "polygon('46.9 -96.9, 46.9 -96.7, 46.8 -96.8')",
        "radius('46.87 -96.80', 0.6)",
    ],
)
def test_a_home_inside_a_shape_is_found_and_one_outside_is_not(shape: str) -> None:
    assert matches(f"Location Eq {shape}")
    assert not matches(f"Location Eq {shape}", Latitude=47.2)
    assert not matches(f"Location Eq {shape}", Longitude=-97.5)
    assert not matches(f"Location Eq {shape}", Latitude=0, Longitude=0)
    assert not matches(f"Location Eq {shape}", Latitude=None)


@pytest.mark.parametrize("text", ["substring(City, indexof(City, 'x')) Eq 'Fargo'", "round(BedsTotal Div 0) Eq 1"])
def test_a_function_that_a_home_does_not_suit_is_unknown(text: str) -> None:
    assert not matches(text)
    assert not matches(f"Not {text}")


def test_a_function_of_nothing_is_unknown() -> None:
    assert not matches("BedsTotal Eq round(1 Div 0)")
