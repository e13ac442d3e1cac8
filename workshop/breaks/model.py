"""A break: who can use it, what it does, how the record proves that it happened, and what it teaches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug import Response

from workshop.quotes import Quote, quote
from workshop.record import Visit
from workshop.references import Reference

Visits = Sequence[Visit]
Proof = Callable[[Visits], Visits]
"""Picks the visits that show what the break did. Empty if they do not show it."""

Roles = frozenset[str | None]

VISITORS: Roles = frozenset({None, "consumer", "agent"})
CONSUMERS: Roles = frozenset({"consumer"})
WITH_TOKENS: Roles = frozenset({"consumer", "key"})
"""Sessions that hold a consumer's tokens: a consumer's own, or everybody's with a single-session key."""


@dataclass(frozen=True)
class Break:
    """`line` says what the button does. `run` does it, and returns a redirect to the page that shows the result.

    `saw`, `protected` and `otherwise` are the lesson; `saw` is shown only if `proof` finds it in the record.
    `functions` of the portal are quoted. `sandbox`: only the sandbox can do it. `lasts`: it stays until it is
    repaired. `then` says what to do next.
    """

    name: str
    label: str
    line: str
    run: Callable[[], Response]
    proof: Proof
    saw: str
    protected: str
    otherwise: str
    references: tuple[Reference, ...]
    functions: tuple[Callable[..., Any], ...]
    who: Roles = VISITORS
    sandbox: bool = True
    lasts: bool = False
    then: str = ""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(map(quote, self.functions))


@dataclass(frozen=True)
class Group:
    title: str
    breaks: tuple[Break, ...]


def refused_at_the_callback(cause: str, calls: int) -> Proof:
    """One callback that failed for this cause (`app.auth.errors`), after this many calls to Spark."""

    def proof(visits: Visits) -> Visits:
        return [visit for visit in visits if visit.failure == cause and len(visit.calls) == calls][:1]

    return proof


def page(endpoint: str, status: int, *, times: int = 1, refreshes: int = 0) -> Proof:
    """This many visits of a view with this status, and this many token refreshes in all of them."""

    def proof(visits: Visits) -> Visits:
        found = [visit for visit in visits if (visit.endpoint, visit.status) == (endpoint, str(status))][:times]
        proven = len(found) == times and sum(map(count_refreshes, found)) == refreshes
        return found if proven else ()

    return proof


def count_refreshes(visit: Visit) -> int:
    """How often this visit asked Spark for new tokens."""
    return sum(call.asked.value("grant_type") == "refresh_token" for call in tuple(visit.calls))
