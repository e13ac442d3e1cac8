from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.spark.sparkql import FIELDS, Range, SearchCriteria
from sandbox.homes import homes
from sandbox.listings.fields import searchable_fields
from sandbox.mls import PRAIRIE
from sandbox.services.restrictions import check_restrictions
from sandbox.sparkql import compile_filter, parse

TEXTS = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=30).filter(str.isprintable)
LISTS = st.lists(TEXTS, max_size=4).map(tuple)
NUMBERS = st.none() | st.integers(1, 10**9) | st.decimals(Decimal("0.1"), 10**6, places=2)
RANGES = st.builds(Range, NUMBERS, NUMBERS)
DAYS = st.none() | st.integers(1, 365)
CRITERIA = st.builds(
    SearchCriteria, cities=LISTS, postal_codes=LISTS, numbers=LISTS, street=TEXTS.map(str.lower), price=RANGES,
    beds=RANGES,
    types=LISTS, subtypes=LISTS, baths=RANGES, size=RANGES, lot=RANGES, year=RANGES, garage=RANGES, statuses=LISTS,
    new=DAYS, repriced=DAYS, open_house=st.none(), keyword=TEXTS.map(str.lower),
)  # fmt: skip
FARGO = SearchCriteria(cities=("Fargo",), price=Range(200_000, 400_000), beds=Range(3), types=("A",))


@given(CRITERIA)
@example(SearchCriteria(cities=("O'Fallon \\",), keyword="' or city ne '"))
def test_a_filter_is_read_back_as_what_was_asked(criteria: SearchCriteria) -> None:
    assert SearchCriteria.from_sparkql(criteria.sparkql()) == criteria


@given(CRITERIA)
def test_spark_reads_each_field_once_and_joins_them_by_and(criteria: SearchCriteria) -> None:
    written = criteria.sparkql()
    compile_filter(written, searchable_fields())
    named = [str(field.children[0]) for field in parse(written).find_data("field")]
    assert sorted(named) == sorted(fields[0] for name, fields in FIELDS.items() if getattr(criteria, name))
    assert all(len(disjunction.children) == 1 for disjunction in parse(written).find_data("disjunction"))
    assert not [*parse(written).find_data("negation"), *parse(written).find_data("group")]


@given(st.text())
@example("City Eq 'a' And City Eq 'b'")
def test_any_filter_is_read_or_left_alone(text: str) -> None:
    found = SearchCriteria.from_sparkql(text)
    assert found is None or SearchCriteria.from_sparkql(found.sparkql()) == found


def test_a_filter_reads_as_it_is_meant() -> None:
    assert FARGO.sparkql() == (
        "City Eq 'Fargo' And ListPrice Bt 200000,400000 And BedsTotal Ge 3 And PropertyType Eq 'A'"
        " And StandardStatus Eq 'Active'"
    )
    assert SearchCriteria(street="Elm", new=7, statuses=()).sparkql() == (
        "tolower(UnparsedFirstLineAddress) Eq contains('elm') And OnMarketDate Ge days(-7)"
    )


def test_only_the_spacing_and_the_case_of_operators_may_differ() -> None:
    assert SearchCriteria.from_sparkql(" city eq 'a'") is None
    spelled = "City  EQ 'Fargo' ,'Moorhead' and ListPrice bt 1, 2 AND BathsFull ge 1.5"
    assert SearchCriteria.from_sparkql(spelled) == SearchCriteria(
        cities=("Fargo", "Moorhead"), price=Range(1, 2), baths=Range(Decimal("1.5")), statuses=()
    )
    assert SearchCriteria.from_sparkql("") == SearchCriteria(statuses=())


@pytest.mark.parametrize(
    "text",
    [
        "City Eq 'a' Or City Eq 'b'",
        "(City Eq 'a')",
        "Not City Eq 'a'",
        "City Ne 'a'",
        "City Eq 'a' And",
        "City Eq 'a' And City Eq 'b'",
        "BathsTotal Ge 1 And BathsFull Ge 1",
        "ListPrice Ge 1 And ListPrice Le 2",
        "ListPrice Eq 1",
        "ListPrice Eq '1'",
        "City Ge days(-3)",
        "OnMarketDate Ge 2026-01-01",
        "tolower(PublicRemarks) Eq contains('Porch')",
        "tolower(City) Eq contains('a')",
        "Location Eq radius('46.8 -96.7', 1)",
        "ListingCart Eq '1'",
        "City Eq 'a\x07'",
        "City Eq 'a' x",
    ],
)
def test_what_the_form_cannot_say_is_not_read(text: str) -> None:
    assert SearchCriteria.from_sparkql(text) is None


def test_fields_that_this_mls_does_not_use_are_left_out_and_named() -> None:
    criteria = SearchCriteria(baths=Range(2), size=Range(1000), lot=Range(1), statuses=())
    usable = {"BathsFull", "LivingArea"}
    assert criteria.sparkql(usable) == "BathsFull Ge 2 And LivingArea Ge 1000"
    assert criteria.unsupported(usable) == ("lot",)
    assert criteria.unsupported(None) == ()


def test_open_houses_stand_beside_the_filter() -> None:
    assert SearchCriteria(open_house=7).parameters() == {"OpenHouses": "7"}
    assert SearchCriteria().parameters() == {}


def listed(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    values = sorted({str(home.fields[name]) for home in homes(PRAIRIE.id)})
    return st.lists(st.sampled_from(values), max_size=3, unique=True).map(tuple)


SAVABLE = st.builds(
    SearchCriteria, cities=listed("City"), postal_codes=listed("PostalCode"), types=listed("PropertyType"),
    statuses=listed("StandardStatus"), street=TEXTS, price=RANGES, beds=RANGES, new=DAYS, keyword=TEXTS,
)  # fmt: skip


@given(SAVABLE)
def test_what_the_form_asks_for_can_be_saved(criteria: SearchCriteria) -> None:
    if criteria.sparkql():
        check_restrictions(criteria.sparkql(), PRAIRIE.id)


def test_a_kind_of_home_can_be_saved_with_its_type() -> None:
    check_restrictions(SearchCriteria(types=("G",), subtypes=("Condominium",)).sparkql(), PRAIRIE.id)
