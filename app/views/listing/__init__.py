"""GET /homes/<id>: one home, with everything its seller and its MLS allow consumers to see."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass, replace
from decimal import Decimal

from flask import Blueprint, render_template, request, url_for

from app import config
from app.auth.access import spark_client
from app.spark import accounts, listing_detail
from app.spark.carts import HIDDEN
from app.spark.client import submit
from app.spark.listing import Listing
from app.spark.listing_fields import FieldPosition, fetch_field_order, group_fields
from app.spark.listings import ListingPage, ListingQuery, search
from app.spark.sparkql import Range, SearchCriteria
from app.views import browsing_history
from app.views.cache import MlsCache
from app.views.context import PageContext, carts, page_context
from app.views.error_messages import optional
from app.views.listing import mortgage
from app.views.map import draw
from app.views.search import query_string

bp = Blueprint("listing", __name__)

_field_order: MlsCache[tuple[FieldPosition, ...]] = MlsCache(fetch_field_order)
"""The order of the details, by property type."""
_addresses: MlsCache[str] = MlsCache(accounts.fetch_address)
"""By the ids of accounts."""
DEMANDED = {"ListOfficeAddress": "office_id", "ListMemberAddress": "agent_id"}
"""The account whose address it is, by the name that the MLS uses in its display rules."""
MOST, SPREAD = 3, 15
"""How many similar homes are shown, and by how many percent their price may differ."""


@bp.get("/homes/<listing_id>")
def show(listing_id: str) -> str:
    coming, events = (
        submit(listing_detail.fetch_detail, spark_client(), listing_id),
        submit(listing_detail.price_history, spark_client(), listing_id),
    )
    context, found = page_context(), coming.result()
    home, type_code = found.listing, found.listing.facts.type_code
    similar_homes, order = SimilarHomes(home), _field_order.submit(context.mls_key, type_code)
    addresses = Addresses(home, context)
    browsing_history.note_viewed(home.id)
    similar = similar_homes.result()
    return render_template(
        "listing/listing.html",
        home=addresses.added(),
        parts=found,
        groups=group_fields(found.facts, found.custom, order.result() or ()),
        events=optional(events) or (),
        similar=similar,
        place=draw([home, *similar.homes], carts()) if similar else None,
        mortgage=mortgage.estimate(found, context.types.get(type_code or "", ""), request.args),
        back_link=browsing_history.back_link(home.id),
        address=config.current().site + url_for("listing.show", listing_id=home.id),
    )


class Addresses:
    """The addresses of office and agent, on their way as far as the MLS of a home demands them on its page.

    They are not fields of a listing, but of the accounts.
    """

    def __init__(self, home: Listing, context: PageContext) -> None:
        required = context.system.required(home.mls_id, detail=True)
        ids = {name: getattr(home.attribution, owner) if name in required else None for name, owner in DEMANDED.items()}
        self._home = home
        self._office = _addresses.submit(context.mls_key, ids["ListOfficeAddress"])
        self._agent = _addresses.submit(context.mls_key, ids["ListMemberAddress"])

    def added(self) -> Listing:
        """The home with these addresses."""
        office, agent = self._office.result() or None, self._agent.result() or None
        return replace(
            self._home, attribution=replace(self._home.attribution, office_address=office, agent_address=agent)
        )


@dataclass(frozen=True)
class Similar:
    """Homes for sale of the same type in the same city, from `low` to `high` dollars; `address` is that search."""

    city: str
    low: Decimal
    high: Decimal
    address: str
    homes: tuple[Listing, ...] = ()


class SimilarHomes:
    """Homes like a home, on their way: of the same type in the same city at about its price, if these are known."""

    def __init__(self, home: Listing) -> None:
        self._home, criteria = home, _similar_criteria(home)
        self._similar = _similar(criteria) if criteria else None
        self._call = self._search(criteria) if criteria else None

    def result(self) -> Similar | None:
        """The newest, without this home and those that the consumer hid; none if Spark does not tell."""
        page, mine = optional(self._call) if self._call else None, carts()
        others = [home for home in (page.listings if page else ()) if home.id != self._home.id]
        shown = [home for home in others if not (mine and mine.holds(HIDDEN, home.id))]
        return replace(self._similar, homes=tuple(shown[:MOST])) if self._similar else None

    def _search(self, criteria: SearchCriteria) -> Future[ListingPage]:
        return submit(search, spark_client(), ListingQuery(filter=criteria.sparkql()), limit=12)


def _similar_criteria(home: Listing) -> SearchCriteria | None:
    price, city, type_code = home.price.closed or home.price.listed, home.address.city, home.facts.type_code
    if not (price and city and type_code):
        return None
    low, high = (_about(price * percent / 100) for percent in (100 - SPREAD, 100 + SPREAD))
    return SearchCriteria(cities=(city,), types=(type_code,), price=Range(low, high))


def _about(price: Decimal) -> int:
    """To three digits, as people say prices: $221,000, not $220,915."""
    whole = int(price)
    return round(whole, 3 - len(str(whole)))


def _similar(criteria: SearchCriteria) -> Similar:
    low, high = Decimal(criteria.price.low or 0), Decimal(criteria.price.high or 0)
    return Similar(criteria.cities[0], low, high, url_for("search.show", **query_string.build(criteria)))
