"""A listing before it becomes Spark's fields."""

from __future__ import annotations

from typing import NamedTuple

from sandbox.homes.house import House
from sandbox.homes.sale import Sale
from sandbox.mls import Mls
from sandbox.people import Agent
from sandbox.responses import Json

Fields = dict[str, Json]


def field_names(text: str) -> frozenset[str]:
    """A set of field names from text, separated by whitespace."""
    return frozenset(text.split())


class Listing(NamedTuple):
    """`id` is the 26-digit ListingKey."""

    id: str
    mls: Mls
    house: House
    sale: Sale
    agent: Agent
    photo_count: int
