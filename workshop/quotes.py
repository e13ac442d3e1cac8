"""Quotes whole functions of `app/`, read from the files that run, so that a quote is never out of date."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.auth import access, login, oauth, refresh, views
from app.auth.next_url import parse_portal_name, safe_next_url
from app.auth.oauth import SparkApp, StateStore
from app.config import ROOT
from app.security import is_same_origin
from app.session.interface import SqlSessionInterface
from app.session.store import SessionStore
from app.session.tokens import TokenStore
from app.spark import client, transport
from app.spark.backoff import Backoff
from app.spark.response import envelope


@dataclass(frozen=True)
class Line:
    number: int
    text: str


@dataclass(frozen=True)
class Quote:
    """`name` is the function's, with its class. `file` is relative to the project's folder."""

    name: str
    file: str
    lines: tuple[Line, ...]

    @property
    def first(self) -> int:
        return self.lines[0].number

    @property
    def last(self) -> int:
        return self.lines[-1].number


@cache
def quote(function: Callable[..., Any]) -> Quote:
    """A function or method of `app/`, as this process first read it. Raises ValueError for any other code."""
    path = Path(inspect.getsourcefile(function) or "").resolve()
    if not path.is_relative_to(ROOT / "app"):
        raise ValueError(f"{path.name} is no file of app/")
    source, first = inspect.getsourcelines(function)
    texts = textwrap.dedent("".join(source)).splitlines()
    lines = tuple(Line(number, text) for number, text in enumerate(texts, first))
    return Quote(function.__qualname__, path.relative_to(ROOT).as_posix(), lines)


SAME_SITE = (quote(is_same_origin),)
NEXT_URL = (*SAME_SITE, quote(safe_next_url))
PORTAL_NAME = (*NEXT_URL, quote(parse_portal_name))
REDIRECT = (quote(SparkApp.authorize_redirect),)
CHECKS = (quote(oauth.check_shape), quote(oauth.consume_state), quote(StateStore.get_state_data))
CALLBACK_ERROR = (quote(oauth.check_error),)
GRANT = (quote(transport.client_secret_json), quote(oauth._parse_tokens))
GRANT_ERROR = (quote(oauth.fetch_tokens),)
PASSWORD = (quote(transport.client_secret_json),)
SESSION = (quote(SqlSessionInterface.sign_in), quote(SessionStore.sign_in))
CALL = (quote(transport.SparkOAuthSession._sign),)
CONCURRENT_CALLS = (quote(client.submit),)
EXPIRED = (quote(client.SparkClient._call),)
REFRESH = (quote(TokenStore.lease), quote(TokenStore.replace))
REFRESHED_BY_ANOTHER = (quote(refresh.TokenRefresher._wait_or_refresh),)
REFRESHED_AHEAD = (quote(refresh.TokenRefresher._is_due),)
NOT_REFRESHED = (quote(refresh.TokenRefresher._refresh_under_lease), quote(TokenStore.delete))
ENDED = (quote(access.force_logout),)
RATE_LIMIT = (quote(client.SparkApi.raise_if_rate_limited), quote(Backoff.pause))
OUTAGE = (quote(client.SparkClient._send),)
UNREADABLE = (quote(envelope),)
SIGN_OUT = (quote(views.logout), quote(SessionStore.delete))
DELETION = (quote(login.log_out), quote(client.SparkClient.revoke))
NOT_SIGNED_IN = (quote(access.require_login), quote(SqlSessionInterface.open_session))
