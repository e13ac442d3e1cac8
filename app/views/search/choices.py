"""The fields and values that the consumer's MLS can search by. Cached for hours, for everyone in that MLS."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.spark import mls
from app.spark.mls import FieldOption, StandardField
from app.views.cache import MlsCache
from app.views.context import page_context

LISTS = ("City", "PostalCode", "PropertySubType", "StandardStatus")
ONLY_ACTIVE = (FieldOption("Active", "Active"),)
_fields: MlsCache[Mapping[str, StandardField]] = MlsCache(lambda api, _: mls.fetch_standard_fields(api))
_options: MlsCache[tuple[FieldOption, ...]] = MlsCache(mls.fetch_options)


@dataclass(frozen=True)
class SearchChoices:
    """`types` are labels by code. What Spark does not tell is empty, and the form accepts what was typed."""

    fields: Mapping[str, StandardField] = field(default_factory=dict)
    lists: Mapping[str, tuple[FieldOption, ...]] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def usable(self) -> frozenset[str] | None:
        """The fields that a filter may name; None if Spark does not tell."""
        return frozenset(name for name, standard in self.fields.items() if standard.searchable) if self.fields else None

    @property
    def cities(self) -> tuple[FieldOption, ...]:
        return self.lists.get("City", ())

    @property
    def postal_codes(self) -> tuple[FieldOption, ...]:
        return self.lists.get("PostalCode", ())

    @property
    def statuses(self) -> tuple[FieldOption, ...]:
        """Sold homes are among them only where the MLS lets consumers search them."""
        return self.lists.get("StandardStatus") or ONLY_ACTIVE

    def subtypes(self, types: tuple[str, ...] = ()) -> tuple[FieldOption, ...]:
        """Those of these property types; all of them if none is given."""
        every = self.lists.get("PropertySubType", ())
        return tuple(item for item in every if not (types and item.types) or set(types) & set(item.types))


def search_choices() -> SearchChoices:
    """Fetch all that is not cached at once; leave out what Spark does not tell."""
    context = page_context()
    fields = _fields.submit(context.mls_key, "every field")
    coming = {name: _options.submit(context.mls_key, name) for name in LISTS}
    lists = {name: options for name, part in coming.items() if (options := part.result())}
    return SearchChoices(fields.result() or {}, lists, context.types)
