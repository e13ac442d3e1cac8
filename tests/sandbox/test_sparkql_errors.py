from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.errors import SparkError
from sandbox.sparkql import compile_filter
from tests.sandbox.sample_home import FIELDS

WORDS = ["City", "ListPrice", "OnMarketDate", "Location", "Eq", "Bt", "Add", "Mod", "And", "Or", "Not", "NULL", "true"]
WORDS += ["(", ")", ",", "'a'", "'", "\\", "3", "4.5", "-1", "2026-01-31", "contains(", "days(", "\x00", "é"]


def code(text: str) -> int:
    with pytest.raises(SparkError) as refused:
        compile_filter(text, FIELDS)
    assert refused.value.status == 400
    return refused.value.code


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_whatever_is_sent_is_read_or_refused(text: str) -> None:
    try:
        compile_filter(text, FIELDS)({"City": "a", "ListPrice": 3})
    except SparkError as refused:
        codes = {refused.code}
    else:
        codes = set()
    assert codes <= {1040, 1041}


@pytest.mark.parametrize(
    "text",
    [
        "City",
        "City Eq",
        "City Eq 'Fargo",
        "City Eq 'Fargo' And",
        "City Eq 'O'Brien'",
        "City Like 'F'",
        "OwnerName Eq 'x'",
        "city Eq 'Fargo'",
        "City Gt 'Fargo'",
        "City Eq 3",
        "BedsTotal Eq 'three'",
        "GarageYN Eq true,false",
        "OnMarketDate Eq 2026-01-01,2026-01-02",
        "BedsTotal Bt 1",
        "BedsTotal Bt 1,2,3",
        "BedsTotal Gt NULL",
        "OnMarketDate Eq 2026-02-30",
        "1 Eq 1",
        "'a' Eq 'a'",
        "nosuch(City) Eq 'x'",
        "City Eq contains()",
        "City Eq contains(City)",
        "City Eq regex('(')",
        "City Add 1 Eq 2",
        "OnMarketDate Ge days(99999999999)",
        "Location Eq 'Fargo'",
        "Location Eq rectangle('46.9, -96.9, 46.8, -96.7')",
        "Location Eq rectangle('46.9 -96.9')",
        "Location Eq polygon('46.9 -96.9, 46.9 -96.7')",
        "Location Eq radius('46.87 -96.80', 0)",
    ],
)
def test_a_filter_that_is_wrong_is_refused_as_such(text: str) -> None:
    assert code(text) == 1040


@pytest.mark.parametrize(
    ("fits", "too_much"),
    [
        ("((City Eq 'a'))", "(((City Eq 'a')))"),
        (" Or ".join(["City Eq 'a'"] * 75), " Or ".join(["City Eq 'a'"] * 76)),
        ("City Eq " + ",".join(["'a'"] * 200), "City Eq " + ",".join(["'a'"] * 201)),
        ("trim(" * 5 + "City" + ")" * 5 + " Eq 'a'", "trim(" * 6 + "City" + ")" * 6 + " Eq 'a'"),
        ("City Eq 'a'", "(" * 5000 + "City Eq 'a'" + ")" * 5000),
    ],
    ids=["levels", "expressions", "values", "functions", "hostile"],
)
def test_a_filter_past_the_limits_is_refused_for_its_size(fits: str, too_much: str) -> None:
    compile_filter(fits, FIELDS)
    assert code(too_much) == 1041
