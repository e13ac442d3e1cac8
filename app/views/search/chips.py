"""A search in plain language: each filter as a chip, with the search that remains without it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from app import formats
from app.spark.sparkql import ACTIVE, ANY_RANGE, Number, Range, SearchCriteria

RANGES = {
    "price": ("{}–{}", "{} or more", "up to {}"),
    "beds": ("{}–{} beds", "{}+ beds", "up to {} beds"),
    "baths": ("{}–{} baths", "{}+ baths", "up to {} baths"),
    "size": ("{}–{} sq ft", "{}+ sq ft", "up to {} sq ft"),
    "lot": ("{}–{} acres", "{}+ acres", "up to {} acres"),
    "year": ("built {}–{}", "built {} or later", "built {} or earlier"),
    "garage": ("{}–{} garage spaces", "{}+ garage spaces", "up to {} garage spaces"),
}
OTHERS = {
    "numbers": "MLS #{}",
    "street": "“{}”",
    "keyword": "“{}” in the text",
    "new": "new in the last {}",
    "repriced": "price changed in the last {}",
    "open_house": "open house in the next {}",
}


class Chip(NamedTuple):
    words: str
    without: SearchCriteria


def words(criteria: SearchCriteria, types: Mapping[str, str]) -> tuple[str, ...]:
    """`("Fargo", "$200,000–$400,000", "3+ beds")`; `types` are the labels of property types by code."""
    return tuple(chip.words for chip in chips(criteria, types))


def chips(criteria: SearchCriteria, types: Mapping[str, str]) -> list[Chip]:
    return [chip for name in vars(criteria) for chip in _chips(criteria, name, types)]


def where(criteria: SearchCriteria) -> str:
    """` in Fargo and Moorhead`, ` matching “elm” in Fargo`: what follows the word "homes"; blank for everywhere."""
    texts = [criteria.street] if criteria.street else []
    matching = f" matching “{' '.join([*texts, *criteria.numbers])}”" if texts or criteria.numbers else ""
    *most, last = (*criteria.cities, *criteria.postal_codes) or ("",)
    place = last
    if most:
        place = f"{len(most) + 1} places" if len(most) > 2 else f"{', '.join(most)} and {last}"
    return f"{matching} in {place}" if place else matching


def _chips(criteria: SearchCriteria, name: str, types: Mapping[str, str]) -> Iterator[Chip]:
    value = getattr(criteria, name)
    if name == "statuses":
        yield from _statuses(criteria)
    elif isinstance(value, tuple):
        for item in value:
            spoken = types.get(item, item) if name == "types" else OTHERS.get(name, "{}").format(item)
            yield Chip(spoken, _with(criteria, name, tuple(other for other in value if other != item)))
    elif isinstance(value, Range) and value:
        yield Chip(_span(name, value), _with(criteria, name, ANY_RANGE))
    elif value and isinstance(value, str):
        yield Chip(OTHERS[name].format(value), _with(criteria, name, ""))
    elif value:
        yield Chip(OTHERS[name].format("day" if value == 1 else f"{value} days"), _with(criteria, name, None))


def _statuses(criteria: SearchCriteria) -> Iterator[Chip]:
    """None while they are those of homes for sale."""
    if not criteria.statuses:
        yield Chip("any status", replace(criteria, statuses=ACTIVE))
    for status in criteria.statuses if criteria.statuses != ACTIVE else ():
        left = tuple(other for other in criteria.statuses if other != status)
        yield Chip(status, replace(criteria, statuses=left or ACTIVE))


def _span(name: str, span: Range) -> str:
    both, least, most = RANGES[name]
    low, high = (end if end is None else _number(name, end) for end in (span.low, span.high))
    if low and high:
        return both.replace("{}–{}", "{}").format(low) if low == high else both.format(low, high)
    return least.format(low) if low else most.format(high)


def _number(name: str, number: Number) -> str:
    if name == "price":
        return formats.money(Decimal(number))
    return str(number) if name == "year" else f"{number:,}"


def _with(criteria: SearchCriteria, name: str, value: object) -> SearchCriteria:
    changed: dict[str, object] = {**vars(criteria), name: value}
    return SearchCriteria(**changed)  # type: ignore[arg-type]  # each criterion has the type that it had
