"""What the search says: each filter as a chip, as a choice of the form, and in the notes about what cannot be meant."""

from __future__ import annotations

import re

import pytest
from flask import Response, request

from tests.conftest import Start
from tests.servers import Server, Visitor
from tests.views.search.results import chips

CHIPS = {
    "beds=1": "1+ beds",
    "beds=-1": "Up to 1 beds",
    "beds=1-1": "1 beds",
    "beds=1-2": "1–2 beds",
    "baths=1": "1+ baths",
    "baths=1.5-2.5": "1.5–2.5 baths",
    "baths=-2": "Up to 2 baths",
    "garage=1": "1+ garage spaces",
    "garage=-1": "Up to 1 garage spaces",
    "size=750": "750+ sq ft",
    "size=1200-2500": "1,200–2,500 sq ft",
    "size=-900": "Up to 900 sq ft",
    "lot=1": "1+ acres",
    "lot=0.25-0.5": "0.25–0.5 acres",
    "lot=-40": "Up to 40 acres",
    "year=1900": "Built 1900 or later",
    "year=1990-2005": "Built 1990–2005",
    "year=-1920": "Built 1920 or earlier",
    "new=1": "New in the last day",
    "repriced=7": "Price changed in the last 7 days",
    "open=1": "Open house in the next day",
    "keyword=porch": "“porch” in the text",
}


@pytest.mark.parametrize("query", CHIPS)
def test_each_filter_is_said_in_plain_words(query: str, reader: Visitor) -> None:
    reader.get(f"/search?{query}")
    assert chips(reader) == [CHIPS[query]]


PRICES = "50000 100000 150000 200000 250000 300000 350000 400000 450000 500000 600000 700000 800000 900000 1000000"
OFFERED = {
    "#price": f"{PRICES} 1500000 2000000 3000000",
    "#beds": "1 2 3 4 5",
    "#baths": "1 1.5 2 2.5 3 4",
    "#garage": "1 2 3",
    "#size": "750 1000 1250 1500 1750 2000 2500 3000 3500 4000 5000",
    "#lot": "0.25 0.5 1 2 5 10 20 40",
    "#year": "1900 1920 1940 1950 1960 1970 1980 1990 2000 2010 2015 2020 2024",
    "#new": "1 3 7 14 30",
    "#repriced": "1 7 14 30",
    "#open": "1 3 7 14",
}


def test_the_form_offers_these_steps(reader: Visitor) -> None:
    reader.get("/search")
    for selector, offered in OFFERED.items():
        assert [value for value, _ in options(reader, selector)] == ["", *offered.split()], selector
    assert [label for _, label in options(reader, "#beds")] == ["Any", "1+", "2+", "3+", "4+", "5+"]
    assert [label for _, label in options(reader, "#baths")] == ["Any", "1+", "1.5+", "2+", "2.5+", "3+", "4+"]
    assert [label for _, label in options(reader, "#garage")] == ["Any", "1+", "2+", "3+"]
    assert [label for _, label in options(reader, "#new")][:3] == ["Any time", "1 day", "3 days"]


def test_rents_are_offered_in_steps_of_their_own(reader: Visitor) -> None:
    reader.get("/search")
    rentals = [str(box["value"]) for box in reader.soup.select("#type input") if "Rent" in str(box.parent)]
    assert rentals
    reader.get(f"/search?type={rentals[0]}")
    rents = "500 750 1000 1250 1500 1750 2000 2500 3000 4000"
    assert [value for value, _ in options(reader, "#price")] == ["", *rents.split()]


def options(visitor: Visitor, selector: str) -> list[tuple[str, str]]:
    return [(str(option["value"]), option.get_text()) for option in visitor.soup.select(f"{selector} option")]


FAULTS = {
    "price": "a price. Write it like 200000-400000.",
    "beds": "a number of bedrooms. Write it like 3.",
    "baths": "a number of baths. Write it like 1.5.",
    "size": "a size in square feet. Write it like 1200-2500.",
    "lot": "a lot size in acres. Write it like 0.5-10.",
    "year": "a year. Write it like 1990-2010.",
    "garage": "a number of garage spaces. Write it like 2.",
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_no_number_is_said_with_an_example(name: str, reader: Visitor) -> None:
    reader.get(f"/search?{name}=odd")
    assert reader.text(f"#{name}-problem") == f"“odd” is not {FAULTS[name]}"


UNSEARCHABLE = {
    "place=Fargo": "cities",
    "place=58103": "ZIP code",
    "place=12+Elm+Street": "address",
    "price=200000": "price",
    "beds=3": "beds",
    "type=A": "property type",
    "subtype=Duplex": "kind of home",
    "baths=2": "baths",
    "size=1500": "square feet",
    "lot=2": "lot size",
    "year=1990": "year built",
    "garage=2": "garage spaces",
    "status=Pending": "status",
    "new=14": "days on the market",
    "repriced=14": "price changes",
    "keyword=porch": "words in the text",
}


@pytest.fixture
def unsearchable(sandbox: Server, start_portal: Start, cold: None) -> Visitor:
    """Pat, in an MLS that lets nobody search by any field."""
    sandbox.app.after_request(without_searchable_fields)
    visitor = Visitor(start_portal().url)
    visitor.sign_in()
    return visitor


def without_searchable_fields(response: Response) -> Response:
    if request.path == "/v1/standardfields":
        response.data = re.sub(r'("Searchable":\s*)true', r"\1false", response.get_data(as_text=True))
    return response


def test_each_filter_that_an_mls_does_not_have_is_named_as_left_out(unsearchable: Visitor) -> None:
    for query, words in UNSEARCHABLE.items():
        unsearchable.get(f"/search?{query}")
        said = re.fullmatch(
            r"Prairie MLS cannot be searched by (.+); this was left out\.", unsearchable.text(".notice")
        )
        assert said, query
        assert set(said[1].split(", ")) == {words, "status"}  # without one asked for, only homes for sale are
