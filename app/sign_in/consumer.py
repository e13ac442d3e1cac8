"""Who is signed in: who needs to be, and the Spark API in their name."""

from __future__ import annotations

import logging
from functools import partial

from flask import current_app, g, redirect, request, url_for
from werkzeug import Response

from app import settings
from app.session import Sealed, Tokens, current, interface
from app.spark.client import Api, Spark, later
from app.spark.errors import SignInRequired, SparkError
from app.spark.grant import Grants

from .access import opens_to
from .ask_again import ask_again
from .grant import Grant, tokens
from .signals import renewing

log = logging.getLogger(__name__)


def require() -> Response | tuple[str, int] | None:
    """Before each request: ask a visitor who needs to sign in to do so; the page they wanted is kept.

    Raises DatabaseAway, on public pages too: who has a cookie must not be told that they are signed out.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    visit, needed = current(), opens_to(view)
    if needed == "everybody":
        return None
    role = visit.role
    if needed == role or (needed, role) == ("consumer", "key"):
        return None
    return redirect(url_for("agent.show")) if role == "agent" else ask_again(needed)


def spark() -> Spark:
    """The Spark API with the token of who is signed in, renewed when it has to be. Raises SignInRequired."""
    if "spark" not in g:
        stored = current().stored
        if stored is None or stored.grant is None:
            raise SignInRequired("not signed in")
        grant = _grant(stored.grant)
        g.spark = Spark(current_app.extensions["api"], grant.access_token(), grant.renewed)
    bound: Spark = g.spark
    return bound


def _grant(held: Sealed) -> Grant:
    api: Api = current_app.extensions["api"]
    refresh = partial(_refreshed, current_app.extensions["grants"], settings.current().spark_refresh_at)
    return Grant(interface().store.grants, held, refresh, lambda token: _revoke(Spark(api, token)))


def _refreshed(grants: Grants, refresh_at: float, refresh_token: str) -> Tokens:
    with renewing():
        return tokens(grants.refresh(refresh_token), refresh_at)


def access_token() -> str | None:
    """This session's token as it is, if there is one that can be read."""
    stored = current().stored
    return interface().store.grants.access_token(stored.grant) if stored and stored.grant else None


def sign_out() -> None:
    """End the session here, finally; then delete its tokens at Spark, best effort and without waiting."""
    last = interface().sign_out(current())
    if last:
        revoke(last)


def revoke(access_token: str) -> None:
    """Delete the tokens at Spark, best effort and without waiting."""
    later(_revoke, Spark(current_app.extensions["api"], access_token))


def _revoke(api: Spark) -> None:
    try:
        api.revoke()
    except SparkError as error:
        log.warning("tokens were not deleted at Spark: %s", error)


def end() -> Response | tuple[str, int]:
    """Spark does not take the tokens any more, nor renew them: the session is over here too.

    The cookie stays: this may be a slow page of a session before, and the browser's cookie that of a new one.
    """
    role = current().role or "consumer"
    interface().sign_out(current())
    return ask_again(role, ended=True)
