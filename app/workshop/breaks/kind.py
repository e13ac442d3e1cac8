"""What a break is: who can do it, what then happens, how the record proves it, and what there is to learn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from werkzeug import Response

from app.workshop.record import Visit
from app.workshop.source import Quote, quote
from app.workshop.steps.rules import Rule

Visits = Sequence[Visit]
Proof = Callable[[Visits], Visits]
Source = tuple[Callable[..., Any], str]
"""A function of `app/`, and a part of the line in it that matters."""

Roles = frozenset[str | None]

VISITORS: Roles = frozenset({None, "consumer", "agent"})
CONSUMERS: Roles = frozenset({"consumer"})
TOKENS: Roles = frozenset({"consumer", "key"})
"""Whose session has a consumer's tokens: a consumer's own, or everybody's with a single-session key."""


@dataclass(frozen=True)
class Break:
    """`line` says what the button does; `happen` does it and leads to where it shows.

    `saw` is true of the visits that `proof` finds among those since then; it finds none as long as it is not so.
    `sandbox`: only the sandbox can do it. `lasts`: it stays until it is repaired. `then` says what to do afterwards.
    """

    name: str
    label: str
    line: str
    happen: Callable[[], Response]
    proof: Proof
    saw: str
    protected: str
    otherwise: str
    rules: tuple[Rule, ...]
    sources: tuple[Source, ...]
    who: Roles = VISITORS
    sandbox: bool = True
    lasts: bool = False
    then: str = ""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(quote(function, part) for function, part in self.sources)


@dataclass(frozen=True)
class Group:
    title: str
    breaks: tuple[Break, ...]
