"""Which fields an MLS uses, and which values they take: https://sparkplatform.com/docs/api_services/standard_fields."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from .client import Spark
from .fields import Fields


@dataclass(frozen=True)
class Option:
    """A value of a list field and how people write it; `types` are the codes of its property types, none for all."""

    value: str
    label: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standard:
    """A standard field: `label` is the MLS's own word for it, `usable` whether a filter may name it."""

    label: str
    usable: bool


def standard_fields(spark: Spark) -> dict[str, Standard]:
    """GET `/v1/standardfields`: all fields by their names."""
    every = next(iter(spark.get("standardfields").items("Results")), Fields({}))
    return {name: _standard(name, every.inside(name)) for name in every.names()}


def options(spark: Spark, field: str) -> tuple[Option, ...]:
    """GET `/v1/standardfields/<field>`: the values of a list field in the MLS's order."""
    answer = spark.get(f"standardfields/{quote(field, safe='')}")
    described = next(iter(answer.items("Results")), Fields({})).inside(field)
    return tuple(option for item in described.items("FieldList") if (option := _option(item)))


def _standard(name: str, field: Fields) -> Standard:
    return Standard(field.text("Label") or name, bool(field.flag("Searchable")) and _visible(field))


def _visible(field: Fields) -> bool:
    """Whether the MLS uses it: `MlsVisible` is a list of property types, or has one inside; old answers lack it."""
    if "MlsVisible" not in field.names():
        return True
    return bool(field.texts("MlsVisible") or field.inside("MlsVisible").texts("PropertyTypes"))


def _option(item: Fields) -> Option | None:
    """Blanks in front of a name only sort it first, as do those in front of a value."""
    value = item.text("Value") or item.text("Name")
    types = item.texts("AppliesTo") or item.texts("Applies To")
    return Option(value, item.text("Name") or value, types) if value else None
