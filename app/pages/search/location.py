"""What people type for a place: cities, postal codes, MLS numbers and parts of an address, in one line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from app.pages.search.choices import SearchChoices
from app.spark.sparkql import SearchCriteria

MOST = 20
"""Parts in one line."""
STATES = re.compile(
    "A[LKZR]|C[AOT]|D[EC]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]",
    re.IGNORECASE,
)
ZIP = re.compile(r"(?P<rest>.*?)\s*\b(?P<zip>\d{5})(?:-\d{4})?")
NUMBER = re.compile(r"(?:MLS\s*)?#?\s*(?P<number>[A-Z]{0,4}\d{6,12}|[A-Z]{0,3}\d{2,4}-\d{3,8})", re.IGNORECASE)

Found = list[tuple[str, str]]
"""Names of criteria with a value each."""


def read(text: str, choices: SearchChoices) -> dict[str, tuple[str, ...] | str]:
    """The criteria in a line, divided by commas or semicolons: `1420 Elm Street, Fargo, ND 58102`.

    Cities are known by the MLS's list; without one each part that has no digit counts as a city.
    """
    cities = {city.value.casefold(): city.value for city in choices.cities}
    codes = {code.value for code in choices.postal_codes}
    parts = [" ".join(part.split()) for part in re.split("[,;]", text)[:MOST]]
    found = [pair for part in parts if part for pair in _criteria(part, cities, codes)]
    lists = {name: tuple(dict.fromkeys(value for key, value in found if key == name)) for name in LISTS}
    return {**lists, "street": " ".join(value for key, value in found if key == "street")}


LISTS = ("cities", "postal_codes", "numbers")


def written(criteria: SearchCriteria) -> str:
    """The line that says it."""
    street = (criteria.street,) if criteria.street else ()
    return ", ".join(street + criteria.cities + criteria.postal_codes + criteria.numbers)


def _criteria(part: str, cities: Mapping[str, str], codes: Collection[str]) -> Found:
    if part in codes:
        return [("postal_codes", part)]
    if number := NUMBER.fullmatch(part):
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
