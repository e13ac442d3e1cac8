"""The outcome of each request, and how long a visitor was without a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import requests

Kind = Literal["answered", "error page", "bad", "signed out"]
"""An `error page` is one that the portal or the proxy writes for people. `bad` is any other failure."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of one request. Times are seconds of the monotonic clock."""

    visitor: int
    what: str
    kind: Kind
    began: float
    ended: float
    detail: str = ""


@dataclass(frozen=True)
class Summary:
    requests: int
    error_pages: int
    bad: tuple[Outcome, ...]
    without: float
    """The longest time a visitor had no page: from the first failed request to the next page."""
    slowest: float


def kind_of(page: requests.Response) -> Kind:
    """Judge a page of a visitor who is signed in and accepted the terms. Redirects must not be followed."""
    if 'action="/terms/agree"' in page.text:
        return "bad"
    if page.status_code == 200 and 'action="/sign-out"' in page.text:
        return "answered"
    if page.is_redirect or page.status_code in {200, 401, 403}:
        return "signed out"
    return "error page" if is_error_page(page) else "bad"


def is_error_page(page: requests.Response) -> bool:
    html = page.headers.get("Content-Type", "").startswith("text/html")
    return page.status_code in {502, 503, 504} and html and bool(re.search(r"<h1>\w", page.text))


def is_failed_sign_in(page: requests.Response) -> bool:
    """The page that offers to start over. A visitor gets it if the machine that used the code is killed."""
    return page.status_code == 400 and "/auth/callback" in page.url and "<h1>" in page.text


def summarize(outcomes: Iterable[Outcome]) -> Summary:
    met = sorted(outcomes, key=lambda outcome: (outcome.visitor, outcome.began))
    by_visitor = [list(group) for _, group in groupby(met, key=lambda outcome: outcome.visitor)]
    return Summary(
        requests=len(met),
        error_pages=sum(outcome.kind == "error page" for outcome in met),
        bad=tuple(outcome for outcome in met if outcome.kind in {"bad", "signed out"}),
        without=max(map(_without, by_visitor), default=0.0),
        slowest=max((outcome.ended - outcome.began for outcome in met), default=0.0),
    )


def _without(met: list[Outcome]) -> float:
    longest, since = 0.0, None
    for outcome in met:
        if outcome.kind != "answered" and since is None:
            since = outcome.began
        if since is not None:
            longest = max(longest, outcome.ended - since)
        if outcome.kind == "answered":
            since = None
    return longest
