"""The query parameters of a search: paging, `_select` and `_expand`.

Follows https://sparkplatform.com/docs/supporting_documentation/search-and-paging-syntax, selections and expansions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from flask import Response, request

from sandbox.auth import is_get_override
from sandbox.errors import SparkError
from sandbox.homes.listing import Fields
from sandbox.responses import enveloped, results

T = TypeVar("T")

SMALLEST_PAGE, DEFAULT_LIMIT, LARGEST_PAGE = 0, 10, 25
LAST_PAGE, LAST_SKIP = 100_000, 2_500_000
NEWEST_FIRST = "-ModificationTimestamp"


@dataclass(frozen=True)
class Paging:
    """A request has a `page` or rows to `skip`. `pagination` is `_pagination`: 0, 1 or count."""

    limit: int
    page: int
    skip: int | None
    pagination: str

    @property
    def first(self) -> int:
        return (self.page - 1) * self.limit if self.skip is None else self.skip

    def totals(self, rows: int) -> dict[str, int]:
        pages = -(-rows // self.limit) if self.limit else 0
        position = {"CurrentPage": self.page} if self.skip is None else {"CurrentOffset": self.skip}
        return {"TotalRows": rows, "PageSize": self.limit, "TotalPages": pages, **position}


@dataclass(frozen=True)
class Selection:
    """The names in `_select` (None: all fields) and in `_expand`."""

    select: tuple[str, ...] | None
    expand: frozenset[str]

    def includes(self, expansion: str) -> bool:
        """Whether `_expand` names the expansion, or `_select` names it or one of its attributes."""
        return expansion in self.expand or any(name.split(".")[0] == expansion for name in self.select or ())

    def attributes(self, expansion: str) -> set[str]:
        """The attributes to return: `Photos.Uri800` selects one of each photo. Empty means all."""
        return {name.partition(".")[2] for name in self.select or () if name.startswith(f"{expansion}.")}


def require_read() -> None:
    """Before every request: allow GET, and POST only with a GET override."""
    if request.method == "POST" and not is_get_override():
        raise SparkError(405, 405, "Method Not Allowed")


def paginate(rows: Sequence[T], paging: Paging, serialize: Callable[[Sequence[T]], list[Fields]]) -> Response:
    """One page of rows, with the totals if `_pagination` asks for them, or the totals alone."""
    totals = paging.totals(len(rows))
    if paging.pagination == "count":
        return enveloped({"Success": True, "Pagination": totals})
    page = rows[paging.first : paging.first + paging.limit]
    return results(serialize(page), pagination=totals if paging.pagination == "1" else None)


def parse_paging(parameters: Mapping[str, str]) -> Paging:
    """Raises a 1053 error for numbers out of range."""
    pagination = parameters.get("_pagination", "0")
    if pagination not in {"0", "1", "count"}:
        raise SparkError(400, 1053, "_pagination must be 0, 1 or count")
    return Paging(
        limit=_number(parameters, "_limit", DEFAULT_LIMIT, (SMALLEST_PAGE, LARGEST_PAGE)),
        page=_number(parameters, "_page", 1, (1, LAST_PAGE)),
        skip=_number(parameters, "_skip", 0, (0, LAST_SKIP)) if "_skip" in parameters else None,
        pagination=pagination,
    )


def _number(parameters: Mapping[str, str], name: str, default: int, bounds: tuple[int, int]) -> int:
    text = parameters.get(name, str(default))
    low, high = bounds
    if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):
        raise SparkError(400, 1053, f"{name} must be a number from {low} to {high}")
    return int(text)


def parse_selection(parameters: Mapping[str, str]) -> Selection:
    select = _split(parameters.get("_select", ""))
    return Selection(select or None, frozenset(_split(parameters.get("_expand", ""))))


def _split(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
