"""The API services beside the listings: accounts, portals, system info, market statistics, carts, saved searches."""

from sandbox.services import accounts, listing_carts, market_statistics, portal, saved_searches, system_info

BLUEPRINTS = (
    accounts.bp,
    portal.bp,
    system_info.bp,
    market_statistics.bp,
    listing_carts.bp,
    saved_searches.bp,
)
