"""Which homes the search finds, compared with what the sandbox knows of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.homes import QUIRKS, Home, homes
from sandbox.mls import PRAIRIE
from tests.servers import Visitor
from tests.views.search.results import chips, found, total

HOMES = {home.id: home for home in homes(PRAIRIE.id)}
NUMBER = next(str(home.fields["ListingId"]) for home in HOMES.values() if home.fields["StandardStatus"] == "Active")
Fits = Callable[[Home], bool]


def number(home: Home, name: str) -> float:
    """A field as a number; -1 if the home has none."""
    return float(str(home.fields[name]).strip()) if home.fields[name] is not None else -1


def listed_since(days: int) -> Fits:
    first = (datetime.now(UTC) - timedelta(days=days)).date().isoformat()
    return lambda home: str(home.fields["OnMarketDate"]) >= first


FILTERS: dict[str, Fits] = {
    "place=Fargo": lambda home: home.fields["City"] == "Fargo",
    "place=fargo%2C+nd": lambda home: home.fields["City"] == "Fargo",
    "place=Moorhead%3B+West+Fargo": lambda home: home.fields["City"] in {"Moorhead", "West Fargo"},
    "place=58103": lambda home: home.fields["PostalCode"] == "58103",
    "place=Fargo+ND+58102": lambda home: (home.fields["City"], home.fields["PostalCode"]) == ("Fargo", "58102"),
    f"place={NUMBER}": lambda home: home.fields["ListingId"] == NUMBER,
    "place=broadway": lambda home: "broadway" in str(home.fields["UnparsedFirstLineAddress"]).lower(),
    "price=200000-300000": lambda home: 200_000 <= number(home, "ListPrice") <= 300_000,
    "price=500000": lambda home: number(home, "ListPrice") >= 500_000,
    "price=-150000": lambda home: number(home, "ListPrice") <= 150_000,
    "beds=4": lambda home: number(home, "BedsTotal") >= 4,
    "beds=2-3": lambda home: 2 <= number(home, "BedsTotal") <= 3,
    "type=G": lambda home: home.fields["PropertyType"] == "G",
    "type=C&type=E": lambda home: home.fields["PropertyType"] in {"C", "E"},
    "subtype=Duplex": lambda home: home.fields["PropertySubType"] == "Duplex",
    "baths=2.5": lambda home: number(home, "BathsTotal") >= 2.5,
    "size=1500-2000": lambda home: 1500 <= number(home, "BuildingAreaTotal") <= 2000,
    "lot=2": lambda home: number(home, "LotSizeAcres") >= 2,
    "year=1990-2005": lambda home: 1990 <= number(home, "YearBuilt") <= 2005,
    "garage=3": lambda home: number(home, "GarageSpaces") >= 3,
    "new=14": listed_since(14),
    "keyword=porch": lambda home: "porch" in str(home.fields["PublicRemarks"]).lower(),
    "place=Fargo&price=200000-400000&beds=3&type=A": lambda home: (
        (home.fields["City"], home.fields["PropertyType"]) == ("Fargo", "A")
        and 200_000 <= number(home, "ListPrice") <= 400_000
        and number(home, "BedsTotal") >= 3
    ),
}


@pytest.mark.parametrize("query", FILTERS)
def test_a_filter_finds_the_homes_that_fit_and_no_others(query: str, reader: Visitor) -> None:
    fits = [home for home in HOMES.values() if home.fields["StandardStatus"] == "Active" and FILTERS[query](home)]
    reader.get(f"/search?{query}&hidden=show")
    assert found(reader)
    assert set(found(reader)) <= {home.id for home in fits}
    assert len(fits) - 12 <= total(reader) <= len(fits) < len(HOMES)  # some keep what they are from consumers


@pytest.mark.parametrize(
    ("status", "standard"), [("Pending", "Pending"), ("Closed", "Closed"), ("Coming+Soon", "Coming Soon")]
)
def test_homes_of_another_status_are_shown_when_asked_for(status: str, standard: str, reader: Visitor) -> None:
    reader.get(f"/search?status={status}")
    assert {HOMES[home].fields["StandardStatus"] for home in found(reader)} == {standard}
    assert chips(reader) == [standard]


def test_only_homes_for_sale_are_shown_when_nothing_is_asked_for(reader: Visitor) -> None:
    for page in range(1, 22):
        reader.get(f"/search?page={page}&hidden=show")
        assert {HOMES[home].fields["StandardStatus"] for home in found(reader)} == {"Active"}


def test_homes_with_a_changed_price_or_an_open_house_are_found(reader: Visitor) -> None:
    reader.get("/search?repriced=30")
    assert 0 < total(reader) < 300
    assert all(HOMES[home].fields["PriceChangeTimestamp"] for home in found(reader))
    reader.get("/search?open=7")
    assert 0 < total(reader) < 300
    assert all(HOMES[home].open_houses for home in found(reader))


def test_homes_of_every_status_can_be_searched(reader: Visitor) -> None:
    sold = next(home for home in HOMES.values() if home.fields["StandardStatus"] == "Closed")
    reader.get(f"/search?place={sold.fields['ListingId']}")
    assert not found(reader)
    reader.get(str(reader.soup.select(".calm a")[0]["href"]))
    assert found(reader) == [sold.id]
    assert chips(reader) == [f"MLS #{sold.fields['ListingId']}", "Any status"]
    reader.get(str(reader.soup.select(".chip")[1]["href"]))
    assert reader.page.url.endswith(f"/search?place={sold.fields['ListingId']}")


SORTED: dict[str, tuple[str, bool]] = {
    "price": ("ListPrice", False),
    "price-down": ("ListPrice", True),
    "beds": ("BedsTotal", True),
    "size": ("BuildingAreaTotal", True),
    "updated": ("ModificationTimestamp", True),
    "newest": ("OnMarketDate", True),
}


@pytest.mark.parametrize("sort", SORTED)
def test_homes_come_in_the_order_that_was_asked_for(sort: str, reader: Visitor) -> None:
    name, falling = SORTED[sort]
    reader.get(f"/search?sort={sort}&type=A")
    values = [HOMES[home].fields[name] for home in found(reader) if home not in QUIRKS.values()]
    numbers = [float(str(value)) if "Timestamp" not in name and "Date" not in name else str(value) for value in values]
    assert len(numbers) > 12
    assert numbers == sorted(numbers, reverse=falling)


def test_a_search_by_address_does_not_give_away_a_withheld_one(reader: Visitor) -> None:
    for quirk in ("withheld_address", "withheld_but_sent"):
        home = HOMES[QUIRKS[quirk]]
        for name in ("UnparsedFirstLineAddress", "PostalCode"):
            reader.get("/search", params={"place": str(home.fields[name])})
            assert home.id not in found(reader)


def test_a_search_by_address_does_not_count_a_withheld_one(reader: Visitor) -> None:
    facts = HOMES[QUIRKS["withheld_but_sent"]].fields
    reader.get("/search", params={"place": str(facts["UnparsedFirstLineAddress"])})
    assert reader.h1.startswith("No homes")


def test_no_page_of_the_search_shows_a_mask_or_a_withheld_home(reader: Visitor) -> None:
    for page in range(1, 22):
        text = reader.get(f"/search?page={page}").text
        assert "****" not in text
        assert QUIRKS["withheld_listing"] not in text
