"""Starts and ends signed-in sessions, whichever way the tokens were granted."""

from __future__ import annotations

import secrets

from flask import request
from sqlalchemy.exc import SQLAlchemyError

from app.auth import errors
from app.auth.access import access_token, revoke_tokens
from app.auth.errors import Check, SignInFailed
from app.auth.oauth import oauth_app
from app.auth.signals import SignInOutcome, sign_in_finished
from app.session import Role, SessionEnded, current_session, session_interface
from app.spark.oauth_client import TokenPair

BROWSERS = {
    "Edg": "Edge", "OPR/": "Opera", "OPT/": "Opera", "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox", "FxiOS": "Firefox", "CriOS": "Chrome", "Chrome": "Chrome", "Safari": "Safari",
}  # fmt: skip
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "CrOS": "ChromeOS",
    "Mac OS X": "Mac", "Linux": "Linux",
}  # fmt: skip
"""The first match counts: Edge's user agent also says Chrome, and nearly all say Safari."""


def log_in(tokens: TokenPair, role: Role, data: dict[str, str], way: str) -> None:
    """Start a session under a new id, and delete the tokens of the old one at Spark. `way`: see SignInOutcome.

    Of the old session only the sign-ins of other tabs stay. Raises SignInFailed and SQLAlchemyError; the new tokens
    are then deleted at Spark, because nobody holds them.
    """
    session, old_token = current_session(), access_token()
    data = oauth_app().framework.pending(session) | data
    data |= {"csrf_token": secrets.token_urlsafe(32), "browser": describe_browser(request.user_agent.string)}
    try:
        session_interface().sign_in(session, data, tokens, role)
    except (SessionEnded, SQLAlchemyError) as error:
        revoke_tokens(tokens.access_token)
        if isinstance(error, SQLAlchemyError):
            raise
        raise SignInFailed(errors.NOT_STARTED_HERE, Check.SESSION) from None
    if old_token:
        revoke_tokens(old_token)
    sign_in_finished.send(SignInOutcome(way, "ok"))


def log_out() -> None:
    """End the session here first, then delete its tokens at Spark, best effort and without waiting."""
    token = session_interface().sign_out(current_session())
    if token:
        revoke_tokens(token)


def describe_browser(user_agent: str) -> str:
    """The browser and the kind of machine, such as `Firefox on Windows`. Nothing finer is stored."""
    browser = next((name for mark, name in BROWSERS.items() if mark in user_agent), "A browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in user_agent), None)
    return f"{browser} on {system}" if system else browser
