"""Listings: https://sparkplatform.com/docs/api_services/listings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .client import Spark
from .errors import NotFound
from .listing import Listing

ID = re.compile(r"\w{1,40}", re.ASCII)

PAGE_SIZE = 24
"""Spark gives at most 25 a page."""

NEWEST = "-OnMarketDate"
"""An `_orderby`: by the day a home came on the market."""

FOR_SALE = "StandardStatus Eq 'Active'"
"""A `_filter`: neither pending nor sold."""

CARD = (
    "ListingId,MlsId,ListPrice,CurrentPricePublic,PreviousListPrice,ClosePrice,BedsTotal,BathsTotal,BuildingAreaTotal,"
    "LivingArea,PropertyType,PropertySubType,MlsStatus,StandardStatus,UnparsedFirstLineAddress,StreetNumber,"
    "StreetDirPrefix,StreetName,StreetSuffix,StreetDirSuffix,StreetAdditionalInfo,City,StateOrProvince,PostalCode,"
    "Latitude,Longitude,YearBuilt,PhotosCount,ListOfficeName,ListOfficePhone,ListAgentFirstName,"
    "ListAgentLastName,ListAgentPreferredPhone,AttributionContact,ModificationTimestamp,ListingUpdateTimestamp,"
    "OnMarketDate,OriginalOnMarketTimestamp,PriceChangeTimestamp,PermitInternetYN,"
    "PermitAddressInternetYN,VOWEntireListingDisplayYN,VOWAddressDisplayYN,PrimaryPhoto,DisplayCompliance"
)


@dataclass(frozen=True)
class Page:
    """One page of listings; `total` counts all pages, withheld homes are left out of `listings`."""

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


def search(spark: Spark, *, page: int = 1, limit: int = PAGE_SIZE, order: str = NEWEST) -> Page:
    """A page of homes for sale, as summaries with their primary photo. `page` counts from 1, `limit` is 1 to 25."""
    answer = spark.get(
        "listings",
        filter=FOR_SALE,
        orderby=order,
        page=page,
        limit=limit,
        pagination=1,
        select=CARD,
        expand="PrimaryPhoto",
    )
    paging = answer.inside("Pagination")
    found = [Listing.read(item) for item in answer.items("Results")]
    shown = tuple(listing for listing in found if not listing.withheld)
    return Page(shown, page, paging.whole("TotalPages") or 1, paging.whole("TotalRows") or len(found))


def find(spark: Spark, listing_id: str) -> Listing:
    """One listing in detail, with all its photos. Raises NotFound also for a home its seller withholds."""
    if not ID.fullmatch(listing_id):
        raise NotFound("no listing id", status=404)
    answer = spark.get(f"listings/{listing_id}", expand="Photos")
    found = [Listing.read(item) for item in answer.items("Results")]
    if not found or found[0].withheld:
        raise NotFound("no such listing, or withheld", status=404)
    return found[0]
