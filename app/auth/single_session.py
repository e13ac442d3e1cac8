"""A portal on a single-session key: nobody signs in, every visitor acts as the key's owner, on this machine only.

See "keys that need no redirect" in https://sparkplatform.com/docs/authentication/oauth2_authentication: the sign-in's
steps one and two are skipped, as FBS gave an access and a refresh token with the key.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from urllib.parse import urlsplit

from flask import Flask, redirect, request, url_for
from werkzeug import Response

from app.session import SessionStore, Tokens, current_session
from app.settings import LOOPBACK, Settings

SIGN_IN = {"landing", "sign_in", "password", "agent"}
"""The blueprints that have nothing to do here."""


FORWARDED = {"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip"}
"""What a proxy or a tunnel on this machine tells of somebody who is not; believed only against them."""


class OnlyHere(Exception):
    """Somebody asks from another machine."""


class KeyEnded(Exception):
    """Spark has ended the key's grant; its operator has to get new tokens."""


def row_key(settings: Settings) -> bytes | None:
    """The key of the one row, None without such a key; other first tokens are another key, and begin anew."""
    tokens = settings.single_session
    return hashlib.sha256(" ".join(("single-session key", *tokens)).encode()).digest() if tokens else None


def init_app(app: Flask, settings: Settings, store: SessionStore) -> None:
    """With such a key: keep its tokens in the database (what they have become is there after a restart), and guard."""
    key, given = row_key(settings), settings.single_session
    if key is None or given is None:
        if not settings.production:  # there never was one
            store.delete_shared()
        return
    access, refresh = given
    due = time.time() if refresh else None  # nobody knows how old it is
    store.ensure_shared(key, {"csrf_token": secrets.token_urlsafe(32)}, Tokens(access, refresh or None, due))
    app.before_request(_require)


def _require() -> Response | None:
    """Raises OnlyHere and KeyEnded."""
    here = {request.remote_addr, urlsplit(f"//{request.host}").hostname} <= LOOPBACK
    if not here or FORWARDED & set(request.headers.keys()):
        raise OnlyHere
    if request.endpoint == "static" or request.blueprint == "health":
        return None
    if not current_session().signed_in:
        raise KeyEnded
    return redirect(url_for("home.show")) if request.blueprint in SIGN_IN else None
