"""Listings: https://sparkplatform.com/docs/api_services/listings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from .client import Spark
from .errors import Misasked, NotFound
from .fields import Fields
from .listing import Listing

ID = re.compile(r"\w{1,40}", re.ASCII)

PAGE_SIZE = 24
"""Spark gives at most 25 a page."""

NEWEST, UPDATED = "-OnMarketDate", "-ModificationTimestamp"
"""Values of `_orderby`: by the day a home came on the market, which not every MLS sorts by, and by its last change."""

FOR_SALE = "StandardStatus Eq 'Active'"
"""A `_filter`: neither pending nor sold."""

ADDRESS = re.compile(r"\b(?:Unparsed\w*Address|StreetAddress|Street\w+|PostalCode)\b")
"""The fields of an address in a filter."""

CARD = (
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
class Page:
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
class Query:
    """Which homes, in what order: `filter` is SparkQL (see `sparkql`), `order` an `_orderby`, `expand` an `_expand`;
    `plain` may hold Spark's search parameters, such as `{"OpenHouses": "14"}`; `saved` is what a saved search says that
    `filter` runs."""

    filter: str = FOR_SALE
    order: str = NEWEST
    expand: str = "PrimaryPhoto,OpenHouses"
    plain: Mapping[str, str] = field(default_factory=dict)
    saved: str = ""

    @property
    def by_address(self) -> bool:
        """Whether it asks for an address: what it finds must not tell where a home of withheld address is."""
        return ADDRESS.search(f"{self.filter} {self.saved}") is not None

    def lets_in(self, home: Listing) -> bool:
        """Whether the home may be shown as one of those, even if Spark gives it."""
        return not (home.withheld or (self.by_address and home.address.withheld))


def search(spark: Spark, query: Query = Query(), *, page: int = 1, limit: int = PAGE_SIZE) -> Page:
    """A page of homes, as summaries with their primary photo. `page` counts from 1, `limit` is 2 to 25."""
    try:
        answer = _asked(spark, query, page=page, limit=limit)
    except Misasked:
        if query.order != NEWEST:
            raise
        answer = _asked(spark, replace(query, order=UPDATED), page=page, limit=limit)
    paging = answer.inside("Pagination")
    found = [Listing.read(item) for item in answer.items("Results")]
    shown = tuple(home for home in found if query.lets_in(home))
    pages, total = paging.whole("TotalPages") or 1, paging.whole("TotalRows") or len(found)
    return Page(shown, page, pages, total - (len(found) - len(shown) if pages == 1 else 0))


def _asked(spark: Spark, query: Query, **paging: int) -> Fields:
    shown = {"filter": query.filter, "orderby": query.order, "expand": query.expand, "select": CARD}
    return spark.get("listings", query.plain, **shown, **paging, pagination=1)


def count(spark: Spark, query: Query) -> int:
    """How many homes match; none is sent, unless some have to be left out."""
    if query.by_address:
        return search(spark, query).total
    answer = spark.get("listings", query.plain, filter=query.filter, pagination="count", limit=1)
    return answer.inside("Pagination").whole("TotalRows") or 0


def find(spark: Spark, listing_id: str, expand: str) -> Listing:
    """One listing in detail with these parts. Raises NotFound also for a home that its seller withholds."""
    return Listing.read(item(spark, listing_id, expand))


def item(spark: Spark, listing_id: str, expand: str) -> Fields:
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
