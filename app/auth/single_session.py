"""A portal on a single-session key: nobody signs in, every visitor acts as the key's owner, on this machine only.

See "keys that need no redirect" in https://sparkplatform.com/docs/authentication/oauth2_authentication: FBS hands out
an access token and a refresh token with the key, so steps one and two of the sign-in are skipped.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, redirect, request, url_for
from werkzeug import Response

from app.auth.errors import SignInUnavailable
from app.config import LOOPBACK, Settings
from app.session import SqlSessionInterface, current_session
from app.spark.oauth_client import TokenPair

SIGN_IN_PATHS = ("/sign-", "/auth/", "/p/", "/agent")
"""There is nothing to sign in to here."""
FORWARDING_HEADERS = {"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip"}
"""A proxy or tunnel on this machine sends these for a visitor who is elsewhere."""
KEY_ENDED = "Ask FBS for new tokens, set SPARK_ACCESS_TOKEN and SPARK_REFRESH_TOKEN, and start again."
NOT_LOCAL = "This portal runs on a single-session key, so it answers only on the machine that it runs on."


class NotLocal(Exception):
    """The visitor is on another machine."""


def init_app(app: Flask, settings: Settings) -> None:
    """Store the key's tokens in one row that all visitors share. The row keeps refreshed tokens over a restart."""
    interface = cast("SqlSessionInterface", app.session_interface)
    if settings.single_session is None:
        if not settings.production:  # production never had a key
            interface.store.delete_shared()
        return
    access_token, refresh_token = settings.single_session
    renew_at = time.time() if refresh_token else None  # the token's age is unknown
    tokens = TokenPair(access_token, refresh_token or None, renew_at)
    interface.shared_key = _row_key(settings.single_session)
    interface.store.ensure_shared(interface.shared_key, {"csrf_token": secrets.token_urlsafe(32)}, tokens)
    app.extensions["sign_in_unavailable"] = key_ended
    app.before_request(_require_local)
    app.register_error_handler(NotLocal, _not_local)


def key_ended() -> SignInUnavailable:
    return SignInUnavailable("This site’s key has ended", KEY_ENDED)


def _row_key(tokens: tuple[str, str]) -> bytes:
    """Other tokens are another key, which starts with a row of its own."""
    return hashlib.sha256(" ".join(("single-session key", *tokens)).encode()).digest()


def _require_local() -> Response | None:
    """Raises NotLocal, and SignInUnavailable once Spark has ended the key's grant."""
    local = {request.remote_addr, urlsplit(f"//{request.host}").hostname} <= LOOPBACK
    if not local or FORWARDING_HEADERS & set(request.headers.keys()):
        raise NotLocal
    if request.endpoint == "static" or request.blueprint == "health":
        return None
    if not current_session().signed_in:
        raise key_ended()
    to_sign_in = request.path == "/" or request.path.startswith(SIGN_IN_PATHS)
    return redirect(url_for("home.show")) if to_sign_in else None


def _not_local(_error: NotLocal) -> Response:
    """Plain text, because a page would show the key owner's data."""
    return Response(NOT_LOCAL, 403, mimetype="text/plain")
