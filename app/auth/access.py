"""Who may see a view, and the Spark client of this visitor.

A view without a decorator needs a signed-in consumer.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug import Response

from app import config
from app.auth import saved_form
from app.auth.next_url import safe_next_url
from app.auth.oauth import oauth_client
from app.auth.refresh import TokenRefresher
from app.auth.signals import signal_refresh
from app.security import is_same_origin
from app.session import current_session, session_interface
from app.spark.client import SparkApi, SparkClient, submit
from app.spark.errors import SignInRequired, SparkError
from app.spark.oauth_client import OAuthClient, TokenPair

log = logging.getLogger(__name__)

View = TypeVar("View", bound=Callable[..., Any])

SESSION_ENDED = "flexmls has ended your sign-in, so you were signed out here too. Sign in again to carry on."
LOGIN_REQUIRED = "Please sign in to carry on."
FORM_SAVED = " What you had typed is kept."


def public(view: View) -> View:
    """Anybody may see this view."""
    view.audience = "everybody"  # type: ignore[attr-defined]  # an attribute of the function, read by `audience`
    return view


def agents_only(view: View) -> View:
    """Only a signed-in agent may see this view."""
    view.audience = "agent"  # type: ignore[attr-defined]  # an attribute of the function, read by `audience`
    return view


def audience(view: Callable[..., Any]) -> str:
    """Who may see a view: `everybody`, `agent` or `consumer`."""
    found: str = getattr(view, "audience", "consumer")
    return found


def require_login() -> Response | tuple[str, int] | None:
    """Before each request: redirect a visitor who must sign in. The page they asked for is remembered.

    Raises DatabaseUnavailable, on public pages too: a page must not tell a signed-in visitor that they are signed out.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    session, required = current_session(), audience(view)
    if required == "everybody":
        return None
    role = session.role
    if role == required or (role, required) == ("key", "consumer"):
        return None
    return redirect(url_for("agent.show")) if role == "agent" else redirect_to_login(required)


def redirect_to_login(role: str, *, ended: bool = False) -> Response | tuple[str, int]:
    """Redirect to where that role signs in. A form is answered at once with the sign-in page, which keeps its text."""
    if request.method == "POST" and is_same_origin():
        return _login_with_saved_form(role, SESSION_ENDED if ended else LOGIN_REQUIRED)
    reason = "1" if ended else None
    if role == "agent":
        return redirect(url_for("agent.show", ended=reason))
    next_url = safe_next_url(request.full_path.rstrip("?")) if request.method == "GET" else None
    return redirect(url_for("auth.landing", wanted=next_url, ended=reason))


def _login_with_saved_form(role: str, notice: str) -> tuple[str, int]:
    draft, next_url = saved_form.capture(), saved_form.form_page()
    notice += FORM_SAVED if draft and next_url else ""
    if role == "agent":
        return render_template("sign_in/again.html", notice=notice, wanted=next_url, draft=draft), 403
    return render_landing(wanted=next_url, notice=notice, draft=draft), 403


def render_landing(**shown: str | None) -> str:
    """The landing page. `shown` may hold `portal`, `choice`, `wanted`, `notice`, `problem` and `draft`."""
    here = config.current()
    blank = dict.fromkeys(("choice", "wanted", "notice", "problem", "draft"))
    return render_template(
        "landing/landing.html",
        fixed_portal=here.spark_portal or None,
        sign_in_host=here.sign_in_host,
        sign_in_options=current_app.extensions.get("sign_in_options", ()),
        **(blank | {"portal": ""} | shown),
    )


def force_logout() -> Response | tuple[str, int]:
    """Spark refuses the tokens and their refresh: end the session here too.

    The cookie stays: this may be a slow page of an earlier session, and the browser's cookie that of a new one.
    """
    role = current_session().role or "consumer"
    session_interface().sign_out(current_session())
    return redirect_to_login(role, ended=True)


def spark_client() -> SparkClient:
    """The Spark API with the token of this visitor, refreshed when it has to be. Raises SignInRequired."""
    if "spark" not in g:
        row = current_session().row
        if row is None or row.tokens is None:
            raise SignInRequired("not signed in")
        api: SparkApi = current_app.extensions["api"]
        request_tokens, revoke = partial(_refresh, oauth_client()), partial(_revoke, api)
        refresher = TokenRefresher(session_interface().store.tokens, row.tokens, request_tokens, revoke)
        g.spark = SparkClient(api, refresher.access_token(), refresher.refresh)
    client: SparkClient = g.spark
    return client


def access_token() -> str | None:
    """The access token of this session as it is. None if there is none that can be decrypted."""
    row = current_session().row
    return session_interface().store.tokens.access_token(row.tokens) if row and row.tokens else None


def revoke_tokens(access_token: str) -> None:
    """Delete the tokens at Spark, best effort and without waiting."""
    submit(_revoke, current_app.extensions["api"], access_token)


def _refresh(client: OAuthClient, refresh_token: str) -> TokenPair:
    with signal_refresh():
        return client.refresh_token(refresh_token)


def _revoke(api: SparkApi, access_token: str) -> None:
    try:
        SparkClient(api, access_token).revoke()
    except SparkError as error:
        log.warning("tokens were not deleted at Spark: %s", error)
