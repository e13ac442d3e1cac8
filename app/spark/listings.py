"""Listings: https://sparkplatform.com/docs/api_services/listings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.spark.client import SparkClient
from app.spark.errors import BadRequest, NotFound
from app.spark.fields import Fields
from app.spark.listing import Listing

ID = re.compile(r"\w{1,40}", re.ASCII)

PAGE_SIZE = 24
"""Spark gives at most 25 a page."""

NEWEST, UPDATED = "-OnMarketDate", "-ModificationTimestamp"
"""Values of `_orderby`: by the day a home came on the market, which not every MLS sorts by, and by its last change."""

FOR_SALE = "StandardStatus Eq 'Active'"
"""A `_filter`: neither pending nor sold."""

ADDRESS = re.compile(r"\b(?:Unparsed\w*Address|StreetAddress|Street\w+|PostalCode)\b")
"""The fields of an address in a filter."""

CARD_FIELDS = (
    "ListingId,MlsId,ListPrice,CurrentPricePublic,PreviousListPrice,ClosePrice,BedsTotal,BathsTotal,BuildingAreaTotal,"
    "LivingArea,PropertyType,PropertySubType,MlsStatus,StandardStatus,UnparsedFirstLineAddress,StreetNumber,"
    "StreetDirPrefix,StreetName,StreetSuffix,StreetDirSuffix,StreetAdditionalInfo,City,StateOrProvince,PostalCode,"
    "Latitude,Longitude,YearBuilt,PhotosCount,ListOfficeName,ListOfficePhone,ListOfficeEmail,ListAgentFirstName,"
    "ListAgentLastName,ListAgentPreferredPhone,ListAgentEmail,CoListOfficeName,CoListOfficePhone,CoListOfficeEmail,"
    "CoListAgentFirstName,CoListAgentLastName,CoListAgentPreferredPhone,CoListAgentEmail,BuyerOfficeName,"
    "SourceMLS,AttributionContact,ModificationTimestamp,ListingUpdateTimestamp,"
    "OnMarketDate,OriginalOnMarketTimestamp,PriceChangeTimestamp,MajorChangeType,MajorChangeTimestamp,PermitInternetYN,"
    "PermitAddressInternetYN,VOWEntireListingDisplayYN,VOWAddressDisplayYN,PrimaryPhoto,OpenHouses,DisplayCompliance"
)


@dataclass(frozen=True)
class ListingPage:
    """One page of listings; `total` counts all pages. Withheld homes are left out of `listings`, and of `total` while
    there is no other page."""

    listings: tuple[Listing, ...]
    number: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def last(self) -> int:
        return min(self.number * PAGE_SIZE, self.total)


@dataclass(frozen=True)
class ListingQuery:
    """Which homes, in what order: `filter` is SparkQL (see `sparkql`), `order` an `_orderby`, `expand` an `_expand`;
    `parameters` may hold Spark's search parameters, such as `{"OpenHouses": "14"}`; `saved_filter` is the filter of the
    saved search that `filter` runs."""

    filter: str = FOR_SALE
    order: str = NEWEST
    expand: str = "PrimaryPhoto,OpenHouses"
    parameters: Mapping[str, str] = field(default_factory=dict)
    saved_filter: str = ""

    @property
    def searches_address(self) -> bool:
        """Whether it asks for an address: what it finds must not tell where a home of withheld address is."""
        return ADDRESS.search(f"{self.filter} {self.saved_filter}") is not None

    def allows(self, home: Listing) -> bool:
        """Whether the home may be shown as one of those, even if Spark gives it."""
        return not (home.withheld or (self.searches_address and home.address.withheld))


def search(
    spark: SparkClient, query: ListingQuery = ListingQuery(), *, page: int = 1, limit: int = PAGE_SIZE
) -> ListingPage:
    """A page of homes, as summaries with their primary photo. `page` counts from 1, `limit` is 2 to 25."""
    try:
        answer = _asked(spark, query, page=page, limit=limit)
    except BadRequest:
        if query.order != NEWEST:
            raise
        answer = _asked(spark, replace(query, order=UPDATED), page=page, limit=limit)
    paging = answer.nested("Pagination")
    found = [Listing.read(item) for item in answer.items("Results")]
    shown = tuple(home for home in found if query.allows(home))
    pages, total = paging.integer("TotalPages") or 1, paging.integer("TotalRows") or len(found)
    return ListingPage(shown, page, pages, total - (len(found) - len(shown) if pages == 1 else 0))


def _asked(spark: SparkClient, query: ListingQuery, **paging: int) -> Fields:
    shown = {"filter": query.filter, "orderby": query.order, "expand": query.expand, "select": CARD_FIELDS}
    return spark.get("listings", query.parameters, **shown, **paging, pagination=1)


def count(spark: SparkClient, query: ListingQuery) -> int:
    """How many homes match; none is sent, unless some have to be left out."""
    if query.searches_address:
        return search(spark, query).total
    answer = spark.get("listings", query.parameters, filter=query.filter, pagination="count", limit=1)
    return answer.nested("Pagination").integer("TotalRows") or 0


def fetch(spark: SparkClient, listing_id: str, expand: str) -> Listing:
    """One listing in detail with these parts. Raises NotFound also for a home that its seller withholds."""
    return Listing.read(fetch_item(spark, listing_id, expand))


def fetch_item(spark: SparkClient, listing_id: str, expand: str) -> Fields:
    """The listing as Spark sends it, with those parts. Raises what `find` raises."""
    found = spark.get(path(listing_id), expand=expand).items("Results")
    if not found or Listing.read(found[0]).withheld:
        raise NotFound("no such listing, or withheld", status=404)
    return found[0]


def path(listing_id: str) -> str:
    """Below `/v1/`. Raises NotFound for what is no id."""
    if not ID.fullmatch(listing_id):
        raise NotFound("no listing id", status=404)
    return f"listings/{listing_id}"
