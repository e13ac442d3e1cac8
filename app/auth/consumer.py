"""Who is signed in: who needs to be, and the Spark API in their name.

Somebody needs to sign in, perhaps again: the page they wanted and the text they had typed are not lost.

From tokens to a signed-in session, whichever way they were granted.

Which browser it is, in words that its owner knows it by.
"""

from __future__ import annotations

import logging
import secrets
from functools import partial

from flask import current_app, g, redirect, render_template, request, url_for
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response

from app import settings
from app.auth import errors
from app.auth.access import audience
from app.auth.errors import Check, SignInFailed
from app.auth.landing import ENDED, NEEDED, render_landing
from app.auth.next_url import safe_next_url
from app.auth.oauth import oauth_app
from app.auth.refresh import TokenRefresher, tokens
from app.auth.saved_form import capture, form_page
from app.auth.signals import SignInOutcome, sign_in_finished, signal_refresh
from app.security import is_same_origin
from app.session import EncryptedTokens, Role, SessionEnded, Tokens, current_session, session_interface
from app.spark.client import SparkApi, SparkClient, submit
from app.spark.errors import SignInRequired, SparkError
from app.spark.oauth_client import OAuthClient, TokenPair

log = logging.getLogger(__name__)


def require_login() -> Response | tuple[str, int] | None:
    """Before each request: ask a visitor who needs to sign in to do so; the page they wanted is kept.

    Raises DatabaseAway, on public pages too: who has a cookie must not be told that they are signed out.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or request.endpoint == "static":
        return None
    visit, needed = current_session(), audience(view)
    if needed == "everybody":
        return None
    role = visit.role
    if needed == role or (needed, role) == ("consumer", "key"):
        return None
    return redirect(url_for("agent.show")) if role == "agent" else redirect_to_login(needed)


def spark_client() -> SparkClient:
    """The Spark API with the token of who is signed in, renewed when it has to be. Raises SignInRequired."""
    if "spark" not in g:
        stored = current_session().row
        if stored is None or stored.tokens is None:
            raise SignInRequired("not signed in")
        grant = _grant(stored.tokens)
        g.spark = SparkClient(current_app.extensions["api"], grant.access_token(), grant.refresh)
    bound: SparkClient = g.spark
    return bound


def _grant(held: EncryptedTokens) -> TokenRefresher:
    api: SparkApi = current_app.extensions["api"]
    refresh = partial(_refreshed, current_app.extensions["grants"], settings.current().spark_refresh_at)
    return TokenRefresher(
        session_interface().store.tokens, held, refresh, lambda token: _revoke(SparkClient(api, token))
    )


def _refreshed(grants: OAuthClient, refresh_at: float, refresh_token: str) -> Tokens:
    with signal_refresh():
        return tokens(grants.refresh_token(refresh_token), refresh_at)


def access_token() -> str | None:
    """This session's token as it is, if there is one that can be read."""
    stored = current_session().row
    return session_interface().store.tokens.access_token(stored.tokens) if stored and stored.tokens else None


def log_out() -> None:
    """End the session here, finally; then delete its tokens at Spark, best effort and without waiting."""
    last = session_interface().sign_out(current_session())
    if last:
        revoke_tokens(last)


def revoke_tokens(access_token: str) -> None:
    """Delete the tokens at Spark, best effort and without waiting."""
    submit(_revoke, SparkClient(current_app.extensions["api"], access_token))


def _revoke(api: SparkClient) -> None:
    try:
        api.revoke()
    except SparkError as error:
        log.warning("tokens were not deleted at Spark: %s", error)


def force_logout() -> Response | tuple[str, int]:
    """Spark does not take the tokens any more, nor renew them: the session is over here too.

    The cookie stays: this may be a slow page of a session before, and the browser's cookie that of a new one.
    """
    role = current_session().role or "consumer"
    session_interface().sign_out(current_session())
    return redirect_to_login(role, ended=True)


KEPT = " What you had typed is kept."


def redirect_to_login(role: str, *, ended: bool = False) -> Response | tuple[str, int]:
    """Lead to where that role signs in. A form that was under way is answered right here, with its text kept."""
    if request.method == "POST" and is_same_origin():
        return _with_draft(role, ENDED if ended else NEEDED)
    why = "1" if ended else None
    if role == "agent":
        return redirect(url_for("agent.show", ended=why))
    wanted = safe_next_url(request.full_path.rstrip("?")) if request.method == "GET" else None
    return redirect(url_for("landing.show", wanted=wanted, ended=why))


def _with_draft(role: str, notice: str) -> tuple[str, int]:
    draft, wanted = capture(), form_page()
    notice += KEPT if draft and wanted else ""
    if role == "agent":
        return render_template("sign_in/again.html", notice=notice, wanted=wanted, draft=draft), 403
    return render_landing(wanted=wanted, notice=notice, draft=draft), 403


def log_in(granted: TokenPair, role: Role, kept: dict[str, str], way: str) -> None:
    """Begin a session under a new id; the tokens of the one before are deleted at Spark. `way`: see SignIn.

    Of that one nothing stays but what other tabs have under way. Raises SignInFailed and SQLAlchemyError; nobody has
    the new tokens then, so they are deleted too.
    """
    session, before = current_session(), access_token()
    data = oauth_app().framework.pending(session) | kept
    data |= {"csrf_token": secrets.token_urlsafe(32), "browser": describe_browser(request.user_agent.string)}
    try:
        session_interface().sign_in(session, data, tokens(granted, settings.current().spark_refresh_at), role)
    except (SessionEnded, SQLAlchemyError) as error:
        revoke_tokens(granted.access_token)
        if isinstance(error, SQLAlchemyError):
            raise
        raise SignInFailed(errors.NOT_STARTED_HERE, Check.SESSION) from None
    if before:
        revoke_tokens(before)
    sign_in_finished.send(SignInOutcome(way, "ok"))


BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "OPT/": "Opera", "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "ChromeOS",
    "Mac OS X": "Mac", "Linux": "Linux",
}  # fmt: skip
"""By the first mark found: Chrome's name also stands in Edge's, and Safari's in nearly all."""


def describe_browser(user_agent: str) -> str:
    """The family and the kind of machine, such as `Firefox on Windows`; nothing finer is kept."""
    family = next((name for mark, name in BROWSERS.items() if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), None)
    return f"{family} on {system}" if system else family
