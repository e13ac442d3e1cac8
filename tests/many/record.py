"""What visitors met, and how long each of them was without a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import requests

Kind = Literal["answered", "calm", "bare", "signed out"]
"""`calm` is a page for people that says it does not work now; `bare` is everything else that is no answer."""


@dataclass(frozen=True)
class Outcome:
    """Of one request; times in seconds by the monotonic clock."""

    visitor: int
    what: str
    kind: Kind
    began: float
    ended: float
    detail: str = ""


@dataclass(frozen=True)
class Sum:
    requests: int
    calm: int
    bad: tuple[Outcome, ...]
    without: float
    """The longest time that a visitor had no page: from asking for one that failed until the next one was there."""
    slowest: float


def kind_of(page: requests.Response) -> Kind:
    """Of a page for somebody who is signed in and has agreed to the terms; redirects were not followed."""
    if 'action="/terms/agree"' in page.text:
        return "bare"
    if page.status_code == 200 and 'action="/sign-out"' in page.text:
        return "answered"
    if page.is_redirect or page.status_code in {200, 401, 403}:
        return "signed out"
    return "calm" if is_calm(page) else "bare"


def is_calm(page: requests.Response) -> bool:
    html = page.headers.get("Content-Type", "").startswith("text/html")
    return page.status_code in {502, 503, 504} and html and bool(re.search(r"<h1>\w", page.text))


def is_failed_sign_in(page: requests.Response) -> bool:
    """The page that offers to begin anew: so it ends if the machine that had used up the code is killed."""
    return page.status_code == 400 and "/auth/callback" in page.url and "<h1>" in page.text


def summed(outcomes: Iterable[Outcome]) -> Sum:
    met = sorted(outcomes, key=lambda outcome: (outcome.visitor, outcome.began))
    by_visitor = [list(group) for _, group in groupby(met, key=lambda outcome: outcome.visitor)]
    return Sum(
        requests=len(met),
        calm=sum(outcome.kind == "calm" for outcome in met),
        bad=tuple(outcome for outcome in met if outcome.kind in {"bare", "signed out"}),
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
