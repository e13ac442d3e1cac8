"""The details of a listing in groups, in the MLS's order: https://sparkplatform.com/docs/api_services/listing_meta/field_order.

The order says where a value stands and what it is called, never that it may be shown: that is for `shown` alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from .client import Spark
from .fact import Fact, Value, in_words, spoken
from .fields import Fields
from .shown import GROUPS, sounds_private

OTHER, FEATURES = "Other details", "Features"


@dataclass(frozen=True)
class Place:
    """Where the MLS shows a field and how it calls it; `custom` fields are its own, `detail` says what kind."""

    group: str
    field: str
    label: str
    custom: bool
    detail: bool


@dataclass(frozen=True)
class Custom:
    """A field of the MLS's own. A `feature` has no value, the home has it or not."""

    group: str
    label: str
    value: str
    feature: bool


@dataclass(frozen=True)
class Group:
    name: str
    facts: tuple[Fact, ...]


def field_order(spark: Spark, type_code: str) -> tuple[Place, ...]:
    """GET `/v1/fields/order/<TypeCode>`: objects of one key, the group, that hold its fields."""
    answer = spark.get(f"fields/order/{quote(type_code, safe='')}")
    named = [(group, item) for part in answer.items("Results") for group in part.names() for item in part.items(group)]
    return tuple(_place(group, item) for group, item in named if item.text("Field"))


def _place(group: str, item: Fields) -> Place:
    name = item.text("Field") or ""
    custom = item.text("Domain") == "CustomFields"
    label = item.text("Label") or (name if custom else in_words(name))
    return Place(group.strip(), name, label, custom, item.flag("Detail") is True)


def custom_fields(item: Fields) -> tuple[Custom, ...]:
    """From `CustomFields` of an item of `Results`, in order; a label may come twice."""
    parts = [
        (kind, part) for whole in item.items("CustomFields") for kind in whole.names() for part in whole.items(kind)
    ]
    pairs = [(kind, name, pair) for kind, part in parts for name in part.names() for pair in part.items(name)]
    told = [(kind, name, label, spoken(pair, label)) for kind, name, pair in pairs for label in pair.names()]
    return tuple(
        Custom(name.strip(), label.strip(), text, kind == "Details")
        for kind, name, label, text in told
        if text and not (kind == "Details" and text != "Yes")
    )


def groups(facts: Mapping[str, Value], custom: tuple[Custom, ...], order: tuple[Place, ...]) -> tuple[Group, ...]:
    """`facts` are values of allowed standard fields by name. What the order does not name comes last; without an order
    ours holds, and no custom field is shown."""
    if not order:
        return _grouped(
            (name, in_words(field), facts[field])
            for name, fields in GROUPS.items()
            for field in fields
            if field in facts
        )
    placed = [place for place in order if not place.custom and place.field in facts]
    named = {place.field for place in placed}
    others = [(OTHER, in_words(field), value) for field, value in facts.items() if field not in named]
    first = {place.field: place for place in reversed(placed)}
    standard = [(place.group, place.label, facts[place.field]) for place in placed if first[place.field] is place]
    return _grouped([*standard, *_of_the_mls(custom, order), *others])


def _of_the_mls(custom: tuple[Custom, ...], order: tuple[Place, ...]) -> Iterator[tuple[str, str, Value]]:
    """Custom fields that the MLS marks as details and that do not sound private; the features of a group in one."""
    open_to_all = [p for p in order if p.custom and p.detail and not sounds_private(p.group, p.field, p.label)]
    labels = {(place.group, place.field): place.label for place in open_to_all}
    features: dict[str, list[str]] = {}
    for one in custom:
        label = labels.get((one.group, one.label))
        if label and one.feature:
            features.setdefault(one.group, []).append(label)
        elif label:
            yield one.group, label, one.value
    yield from ((FEATURES, group, ", ".join(held)) for group, held in features.items())


def _grouped(found: Iterator[tuple[str, str, Value]] | list[tuple[str, str, Value]]) -> tuple[Group, ...]:
    """Groups in the order in which they first come; what stands in one already is not said again."""
    together: dict[str, list[Fact]] = {}
    said: set[tuple[str, Value]] = set()
    for group, label, value in found:
        if (label, value) not in said:
            together.setdefault(group, []).append(Fact(label, value))
        said.add((label, value))
    return tuple(Group(name, tuple(facts)) for name, facts in together.items())
