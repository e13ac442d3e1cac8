"""The portal's screens, one module each, and their shared parts."""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, request
from werkzeug import Response

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
NAMES_WITH_HOMES = {blueprint.name for blueprint in WITH_HOMES}
BLUEPRINTS = (*WITH_HOMES, browsing_history.bp, account.bp, agent.bp, legal.bp, health.bp)


def init_app(app: Flask) -> None:
    app.before_request(_guard)


def _guard() -> Response | None:
    """Before each request for more than a public page: the terms gate, then the rate limits.

    Counts pages with homes, and forms. Raises RateLimitExceeded.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or audience(view) == "everybody" or not session.role():
        return None
    if gate := legal.require_terms():
        return gate
    if request.method == "POST":
        rate_limit.limit_changes(session.cache_key())
    elif session.signed_in() and request.blueprint in NAMES_WITH_HOMES:
        rate_limit.limit_pages(session.cache_key())
    return None
