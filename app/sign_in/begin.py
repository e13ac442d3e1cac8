"""From tokens to a signed-in session, whichever way they were granted."""

from __future__ import annotations

import secrets

from flask import request
from sqlalchemy.exc import SQLAlchemyError

from app import settings
from app.session import Role, SessionEnded, current, interface
from app.spark.grant import Granted

from . import consumer
from . import failure as why
from .browser import browser
from .failure import Check, SignInFailed
from .grant import tokens
from .provider import spark_app
from .signals import SignIn, sign_in_finished


def begin(granted: Granted, role: Role, kept: dict[str, str], way: str) -> None:
    """Begin a session under a new id; the tokens of the one before are deleted at Spark. `way`: see SignIn.

    Of that one nothing stays but what other tabs have under way. Raises SignInFailed and SQLAlchemyError; nobody has
    the new tokens then, so they are deleted too.
    """
    session, before = current(), consumer.access_token()
    data = spark_app().framework.under_way(session) | kept
    data |= {"csrf_token": secrets.token_urlsafe(32), "browser": browser(request.user_agent.string)}
    try:
        interface().sign_in(session, data, tokens(granted, settings.current().spark_refresh_at), role)
    except (SessionEnded, SQLAlchemyError) as error:
        consumer.revoke(granted.access)
        if isinstance(error, SQLAlchemyError):
            raise
        raise SignInFailed(why.NOT_STARTED_HERE, Check.SESSION) from None
    if before:
        consumer.revoke(before)
    sign_in_finished.send(SignIn(way, "ok"))
