"""The portal's screens, one module each, and what all of them share."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, request

from app import rate_limit, session
from app.auth.access import audience
from app.views import (
    account,
    agent,
    browsing_history,
    contact,
    health,
    home,
    legal,
    listing,
    open_houses,
    saved,
    saved_searches,
    search,
)

WITH_HOMES: tuple[Blueprint, ...] = (
    *(home.bp, search.bp, listing.bp, saved.bp, saved_searches.bp, open_houses.bp, contact.bp),
)
BLUEPRINTS = (*WITH_HOMES, browsing_history.bp, account.bp, agent.bp, legal.bp, health.bp)


def init_app(app: Flask) -> None:
    """Before each request: the terms gate, then the rate limits."""
    app.before_request(legal.require_terms)
    app.before_request(_limit_rate)


def _limit_rate() -> None:
    """Count pages with homes, and forms that only a signed-in visitor may send. Raises RateLimitExceeded."""
    stored = session.current_session().row if session.role() else None
    view = current_app.view_functions.get(request.endpoint or "")
    if stored is None or view is None:
        return
    if request.method == "POST":
        if audience(view) != "everybody":
            rate_limit.limit_changes(stored.key.hex())
    elif session.signed_in() and request.blueprint in NAMES_WITH_HOMES:
        rate_limit.limit_pages(stored.key.hex())


NAMES_WITH_HOMES = {blueprint.name for blueprint in WITH_HOMES}
