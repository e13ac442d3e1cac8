"""From an address to criteria and back, whatever stands in it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.spark.listings import ListingPage
from app.spark.mls import FieldOption, StandardField
from app.spark.sparkql import FIELDS, Range, SearchCriteria
from app.views.search import Results
from app.views.search.chips import words
from app.views.search.choices import SearchChoices
from app.views.search.form import SearchForm
from app.views.search.query_string import ORDER, build, canonical, expressible, parse
from sandbox.listings.fields import searchable_fields
from sandbox.sparkql import compile_filter
from tests.screens import render, seen

CITIES = tuple(FieldOption(name, name) for name in ("Fargo", "West Fargo", "Moorhead"))
STATUSES = tuple(FieldOption(name, name) for name in ("Active", "Pending", "Closed"))
SUBTYPES = (FieldOption("Condo", "Condominium", ("G",)), FieldOption("Farm", "Farmstead", ("E",)))
LISTS = {"City": CITIES, "StandardStatus": STATUSES, "PropertySubType": SUBTYPES}
PRAIRIE = SearchChoices({}, LISTS, {"A": "Residential", "G": "Condo/Townhouse"})
TYPED = (
    st.text(max_size=30) | st.from_regex(r"[0-9$,.km-]{0,12}", fullmatch=True) | st.sampled_from(["Fargo", "A", "any"])
)
ADDRESSES = st.lists(st.tuples(st.sampled_from([*ORDER, "other"]), TYPED), max_size=12).map(MultiDict)


@given(ADDRESSES)
@example(MultiDict([("price", "1--"), ("price", "--"), ("page", "00000000000"), ("place", "\ud800")]))
def test_an_address_is_mended_once_and_then_stays(args: MultiDict[str, str]) -> None:
    once = canonical(args)
    assert canonical(MultiDict(once)) == once
    assert list(once) == [name for name in ORDER if name in once]
    assert all(once.values())


@given(ADDRESSES)
def test_whatever_stands_in_an_address_spark_can_read_what_is_made_of_it(args: MultiDict[str, str]) -> None:
    for choices in (PRAIRIE, SearchChoices()):
        criteria, faults = parse(args, choices)
        compile_filter(criteria.sparkql(), searchable_fields())
        assert all(faults.values())
        assert words(criteria, choices.types) is not None
        assert SearchForm.read(MultiDict(canonical(args)), choices).listings.filter == criteria.sparkql()


@given(ADDRESSES)
def test_what_was_read_stands_in_the_address_of_the_next_page(args: MultiDict[str, str]) -> None:
    criteria, _ = parse(args, PRAIRIE)
    again, faults = parse(MultiDict(build(criteria)), PRAIRIE)
    assert (again == criteria) is expressible(criteria, PRAIRIE)
    assert not faults


PLACES = {
    "Fargo": SearchCriteria(cities=("Fargo",)),
    "west fargo, ND; Moorhead": SearchCriteria(cities=("West Fargo", "Moorhead")),
    "Fargo, Fargo ,, ": SearchCriteria(cities=("Fargo",)),
    "58102": SearchCriteria(postal_codes=("58102",)),
    "Fargo ND 58102-1234": SearchCriteria(cities=("Fargo",), postal_codes=("58102",)),
    "1420 Elm Street, Fargo, ND 58102": SearchCriteria(
        street="1420 Elm Street", cities=("Fargo",), postal_codes=("58102",)
    ),
    "elm st west fargo mn": SearchCriteria(street="elm st", cities=("West Fargo",)),
    "Elm Ct": SearchCriteria(street="Elm Ct"),
    "12 Highway 58102": SearchCriteria(street="12 Highway 58102"),
    "25-10007": SearchCriteria(numbers=("25-10007",)),
    "MLS #nor123456": SearchCriteria(numbers=("NOR123456",)),
}


@pytest.mark.parametrize("typed", PLACES)
def test_a_place_is_understood(typed: str) -> None:
    criteria, _ = parse(MultiDict({"place": typed}), PRAIRIE)
    assert criteria == PLACES[typed]
    assert expressible(criteria, PRAIRIE)


def test_a_city_needs_no_list_to_be_one() -> None:
    criteria, _ = parse(MultiDict({"place": "12 Elm Street, Springfield, IL"}), SearchChoices())
    assert criteria == SearchCriteria(street="12 Elm Street", cities=("Springfield",))


def test_an_address_is_readable() -> None:
    criteria = SearchCriteria(
        cities=("Fargo",), price=Range(200_000, 400_000), beds=Range(3), types=("A",), baths=Range(Decimal("1.5")),
        year=Range(None, 1990), statuses=(), open_house=7, keyword="porch",
    )  # fmt: skip
    assert build(criteria, sort="price", page=2) == {
        "place": "Fargo", "price": "200000-400000", "beds": "3", "type": ["A"], "baths": "1.5", "year": "-1990",
        "status": ["any"], "open": "7", "keyword": "porch", "sort": "price", "page": "2",
    }  # fmt: skip
    assert words(criteria, PRAIRIE.types) == (
        "Fargo", "$200,000–$400,000", "3+ beds", "Residential", "1.5+ baths", "built 1990 or earlier", "any status",
        "open house in the next 7 days", "“porch” in the text",
    )  # fmt: skip
    assert build(SearchCriteria(), sort="newest", page=1) == {}


def test_what_an_address_cannot_say_is_known() -> None:
    assert not expressible(SearchCriteria(street="fargo"), PRAIRIE)
    assert not expressible(SearchCriteria(cities=("Nowhere",)), PRAIRIE)
    assert not expressible(SearchCriteria(subtypes=("Castle",)), PRAIRIE)


def test_kinds_of_home_are_those_of_the_chosen_types() -> None:
    assert SearchForm(SearchCriteria(types=("G",)), PRAIRIE).subtypes == [("Condo", "Condominium")]
    assert len(SearchForm(SearchCriteria(), PRAIRIE).subtypes) == 2


def test_prices_of_rentals_are_by_the_month() -> None:
    rentals = SearchChoices(types={"F": "Rental", "A": "Residential"})
    assert max(SearchForm(SearchCriteria(types=("F",)), rentals).steps("price")) == 4000
    assert min(SearchForm(SearchCriteria(types=("A", "F")), rentals).steps("price")) == 50_000


def test_the_page_says_what_could_not_be_asked_for() -> None:
    usable = {
        field: StandardField(field, True) for fields in FIELDS.values() for field in fields if field != "LotSizeAcres"
    }
    form = SearchForm(
        SearchCriteria(lot=Range(1), statuses=()), SearchChoices(usable), {"year": "“x” is not a year."}, view="map"
    )
    page = ListingPage((), 1, 1, 0)
    html = render("search/search.html", search_form=form, page=page, found=Results(page, 0, 0), place=None)
    assert "Prairie MLS cannot be searched by lot size; this was left out." in seen(html)
    assert "Error: No homes in Prairie MLS" in html
    assert 'href="#year"' in html
    assert "Recently updated" not in form.sorts.values()
