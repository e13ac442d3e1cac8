"""The search form: the criteria, and how to show the results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from werkzeug.datastructures import MultiDict

from app.spark import listings
from app.spark.sparkql import Number, Range, SearchCriteria
from app.views.search import chips, query_string
from app.views.search.chips import Chip
from app.views.search.choices import SearchChoices
from app.views.search.query_string import SORTS, Query

STEPS: dict[str, tuple[Number, ...]] = {
    "price": (*range(50_000, 500_001, 50_000), *range(600_000, 1_000_001, 100_000), 1_500_000, 2_000_000, 3_000_000),
    "rent": (*range(500, 2001, 250), 2500, 3000, 4000),
    "beds": (1, 2, 3, 4, 5),
    "baths": (1, Decimal("1.5"), 2, Decimal("2.5"), 3, 4),
    "size": (*range(750, 2001, 250), 2500, 3000, 3500, 4000, 5000),
    "lot": (Decimal("0.25"), Decimal("0.5"), 1, 2, 5, 10, 20, 40),
    "year": (1900, 1920, 1940, *range(1950, 2011, 10), 2015, 2020, 2024),
    "garage": (1, 2, 3),
}
UPFRONT = {"place", "price", "beds", "type", "hidden", "view", "sort", "page"}
NAMED = {
    "postal_codes": "ZIP code", "numbers": "MLS number", "street": "address", "types": "property type",
    "subtypes": "kind of home", "size": "square feet", "lot": "lot size", "year": "year built",
    "garage": "garage spaces", "statuses": "status", "new": "days on the market", "repriced": "price changes",
    "keyword": "words in the text",
}  # fmt: skip


@dataclass(frozen=True)
class SearchForm:
    """`faults` are messages about values that make no sense, by their name in the query string."""

    criteria: SearchCriteria = field(default_factory=SearchCriteria)
    choices: SearchChoices = field(default_factory=SearchChoices)
    faults: Mapping[str, str] = field(default_factory=dict)
    sort: str = "newest"
    number: int = 1
    view: str = ""
    hidden: str = ""

    @classmethod
    def read(cls, args: MultiDict[str, str], choices: SearchChoices) -> SearchForm:
        criteria, faults = query_string.parse(args, choices)
        sort = args.get("sort", "newest")
        sort = sort if sort in _sorts(choices) else "newest"
        number = int(args.get("page", "1"))
        return cls(criteria, choices, faults, sort, number, args.get("view", ""), args.get("hidden", ""))

    def query(self, criteria: SearchCriteria | None = None, **changed: object) -> Query:
        """The address of this search, on its first page, with what is changed."""
        kept = {"sort": self.sort, "view": self.view, "hidden": self.hidden}
        return query_string.build(criteria or self.criteria, **kept | changed)

    @property
    def listings(self) -> listings.ListingQuery:
        _, by, way = SORTS[self.sort]
        return listings.ListingQuery(
            self.criteria.sparkql(self.choices.usable), way + by, parameters=self.criteria.parameters()
        )

    @property
    def sorts(self) -> dict[str, str]:
        """Labels of the orders that Spark can give here."""
        return _sorts(self.choices)

    @property
    def chips(self) -> list[Chip]:
        return chips.chips(self.criteria, self.choices.types)

    @property
    def where(self) -> str:
        return chips.where(self.criteria)

    @property
    def more(self) -> int:
        """How many of the less common filters are set."""
        return len(query_string.build(self.criteria).keys() - UPFRONT)

    @property
    def faulty_inside(self) -> bool:
        """Whether one of them is wrong."""
        return bool(self.faults.keys() - UPFRONT)

    @property
    def cleared(self) -> Query:
        return self.query(SearchCriteria())

    @property
    def of_any_status(self) -> Query:
        return self.query(replace(self.criteria, statuses=()))

    @property
    def place(self) -> str:
        return query_string.location_text(self.criteria)

    @property
    def statuses(self) -> list[tuple[str, str]]:
        """Values and labels."""
        return [(option.value, option.label) for option in self.choices.statuses]

    @property
    def subtypes(self) -> list[tuple[str, str]]:
        """Values and labels of those that the chosen types have."""
        return [(option.value, option.label) for option in self.choices.subtypes(self.criteria.types)]

    @property
    def left_out(self) -> list[str]:
        """The criteria that this MLS cannot search by, in words."""
        return [NAMED.get(name, name) for name in self.criteria.unsupported(self.choices.usable)]

    @property
    def wider(self) -> SearchCriteria | None:
        """The same with 10 % more room for the price; None if no price is asked for."""
        low, high = self.criteria.price.low, self.criteria.price.high
        wider = Range(low and int(low * 9 // 10), high and int(-(-high * 11 // 10)))
        return replace(self.criteria, price=wider) if wider else None

    def steps(self, name: str) -> list[Number]:
        """The options for one end of a range, always including the current value."""
        span: Range = getattr(self.criteria, name)
        offered = STEPS["rent" if name == "price" and self._renting else name]
        return sorted({*offered, *(end for end in (span.low, span.high) if end is not None)})

    @property
    def _renting(self) -> bool:
        labels = [self.choices.types.get(code, "").casefold() for code in self.criteria.types]
        return bool(labels) and all("rent" in label or "lease" in label for label in labels)


def _sorts(choices: SearchChoices) -> dict[str, str]:
    usable = choices.usable
    return {key: label for key, (label, by, _) in SORTS.items() if usable is None or by in usable or key == "newest"}
