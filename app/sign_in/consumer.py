"""The signed-in consumer: who needs one, and the Spark API in their name."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import current_app, g, redirect, request, url_for
from werkzeug import Response

from app.session import current, interface
from app.spark.client import Api, Spark, later
from app.spark.errors import SignInRequired, SparkError

log = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Opens a view to visitors who are not signed in; every other view needs a consumer."""
    view.public = True  # type: ignore[attr-defined]  # a mark on the function, read in `require`
    return view


def require() -> Response | None:
    """Before each request: send a visitor who needs to sign in to the landing, which keeps the page they wanted.

    Raises DatabaseAway, on public pages too: who has a cookie must not be told that they are signed out.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    visit = current()
    return None if getattr(view, "public", False) or visit.signed_in else _to_landing()


def spark() -> Spark:
    """The Spark API with this consumer's token. Raises SignInRequired if there is none that can be read."""
    if "spark" not in g:
        api: Api = current_app.extensions["api"]
        stored = current().stored
        token = interface().store.access_token(stored) if stored else None
        if token is None:
            raise SignInRequired("no token that can be read")
        g.spark = Spark(api, token)
    bound: Spark = g.spark
    return bound


def sign_out() -> None:
    """End the session here, finally; then delete its tokens at Spark, best effort and without waiting."""
    with revoking_before():
        interface().sign_out(current())


@contextmanager
def revoking_before() -> Iterator[None]:
    """Around what ends or replaces the session: once that is done, its tokens are deleted at Spark."""
    stored = current().stored
    before = interface().store.access_token(stored) if stored else None
    yield
    if before:
        revoke(before)


def revoke(access_token: str) -> None:
    """Delete the tokens at Spark, best effort and without waiting."""
    later(_revoke, Spark(current_app.extensions["api"], access_token))


def _revoke(api: Spark) -> None:
    try:
        api.revoke()
    except SparkError as error:
        log.warning("tokens were not deleted at Spark: %s", error)


def end(_error: SignInRequired) -> Response:
    """Spark does not take the token any more: the session is over here too.

    The cookie stays: this may be a slow page of a session before, and the browser's cookie that of a new one.
    """
    interface().sign_out(current())
    return _to_landing()


def _to_landing() -> Response:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("landing.show", wanted=wanted))
