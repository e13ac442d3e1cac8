"""What can be searched by in the consumer's MLS, and which values there are. The same for everyone there, for hours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.pages import frame
from app.pages.of_the_mls import OfTheMls
from app.spark import metadata
from app.spark.metadata import Option, Standard

LISTS = ("City", "PostalCode", "PropertySubType", "StandardStatus")
ONLY_ACTIVE = (Option("Active", "Active"),)
_fields: OfTheMls[Mapping[str, Standard]] = OfTheMls(lambda api, _: metadata.standard_fields(api), {})
_options: OfTheMls[tuple[Option, ...]] = OfTheMls(metadata.options, ())


@dataclass(frozen=True)
class Choices:
    """`types` are labels by code. What Spark does not tell is empty: then everything is taken as it is typed."""

    fields: Mapping[str, Standard] = field(default_factory=dict)
    lists: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def usable(self) -> frozenset[str] | None:
        """The fields that a filter may name; None if Spark does not tell."""
        return frozenset(name for name, standard in self.fields.items() if standard.usable) if self.fields else None

    @property
    def cities(self) -> tuple[Option, ...]:
        return self.lists.get("City", ())

    @property
    def postal_codes(self) -> tuple[Option, ...]:
        return self.lists.get("PostalCode", ())

    @property
    def statuses(self) -> tuple[Option, ...]:
        """Sold homes are among them only where the MLS lets consumers search them."""
        return self.lists.get("StandardStatus") or ONLY_ACTIVE

    def subtypes(self, types: tuple[str, ...] = ()) -> tuple[Option, ...]:
        """Those of these property types; all of them if none is given."""
        every = self.lists.get("PropertySubType", ())
        return tuple(item for item in every if not (types and item.types) or set(types) & set(item.types))


def choices() -> Choices:
    """All that is not known yet is asked for at once; what Spark does not tell is left out."""
    around = frame.frame()
    fields, coming = _fields.begin("every field"), {name: _options.begin(name) for name in LISTS}
    lists = {name: options for name, part in coming.items() if (options := part.result())}
    return Choices(fields.result(), lists, around.types if around else {})
