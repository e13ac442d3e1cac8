from __future__ import annotations

import pytest

from sandbox.mls import LAKES, PRAIRIE
from sandbox.people import DANA
from sandbox.services.restrictions import check_restrictions
from sandbox.storage.sample_searches import OWN_SEARCHES, PROVIDED_SEARCHES
from tests.sandbox.api_client import ApiClient
from tests.sandbox.clients import Application

SAVABLE = [
    "",
    "City Eq 'Fargo','Moorhead' And PropertyType Eq 'A' And ListPrice Bt 200000,400000 And BedsTotal Ge 3",
    "PropertyType Eq 'A' And PropertySubType Eq 'Single Family' And YearBuilt Ge 1990",
    "Location Eq radius('46.8663 -96.7898', 1.5) And City Ne 'Moorhead'",
    "tolower(PublicRemarks) Eq contains('o\\'clock (late)')",
    "City Eq startswith('West')",
    "City Eq 'Fargo' Or PostalCode Eq '58102'",
    "(City Eq 'Fargo' Or PostalCode Eq '58102') And (BedsTotal Ge 3 Or BathsTotal Ge 3)",
    "PatioAndPorchFeatures Eq 'Deck' And City Eq 'Fargo'",
    "OnMarketDate Ge days(-7)",
]
NOT_SAVABLE = [
    ("City Eq 'Fargo' And", 1040),
    ("Charm Ge 3", 1040),
    ("ShowingInstructions Eq 'Go direct'", 1040),
    ("ListingCart Eq '1'", 1040),
    ("SavedSearch Eq '1'", 1040),
    ("EmailLink Eq '1'", 1040),
    ("((City Eq 'Fargo'))", 1041),
    ("((City Eq 'Fargo') Or BedsTotal Ge 3) And BathsTotal Ge 2", 1041),
    ("ListPrice Ge 200000 And ListPrice Le 400000", 1053),
    ("City Eq 'Fargo' Or City Eq 'Moorhead'", 1053),
    ("City Eq 'Fargo' And tolower(City) Eq 'fargo'", 1053),
    ("City Eq 'Fargo','Atlantis'", 1053),
    ("MlsStatus Ne 'Enchanted'", 1053),
    ("PropertyType Eq 'A','C' And PropertySubType Eq 'Single Family'", 1053),
    ("PropertySubType Eq 'Single Family'", 1053),
    ("PatioAndPorchFeatures Eq 'Deck' Or City Eq 'Fargo'", 1053),
    ("BedsTotal Ge 3 And (BathsTotal Ge 2 Or PatioAndPorchFeatures Eq 'Deck')", 1053),
]


@pytest.mark.parametrize("filter_", SAVABLE)
def test_a_filter_of_a_form_can_be_saved_and_run(pat: ApiClient, filter_: str) -> None:
    [saved] = pat.write("POST", "savedsearches", Name="New", Filter=filter_)
    assert pat.count(f"SavedSearch Eq '{saved['Id']}'") == pat.count(filter_)


@pytest.mark.parametrize(("filter_", "code"), NOT_SAVABLE)
def test_a_filter_that_the_mls_cannot_show_is_refused(pat: ApiClient, filter_: str, code: int) -> None:
    before = pat.read("savedsearches")
    assert pat.error("POST", "savedsearches", Name="New", Filter=filter_) == (400, code)
    assert pat.read("savedsearches") == before


def test_a_filter_is_text(pat: ApiClient) -> None:
    assert pat.error("POST", "savedsearches", Name="New", Filter=["City Eq 'Fargo'"]) == (400, 1053)


def test_each_mls_has_values_of_its_own(pat: ApiClient, application: Application, sam_with_marcus: str) -> None:
    sent = {"Name": "New", "Filter": "City Eq 'Perham'"}
    assert pat.error("POST", "savedsearches", **sent) == (400, 1053)
    ApiClient(application, sam_with_marcus).write("POST", "savedsearches", **sent)


def test_the_searches_everybody_begins_with_could_be_saved() -> None:
    for (_, agent_id), searches in [
        *OWN_SEARCHES.items(),
        *((("", agent_id), own) for agent_id, own in PROVIDED_SEARCHES.items()),
    ]:
        for wanted in searches:
            if not wanted.from_old_system:
                check_restrictions(wanted.filter, PRAIRIE.id if agent_id == DANA.id else LAKES.id)
