"""What people type for a place: cities, postal codes, MLS numbers and parts of an address, in one line.

The address is the state: `/search?place=Fargo&price=200000-400000&beds=3&type=A`, in one order, without blanks.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from werkzeug.datastructures import MultiDict

from app.spark.sparkql import ACTIVE, Number, Range, SearchCriteria
from app.views.search.choices import SearchChoices

MAX_PLACES = 20
"""Parts in one line."""
STATES = re.compile(
    "A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]",
    re.IGNORECASE,
)
ZIP = re.compile(r"(?P<rest>.*?)\s*\b(?P<zip>\d{5})(?:-\d{4})?")
MLS_NUMBER = re.compile(r"(?:MLS\s*)?#?\s*(?P<number>[A-Z]{0,4}\d{6,12}|[A-Z]{0,3}\d{2,4}-\d{3,8})", re.IGNORECASE)

Found = list[tuple[str, str]]
"""Names of criteria with a value each."""


def parse_location(text: str, choices: SearchChoices) -> dict[str, tuple[str, ...] | str]:
    """The criteria in a line, divided by commas or semicolons: `1420 Elm Street, Fargo, ND 58102`.

    Cities are known by the MLS's list; without one each part that has no digit counts as a city.
    """
    cities = {city.value.casefold(): city.value for city in choices.cities}
    codes = {code.value for code in choices.postal_codes}
    parts = [" ".join(part.split()) for part in re.split("[,;]", text)[:MAX_PLACES]]
    found = [pair for part in parts if part for pair in _criteria(part, cities, codes)]
    lists = {name: tuple(dict.fromkeys(value for key, value in found if key == name)) for name in PLACE_LISTS}
    return {**lists, "street": " ".join(value for key, value in found if key == "street")}


PLACE_LISTS = ("cities", "postal_codes", "numbers")


def location_text(criteria: SearchCriteria) -> str:
    """The line that says it."""
    street = (criteria.street,) if criteria.street else ()
    return ", ".join(street + criteria.cities + criteria.postal_codes + criteria.numbers)


def _criteria(part: str, cities: Mapping[str, str], codes: Collection[str]) -> Found:
    if part in codes:
        return [("postal_codes", part)]
    if number := MLS_NUMBER.fullmatch(part):
        return [("numbers", number["number"].upper())]
    zipped = ZIP.fullmatch(part)
    town = _town((zipped["rest"] if zipped else part).split(), cities)
    if town is None:
        return [("street" if cities or re.search(r"\d", part) else "cities", part)]
    return [*town, ("postal_codes", zipped["zip"])] if zipped else town


def _town(words: Sequence[str], cities: Mapping[str, str]) -> Found | None:
    """A city with what stands around it, as in `Elm St Fargo ND`; nothing for a mere state, None if it is no town."""
    plain = words[:-1] if words and STATES.fullmatch(words[-1]) else words
    for named in (words, plain):
        for at in range(len(named)):
            if city := cities.get(" ".join(named[at:]).casefold()):
                return [*([("street", " ".join(named[:at]))] if at else []), ("cities", city)]
    return None if plain else []


NUMBER = re.compile(r"\$?\s*(?P<digits>\d[\d,]{0,14}(?:\.\d{1,4})?|\.\d{1,4})\s*(?P<unit>[kKmM]?)")
UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
CODE = re.compile(r"[\w /&.'()-]{1,60}")
LISTS = {"type": "types", "subtype": "subtypes", "status": "statuses"}
DAYS = {"new": ("new", 365), "repriced": ("repriced", 365), "open": ("open_house", 30)}
EVERY = "any"
"""The value of `status` that searches all statuses."""
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


class Parsed(NamedTuple):
    """`value` is what is left of what was given, `fault` what to tell about the rest; blank if all was parsed."""

    value: object
    fault: str = ""


class Measure(NamedTuple):
    """What a range is of: `what` and `example` in words, its bounds, and whether parts of one make sense."""

    what: str
    example: str
    least: int
    most: int
    whole: bool = True


MEASURES = {
    "price": Measure("a price", "200000-400000", 0, 999_999_999),
    "beds": Measure("a number of bedrooms", "3", 0, 50),
    "baths": Measure("a number of baths", "1.5", 0, 50, whole=False),
    "size": Measure("a size in square feet", "1200-2500", 0, 9_999_999),
    "lot": Measure("a lot size in acres", "0.5-10", 0, 999_999, whole=False),
    "year": Measure("a year", "1990-2010", 1600, 2200),
    "garage": Measure("a number of garage spaces", "2", 0, 50),
}


CRITERION = {name: name for name in MEASURES} | LISTS | {name: criterion for name, (criterion, _) in DAYS.items()}


def build(criteria: SearchCriteria, **more: object) -> Query:
    """For `url_for("search.show", **build(criteria, sort="price"))`."""
    given = {"place": location_text(criteria), "keyword": criteria.keyword} | {
        **{name: _span(getattr(criteria, name)) for name in MEASURES},
        **{name: getattr(criteria, criterion) or "" for name, (criterion, _) in DAYS.items()},
    }
    lists = {name: list(getattr(criteria, criterion)) for name, criterion in LISTS.items()}
    lists["status"] = lists["status"] or [EVERY]
    return canonical(MultiDict({**{name: [str(value)] for name, value in {**given, **more}.items()}, **lists}))


def parse(args: MultiDict[str, str], choices: SearchChoices) -> tuple[SearchCriteria, dict[str, str]]:
    """What an address asks for, and what is wrong with it: words by the name of the value. Raises nothing."""
    given = canonical(args)
    found = dict(_parsed(given, choices))
    values: dict[str, Any] = {CRITERION[name]: parsed.value for name, parsed in found.items()}
    values |= parse_location(given.get("place", ""), choices)
    return SearchCriteria(keyword=given.get("keyword", ""), **values), {
        name: parsed.fault for name, parsed in found.items() if parsed.fault
    }


def expressible(criteria: SearchCriteria, choices: SearchChoices) -> bool:
    """Whether a query string can express exactly these criteria."""
    return parse(MultiDict(build(criteria)), choices)[0] == criteria


def canonical(args: MultiDict[str, str]) -> Query:
    """The same address as this site writes it: two fields that are the ends of a range become one value."""
    written = {name: _canonical(name, [_plain(text) for text in args.getlist(name)[:MOST]]) for name in ORDER}
    return {name: value for name, value in written.items() if value}


def _canonical(name: str, texts: Sequence[str]) -> str | list[str]:
    if name in LISTS:
        chosen = list(dict.fromkeys(filter(None, texts)))
        return [] if name == "status" and chosen == [*ACTIVE] else chosen
    if name in MEASURES:
        low, high = (*texts, "", "")[:2]
        return (f"{low}-{high}" if high else low).rstrip("- ")
    text = next(iter(texts), "")
    if name == "page":
        return _page(text)
    return text if text in MEANT.get(name, (text,)) else ""


def _page(text: str) -> str:
    number = int(text[:9]) if text.isascii() and text.isdigit() else 1
    return str(number) if number > 1 else ""


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text[:LONGEST]).split())


def _parsed(given: Query, choices: SearchChoices) -> Iterator[tuple[str, Parsed]]:
    for name, measure in MEASURES.items():
        yield name, span(given.get(name, ""), measure)
    for name, (_, most) in DAYS.items():
        yield name, days(given.get(name, ""), most)
    subtypes = {option.value for option in choices.subtypes()}
    yield "type", one_of(given.get("type", ()), choices.types.keys(), "a property type")
    yield "subtype", one_of(given.get("subtype", ()), subtypes, "a kind of home")
    yield "status", _status(given.get("status", ACTIVE), {option.value for option in choices.statuses})


def _status(statuses: Sequence[str], known: Collection[str]) -> Parsed:
    """Homes that are for sale where nothing else is asked for."""
    if EVERY in statuses:
        return Parsed(())
    parsed = one_of(statuses, known, "a status")
    return parsed if parsed.value else Parsed(ACTIVE, parsed.fault)


def _span(ends: Range) -> str:
    low, high = ("" if end is None else f"{Decimal(end):f}" for end in (ends.low, ends.high))
    return f"{low}-{high}" if high else low


def span(text: str, measure: Measure) -> Parsed:
    """`200000-400000`, `200000` for "or more", `-400000` for "or less"; ends in the wrong order change places."""
    low, _, high = text.replace("–", "-").partition("-")
    ends = [_number(end, measure) for end in (low, high)]
    wrong = [end.strip() for end, number in zip((low, high), ends, strict=True) if end.strip() and number is None]
    least, most = ends[0] or None, ends[1]
    if least is not None and most is not None and least > most:
        least, most = most, least
    fault = f"“{wrong[0]}” is not {measure.what}. Write it like {measure.example}." if wrong else ""
    return Parsed(Range(least, most), fault)


def one_of(values: Sequence[str], known: Collection[str], what: str) -> Parsed:
    """Values that the MLS has; if it does not list them, those that look like a value."""
    wrong = [value for value in values if not (value in known if known else CODE.fullmatch(value))]
    fault = f"“{wrong[0]}” is not {what} here; it was left out." if wrong else ""
    return Parsed(tuple(value for value in values if value not in wrong), fault)


def days(text: str, most: int) -> Parsed:
    if not text:
        return Parsed(None)
    if text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= most and len(text) < 5:
        return Parsed(int(text))
    return Parsed(None, f"“{text}” is not a number of days from 1 to {most}; it was left out.")


def _number(text: str, measure: Measure) -> Number | None:
    found = NUMBER.fullmatch(text.strip())
    if not found:
        return None
    number = Decimal(found["digits"].replace(",", "")) * UNITS[found["unit"].lower()]
    if not measure.least <= number <= measure.most:
        return None
    return int(number) if measure.whole or number == int(number) else number.normalize()
