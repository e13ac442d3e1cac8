"""A labelled value of a listing, ready to be written out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from .fields import Fields
from .shown import AREAS, MONEY

Value = str | bool | Decimal | datetime


@dataclass(frozen=True)
class Fact:
    """`value` is a text, True or False, an amount of money (a Decimal), or an aware time of which the day counts."""

    label: str
    value: Value


def value(fields: Fields, name: str) -> Value | None:
    """The value of a standard field, by what its name says about its kind; a zero says nothing."""
    if name.endswith("YN"):
        return fields.flag(name)
    if name.endswith(("Date", "Timestamp")):
        return fields.moment(name)
    if name in MONEY:
        return fields.number(name) or None
    if name in AREAS:
        area = fields.number(name)
        return f"{area:,.0f} sq ft" if area else None
    text = re.sub(r"(?<=\d)\.0+$", "", fields.words(name) or "")
    return None if text in {"", "0"} else text


def spoken(pair: Fields, label: str) -> str | None:
    """A value under a label of the MLS's own, as text."""
    flag = pair.flag(label)
    return pair.words(label) if flag is None else "Yes" if flag else "No"


def in_words(name: str) -> str:
    """Our own label of a standard field: `OnMarketDate` is "On market date"."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name.removesuffix("YN")).split()
    return " ".join([words[0], *(word if word.isupper() else word.lower() for word in words[1:])])
