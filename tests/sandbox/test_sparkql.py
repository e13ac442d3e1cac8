from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.errors import SparkError
from sandbox.sparkql import MASK, Row, compile_filter, order_by
from tests.sandbox.sample_home import FIELDS, matches


def quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


@settings(deadline=None)
@given(st.text().filter(lambda text: text != MASK), st.text().filter(lambda text: text != MASK))
def test_any_text_finds_itself_and_nothing_else(wanted: str, other: str) -> None:
    found = compile_filter(f"City Eq {quoted(wanted)}", FIELDS)
    assert found({"City": wanted})
    assert found({"City": other}) == (other == wanted)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "City Eq 'Fargo'",
        "City eq 'Fargo' AND BedsTotal ge 3",
        "City Ne 'Moorhead'",
        "BedsTotal Gt 2 And BedsTotal Lt 4 And BedsTotal Le 3",
        "ListPrice Bt 389900.5,400000",
        "ListPrice Eq 389900.50",
        "City Eq 'Moorhead','Fargo'",
        "BedsTotal Eq 1,2,3",
        "Not City Eq 'Moorhead'",
        "City Eq 'Fargo' And Not BedsTotal Gt 5",
        "GarageYN Eq true",
        '"General"."Road Surface" Eq \'Gravel\'',
        "OnMarketDate Bt 2026-01-01,2026-01-31",
        "ModificationTimestamp Ge 2026-01-31T11:30:15-06:00",
        "ModificationTimestamp Eq 2026-01-31",
        "time(ModificationTimestamp) Bt 17:00,18:00",
        "ListPrice Div 1000 Gt 380 And BedsTotal Add 2 Mul 3 Eq 9",
        "BedsTotal Mod 2 Eq 1",
    ],
)
def test_a_true_condition_lets_the_home_in(text: str) -> None:
    assert matches(text)


@pytest.mark.parametrize(
    "text",
    [
        "City Eq 'fargo'",
        "City Ne 'Moorhead','Fargo'",
        "ListPrice Bt 1,389900",
        "Not (City Eq 'Fargo')",
        "GarageYN Eq false",
        "ModificationTimestamp Lt 2026-01-31T11:30:15-06:00",
        "ListPrice Div 0 Gt 1",
    ],
)
def test_a_false_condition_keeps_the_home_out(text: str) -> None:
    assert not matches(text)


def test_and_binds_closer_than_or() -> None:
    assert matches("City Eq 'Fargo' Or City Eq 'Hawley' And BedsTotal Gt 9")
    assert not matches("(City Eq 'Fargo' Or City Eq 'Hawley') And BedsTotal Gt 9")


def test_null_is_found_only_by_name() -> None:
    assert matches("City Eq NULL", City=None)
    assert not matches("City Ne NULL", City=None)
    assert not matches("City Ne 'Fargo'", City=None)
    assert not matches("Not City Eq 'Fargo'", City=None)
    assert matches("City Eq 'Fargo' Or BedsTotal Eq 3", City=None)


@pytest.mark.parametrize(
    "text",
    [
        f"City Eq '{MASK}'",
        "City Ne 'Fargo'",
        "Not City Eq 'Fargo'",
        "City Eq NULL",
        "City Ne NULL",
        "City Eq contains('*')",
        "length(City) Gt 0",
    ],
)
def test_a_masked_value_never_matches(text: str) -> None:
    assert not matches(text, City=MASK)


def test_masked_coordinates_lie_nowhere() -> None:
    assert not matches("Location Ne rectangle('1 1, 2 2')", Latitude=MASK)


def test_rows_come_in_the_order_asked_for_with_the_unknown_last() -> None:
    rows: list[Row] = [
        {"City": "B", "ListPrice": "9"},
        {"City": "A", "ListPrice": 10},
        {"City": "C", "ListPrice": None},
        {"City": "D", "ListPrice": MASK},
        {"City": "E", "ListPrice": 10},
    ]

    def cities(order: str) -> str:
        return "".join(str(row["City"]) for row in order_by(order, FIELDS)(rows))

    assert cities("ListPrice,City") == "BAECD"
    assert cities("-ListPrice,-City") == "EABDC"
    assert cities(" ListPrice,-City") == "BEADC"
    assert cities("+City") == "ABCDE"


def test_an_order_by_an_unknown_field_is_refused() -> None:
    with pytest.raises(SparkError) as refused:
        order_by("-OwnerName", FIELDS)
    assert refused.value.code == 1040
