"""Quotes whole functions of `app/`, read from the files that run, so that a quote is never out of date."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.session.grants import GrantStore
from app.session.interface import SqlSessionInterface
from app.session.store import SessionStore
from app.settings import ROOT
from app.sign_in import consumer, exchange, grant, views
from app.sign_in.portal_name import portal_name
from app.sign_in.provider import Attempts, SparkApp
from app.sign_in.return_address import own_page
from app.sign_in.this_site import comes_from_this_site
from app.spark import client, dialect
from app.spark.answer import envelope
from app.spark.hold import Hold


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


SAME_SITE = (quote(comes_from_this_site),)
NEXT_URL = (*SAME_SITE, quote(own_page))
PORTAL_NAME = (*NEXT_URL, quote(portal_name))
REDIRECT = (quote(SparkApp.go),)
CHECKS = (quote(exchange._check_shape), quote(exchange._use_up_state), quote(Attempts.get_state_data))
CALLBACK_ERROR = (quote(exchange._check_error),)
GRANT = (quote(dialect.json_grant), quote(exchange._granted))
GRANT_ERROR = (quote(exchange._grant),)
PASSWORD = (quote(dialect.json_grant),)
SESSION = (quote(SqlSessionInterface.sign_in), quote(SessionStore.sign_in))
CALL = (quote(dialect.SparkSession._sign),)
CONCURRENT_CALLS = (quote(client.later),)
EXPIRED = (quote(client.Spark._ask),)
REFRESH = (quote(GrantStore.lease), quote(GrantStore.renew))
REFRESHED_BY_ANOTHER = (quote(grant.Grant._renew),)
REFRESHED_AHEAD = (quote(grant.Grant._due),)
NOT_REFRESHED = (quote(grant.Grant._carried_out), quote(GrantStore.end))
ENDED = (quote(consumer.end),)
RATE_LIMIT = (quote(client.Api.require_welcome), quote(Hold.wait))
OUTAGE = (quote(client.Spark._answer),)
UNREADABLE = (quote(envelope),)
SIGN_OUT = (quote(views.left), quote(SessionStore.delete))
DELETION = (quote(consumer.sign_out), quote(client.Spark.revoke))
NOT_SIGNED_IN = (quote(consumer.require), quote(SqlSessionInterface.open_session))
