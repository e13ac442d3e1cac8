"""Saved searches as Spark sends them, and against the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.spark import listings, saved_searches
from app.spark.client import SparkApi, SparkClient
from app.spark.errors import BadRequest, Forbidden, NotFound
from app.spark.fields import Fields
from app.spark.saved_searches import SavedSearch
from tests.servers import Server, access_token

FARGO = "City Eq 'Fargo' And ListPrice Bt 200000,400000 And StandardStatus Eq 'Active'"


@pytest.fixture
def spark(sandbox: Server) -> SparkClient:
    return SparkClient(SparkApi(sandbox.url), access_token(sandbox.url))


def named(searches: tuple[SavedSearch, ...], name: str) -> SavedSearch:
    return next(search for search in searches if search.name == name)


def test_a_search_is_read_as_spark_sends_it() -> None:
    item = {
        "Id": "20100815220615294367000000", "Name": "Search name here", "Description": None, "Provided": False,
        "Filter": "City Eq 'Moorhead' And MlsStatus Eq 'Active' And PropertyType Eq 'A'",
        "ModificationTimestamp": "2026-03-02T09:15:00-06:00",
    }  # fmt: skip
    search = SavedSearch.read(Fields(item), provided=False)
    assert (search.id, search.name, search.provided) == ("20100815220615294367000000", "Search name here", False)
    assert search.filter == item["Filter"]
    assert search.modified == datetime(2026, 3, 2, 15, 15, tzinfo=UTC)


@pytest.mark.parametrize("item", [{"Id": "1"}, {"Id": "1", "Name": None, "Filter": None}, {"Id": 1, "Filter": " "}])
def test_a_search_without_a_filter_still_has_a_name_and_runs_by_its_id(item: dict[str, object]) -> None:
    search = SavedSearch.read(Fields(item), provided=False)
    assert (search.id, search.name, search.filter) == ("1", "Search without a name", None)
    assert search.query().filter == "SavedSearch Eq '1'"


def test_a_provided_search_is_run_in_permissive_mode_and_can_be_narrowed() -> None:
    query = SavedSearch("1", "Lakes", provided=True).query("BedsTotal Ge 3")
    assert (query.filter, query.parameters) == ("SavedSearch Eq '1' And BedsTotal Ge 3", {"RequestMode": "permissive"})
    assert SavedSearch("1", "Lakes").query().parameters == {}


def test_what_a_search_says_of_an_address_is_known_though_it_runs_by_its_id() -> None:
    assert SavedSearch("1", "Elm", filter="StreetName Eq 'Elm'").query().searches_address
    assert not SavedSearch("1", "Fargo", filter=FARGO).query().searches_address


def test_a_search_that_spark_calls_provided_is_so_wherever_it_stands() -> None:
    assert SavedSearch.read(Fields({"Id": "1", "Provided": True}), provided=False).provided


def test_own_and_provided_searches_are_two_lists(spark: SparkClient) -> None:
    own, provided = saved_searches.fetch_own(spark), saved_searches.fetch_provided(spark)
    assert {search.name for search in own} == {"Three bedrooms in Fargo", "Around Island Park", "Acreages"}
    assert {search.name for search in provided} == {"New this week", "First homes"}
    assert {search.provided for search in own} == {False}
    assert {search.provided for search in provided} == {True}
    assert named(own, "Acreages").filter is None


def test_every_search_runs_by_its_id(spark: SparkClient) -> None:
    for search in saved_searches.fetch_own(spark) + saved_searches.fetch_provided(spark):
        assert listings.search(spark, search.query()).total > 0


def test_all_of_many_searches_come(spark: SparkClient) -> None:
    for number in range(30):
        saved_searches.create(spark, f"Search {number}", FARGO)
    assert len(saved_searches.fetch_own(spark)) == 33


def test_a_search_is_created_renamed_and_deleted(spark: SparkClient) -> None:
    made = saved_searches.create(spark, "Fargo", FARGO)
    assert named(saved_searches.fetch_own(spark), "Fargo") == SavedSearch(
        made.id, "Fargo", filter=FARGO, modified=named(saved_searches.fetch_own(spark), "Fargo").modified
    )
    saved_searches.rename(spark, made, "Fargo, Nora's")
    assert named(saved_searches.fetch_own(spark), "Fargo, Nora's").filter == FARGO
    saved_searches.delete(spark, made)
    assert made.id not in {search.id for search in saved_searches.fetch_own(spark)}
    with pytest.raises(NotFound):
        saved_searches.delete(spark, made)


Change = Callable[[SparkClient, SavedSearch], object]


@pytest.mark.parametrize(
    "change",
    [
        lambda spark, _: saved_searches.create(spark, "Around Island Park", FARGO),
        lambda spark, search: saved_searches.rename(spark, search, "Around Island Park"),
    ],
)
def test_a_name_that_is_taken_is_refused(change: Change, spark: SparkClient) -> None:
    with pytest.raises(BadRequest) as refusal:
        change(spark, named(saved_searches.fetch_own(spark), "Acreages"))
    assert (refusal.value.status, refusal.value.code) == (409, 1055)


def test_a_filter_that_cannot_be_kept_is_refused(spark: SparkClient) -> None:
    with pytest.raises(BadRequest) as refusal:
        saved_searches.create(spark, "Twice", "ListPrice Ge 1 And ListPrice Le 2")
    assert refusal.value.code == 1053


def test_what_the_agent_provides_cannot_be_changed(spark: SparkClient) -> None:
    with pytest.raises(Forbidden):
        saved_searches.rename(spark, saved_searches.fetch_provided(spark)[0], "Mine")
