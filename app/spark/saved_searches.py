"""Saved searches, the consumer's own and those their agent provides.

Follows https://sparkplatform.com/docs/api_services/saved_searches; what a filter may say is on its page `restrictions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import count

from app.spark.client import SparkClient
from app.spark.fields import Fields
from app.spark.listings import ListingQuery
from app.spark.sparkql import all_of, eq

PAGE_SIZE = 25
MAX_PAGES = 8


@dataclass(frozen=True)
class SavedSearch:
    """`filter` is None where only flexmls can show it; such a search runs, by its id."""

    id: str
    name: str
    description: str | None = None
    filter: str | None = None
    provided: bool = False
    modified: datetime | None = None

    @classmethod
    def read(cls, item: Fields, *, provided: bool) -> SavedSearch:
        return cls(
            id=item.text("Id") or "",
            name=item.text("Name") or "Search without a name",
            description=item.text("Description"),
            filter=item.text("Filter"),
            provided=provided or item.boolean("Provided") is True,
            modified=item.timestamp("ModificationTimestamp"),
        )

    def query(self, *conditions: str) -> ListingQuery:
        """Runs the search at Spark, narrowed by the `conditions`."""
        plain = {"RequestMode": "permissive"} if self.provided else {}
        return ListingQuery(
            filter=all_of(eq("SavedSearch", self.id), *conditions), parameters=plain, saved_filter=self.filter or ""
        )


def fetch_own(spark: SparkClient) -> tuple[SavedSearch, ...]:
    """GET `/v1/savedsearches`: those the consumer made."""
    return _every(spark, "savedsearches", provided=False)


def fetch_provided(spark: SparkClient) -> tuple[SavedSearch, ...]:
    """GET `/v1/provided/savedsearches`: those that agent, office or MLS made for the consumer."""
    return _every(spark, "provided/savedsearches", provided=True)


def create(spark: SparkClient, name: str, filter_: str) -> SavedSearch:
    """POST `/v1/savedsearches`. Raises BadRequest: code 1055 if the name is taken, else for the filter."""
    answer = spark.post("savedsearches", {"Name": name, "Filter": filter_})
    return SavedSearch.read(next(iter(answer.items("Results")), Fields({})), provided=False)


def rename(spark: SparkClient, search: SavedSearch, name: str) -> None:
    """PUT `/v1/savedsearches/<id>`. Raises BadRequest with code 1055 if the name is taken."""
    spark.put(f"savedsearches/{search.id}", {"Name": name})


def delete(spark: SparkClient, search: SavedSearch) -> None:
    """DELETE `/v1/savedsearches/<id>`. Raises NotFound if it is gone already."""
    spark.delete(f"savedsearches/{search.id}")


def _every(spark: SparkClient, path: str, *, provided: bool) -> tuple[SavedSearch, ...]:
    found: list[SavedSearch] = []
    for page in count(1):
        answer = spark.get(path, page=page, limit=PAGE_SIZE, pagination=1)
        found += [SavedSearch.read(item, provided=provided) for item in answer.items("Results")]
        if page >= min(answer.nested("Pagination").integer("TotalPages") or 1, MAX_PAGES):
            break
    return tuple(search for search in found if search.id)
