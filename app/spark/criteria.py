"""What a buyer looks for, as a value: written as SparkQL, and read back from it.

Criteria(cities=("Fargo",), price=Range(200_000, 400_000)).filter()
City Eq 'Fargo' And ListPrice Bt 200000,400000 And StandardStatus Eq 'Active'

One condition a field, joined by And: see https://sparkplatform.com/docs/api_services/saved_searches/restrictions.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from . import sparkql
from .conditions import ANY, Range, Value, conditions

__all__ = ["ACTIVE", "ANY", "SPELLED", "Criteria", "Range"]

ACTIVE = ("Active",)


@dataclass(frozen=True)
class Criteria:
    """Texts are the MLS's own values, except `street` and `keyword`, which are parts of a text in any case.

    `price` in dollars, `size` in square feet, `lot` in acres; `new` and `repriced` are "within the last so many
    days", `open_house` within the next. No `statuses` means all of them.
    """

    cities: tuple[str, ...] = ()
    postal_codes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    street: str = ""
    price: Range = ANY
    beds: Range = ANY
    types: tuple[str, ...] = ()
    subtypes: tuple[str, ...] = ()
    baths: Range = ANY
    size: Range = ANY
    lot: Range = ANY
    year: Range = ANY
    garage: Range = ANY
    statuses: tuple[str, ...] = ACTIVE
    new: int | None = None
    repriced: int | None = None
    open_house: int | None = None
    keyword: str = ""

    def filter(self, usable: Collection[str] | None = None) -> str:
        """SparkQL of the fields that are `usable`; None stands for all of them."""
        chosen = ((getattr(self, name), _field(name, usable)) for name in SPELLED)
        return sparkql.both(*(_condition(field, value) for value, field in chosen if field))

    def plain(self) -> dict[str, str]:
        """Spark's search parameters, which go beside the filter."""
        return {"OpenHouses": str(self.open_house)} if self.open_house else {}

    def unusable(self, usable: Collection[str] | None) -> tuple[str, ...]:
        """The criteria that no usable field carries, by their names here: the filter is without them."""
        return tuple(name for name in SPELLED if getattr(self, name) and not _field(name, usable))

    @classmethod
    def of_filter(cls, text: str) -> Criteria | None:
        """The criteria that write this filter; None if there are none that do."""
        found = _named(text)
        if found is None or not all(_fits(name, value) for name, value in found.items()):
            return None
        given: dict[str, Any] = {"statuses": (), **found}
        criteria = cls(**given)
        return criteria if _named(criteria.filter()) == found else None


SPELLED = {
    "cities": ("City",),
    "postal_codes": ("PostalCode",),
    "numbers": ("ListingId",),
    "street": ("UnparsedFirstLineAddress",),
    "price": ("ListPrice",),
    "beds": ("BedsTotal",),
    "types": ("PropertyType",),
    "subtypes": ("PropertySubType",),
    "baths": ("BathsTotal", "BathsFull"),
    "size": ("BuildingAreaTotal", "LivingArea"),
    "lot": ("LotSizeAcres",),
    "year": ("YearBuilt",),
    "garage": ("GarageSpaces",),
    "statuses": ("StandardStatus",),
    "new": ("OnMarketDate",),
    "repriced": ("PriceChangeTimestamp",),
    "keyword": ("PublicRemarks",),
}
"""The standard field of each criterion, then the one of those MLSs that do not use it."""
CRITERION = {field: name for name, spelled in SPELLED.items() for field in spelled}
EMPTY = {field.name: field.default for field in fields(Criteria)}


def _field(name: str, usable: Collection[str] | None) -> str | None:
    return next((field for field in SPELLED[name] if usable is None or field in usable), None)


def _condition(field: str, value: Value | None) -> str:
    if isinstance(value, Range):
        return sparkql.between(field, value.low, value.high)
    if isinstance(value, tuple):
        return sparkql.eq(field, *value)
    return sparkql.contains(field, value) if isinstance(value, str) else sparkql.since(field, value)


def _named(text: str) -> dict[str, Value] | None:
    """The values in a filter by criterion; None if it says something else, or something twice."""
    found = conditions(text)
    named = {CRITERION.get(field, ""): value for field, value in found or ()}
    return None if found is None or "" in named or len(named) < len(found) else named


def _fits(name: str, value: Value) -> bool:
    empty = EMPTY[name]
    return isinstance(value, int if empty is None else type(empty))
