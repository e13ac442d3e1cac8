"""The address is the state: `/search?place=Fargo&price=200000-400000&beds=3&type=A`, in one order, blanks left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict

from app.spark.criteria import ACTIVE, Criteria, Range

from . import place
from .options import Choices
from .values import MEASURES, Taken, days, one_of, span

LISTS = {"type": "types", "subtype": "subtypes", "status": "statuses"}
DAYS = {"new": ("new", 365), "repriced": ("repriced", 365), "open": ("open_house", 30)}
EVERY = "any"
"""The status of those who look for homes of all statuses."""
SORTS = {
    "newest": ("Newest first", "OnMarketDate", "-"),
    "price": ("Price, low to high", "ListPrice", ""),
    "price-down": ("Price, high to low", "ListPrice", "-"),
    "beds": ("Most bedrooms", "BedsTotal", "-"),
    "size": ("Largest first", "BuildingAreaTotal", "-"),
    "updated": ("Recently updated", "ModificationTimestamp", "-"),
}
ORDER = (
    *("place", "price", "beds", "type", "subtype", "baths", "size", "lot", "year", "garage", "status", "new"),
    *("repriced", "open", "keyword", "hidden", "view", "sort", "page"),
)
MEANT = {"hidden": {"show"}, "view": {"map"}, "sort": SORTS.keys() - {"newest"}}
"""Values that change something."""
LONGEST, MOST = 200, 50
"""Letters in a value, values of a name."""

Query = dict[str, Any]
"""Texts and lists of texts, for `url_for`."""


def query(criteria: Criteria, **more: object) -> Query:
    """For `url_for("search.show", **query(criteria, sort="price"))`."""
    given = {"place": place.written(criteria), "keyword": criteria.keyword} | {
        **{name: _span(getattr(criteria, name)) for name in MEASURES},
        **{name: getattr(criteria, criterion) or "" for name, (criterion, _) in DAYS.items()},
    }
    lists = {name: list(getattr(criteria, criterion)) for name, criterion in LISTS.items()}
    lists["status"] = lists["status"] or [EVERY]
    return tidy(MultiDict({**{name: [str(value)] for name, value in {**given, **more}.items()}, **lists}))


def read(args: MultiDict[str, str], choices: Choices) -> tuple[Criteria, dict[str, str]]:
    """What an address asks for, and what is wrong with it: words by the name of the value. Raises nothing."""
    given = tidy(args)
    found = dict(_taken(given, choices))
    values: dict[str, Any] = {CRITERION[name]: taken.value for name, taken in found.items()}
    values |= place.read(given.get("place", ""), choices)
    return Criteria(keyword=given.get("keyword", ""), **values), {
        name: taken.fault for name, taken in found.items() if taken.fault
    }


def expressible(criteria: Criteria, choices: Choices) -> bool:
    """Whether an address of the search says exactly this."""
    return read(MultiDict(query(criteria)), choices)[0] == criteria


CRITERION = {name: name for name in MEASURES} | LISTS | {name: criterion for name, (criterion, _) in DAYS.items()}


def tidy(args: MultiDict[str, str]) -> Query:
    """The same address as this site writes it: two fields that are the ends of a range become one value."""
    written = {name: _tidied(name, [_plain(text) for text in args.getlist(name)[:MOST]]) for name in ORDER}
    return {name: value for name, value in written.items() if value}


def _tidied(name: str, texts: Sequence[str]) -> str | list[str]:
    if name in LISTS:
        chosen = list(dict.fromkeys(filter(None, texts)))
        return [] if name == "status" and chosen == [*ACTIVE] else chosen
    if name in MEASURES:
        low, high = (*texts, "", "")[:2]
        return (f"{low}-{high}" if high else low).rstrip("- ")
    text = next(iter(texts), "")
    return _page(text) if name == "page" else text if text in MEANT.get(name, (text,)) else ""


def _page(text: str) -> str:
    number = int(text[:9]) if text.isascii() and text.isdigit() else 1
    return str(number) if number > 1 else ""


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text[:LONGEST]).split())


def _taken(given: Query, choices: Choices) -> Iterator[tuple[str, Taken]]:
    for name, measure in MEASURES.items():
        yield name, span(given.get(name, ""), measure)
    for name, (_, most) in DAYS.items():
        yield name, days(given.get(name, ""), most)
    subtypes = {option.value for option in choices.subtypes()}
    yield "type", one_of(given.get("type", ()), choices.types.keys(), "a property type")
    yield "subtype", one_of(given.get("subtype", ()), subtypes, "a kind of home")
    yield "status", _status(given.get("status", ACTIVE), {option.value for option in choices.statuses})


def _status(statuses: Sequence[str], known: Collection[str]) -> Taken:
    """Homes that are for sale where nothing else is asked for."""
    if EVERY in statuses:
        return Taken(())
    taken = one_of(statuses, known, "a status")
    return taken if taken.value else Taken(ACTIVE, taken.fault)


def _span(ends: Range) -> str:
    low, high = ("" if end is None else f"{Decimal(end):f}" for end in (ends.low, ends.high))
    return f"{low}-{high}" if high else low
