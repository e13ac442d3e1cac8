"""The services beside the listings: the person, the agent, the portal, the system, and what people keep."""

from sandbox.services import accounts, carts, people, portal, portal_carts, saved_searches, statistics, system

BLUEPRINTS = (people.bp, accounts.bp, portal.bp, system.bp, statistics.bp, carts.bp, portal_carts.bp, saved_searches.bp)
