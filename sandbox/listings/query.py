"""What a search asks for: which page, which fields, which expansions.

Follows https://sparkplatform.com/docs/supporting_documentation/search-and-paging-syntax, selections and expansions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import Response

from sandbox.envelope import SparkFault, enveloped, results
from sandbox.homes.listing import Fields

T = TypeVar("T")

SMALLEST, DEFAULT, LARGEST = 0, 10, 25
LAST_PAGE, LAST_SKIP = 100_000, 2_500_000
NEWEST_FIRST = "-ModificationTimestamp"


@dataclass(frozen=True)
class Paging:
    """`skip` is given instead of a page by those who count rows; `wanted` is `_pagination`: 0, 1 or count."""

    limit: int
    page: int
    skip: int | None
    wanted: str

    @property
    def first(self) -> int:
        return (self.page - 1) * self.limit if self.skip is None else self.skip

    def totals(self, rows: int) -> dict[str, int]:
        pages = -(-rows // self.limit) if self.limit else 0
        place = {"CurrentPage": self.page} if self.skip is None else {"CurrentOffset": self.skip}
        return {"TotalRows": rows, "PageSize": self.limit, "TotalPages": pages, **place}


@dataclass(frozen=True)
class Choice:
    """Names in `_select` (None: everything) and in `_expand`."""

    select: tuple[str, ...] | None
    expand: frozenset[str]

    def wants(self, part: str) -> bool:
        """Whether an expansion is asked for, by its name or by selecting it or one of its attributes."""
        return part in self.expand or any(name.split(".")[0] == part for name in self.select or ())

    def attributes(self, part: str) -> set[str]:
        """`Photos.Uri800` asks for one attribute of each photo; empty means all of them."""
        return {name.partition(".")[2] for name in self.select or () if name.startswith(f"{part}.")}


def page_of(rows: Sequence[T], wanted: Paging, answers: Callable[[Sequence[T]], list[Fields]]) -> Response:
    """The rows of the wanted page as `answers` words them, with the counts if they are wanted; or the counts alone."""
    totals = wanted.totals(len(rows))
    if wanted.wanted == "count":
        return enveloped({"Success": True, "Pagination": totals})
    shown = rows[wanted.first : wanted.first + wanted.limit]
    return results(answers(shown), pagination=totals if wanted.wanted == "1" else None)


def paging(parameters: Mapping[str, str]) -> Paging:
    """Raises a 1053 fault for numbers out of bounds."""
    wanted = parameters.get("_pagination", "0")
    if wanted not in {"0", "1", "count"}:
        raise SparkFault(400, 1053, "_pagination must be 0, 1 or count")
    return Paging(
        limit=_number(parameters, "_limit", DEFAULT, (SMALLEST, LARGEST)),
        page=_number(parameters, "_page", 1, (1, LAST_PAGE)),
        skip=_number(parameters, "_skip", 0, (0, LAST_SKIP)) if "_skip" in parameters else None,
        wanted=wanted,
    )


def _number(parameters: Mapping[str, str], name: str, default: int, bounds: tuple[int, int]) -> int:
    text = parameters.get(name, str(default))
    low, high = bounds
    if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
        raise SparkFault(400, 1053, f"{name} must be a number from {low} to {high}")
    return int(text)


def choice(parameters: Mapping[str, str]) -> Choice:
    select = _listed(parameters.get("_select", ""))
    return Choice(select or None, frozenset(_listed(parameters.get("_expand", ""))))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
