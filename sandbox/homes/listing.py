"""What a listing is made of, before it is put into Spark's words."""

from __future__ import annotations

from typing import NamedTuple

from sandbox.envelope import Json
from sandbox.homes.house import House
from sandbox.homes.sale import Sale
from sandbox.mls import Mls
from sandbox.people import Agent

Fields = dict[str, Json]


class Listing(NamedTuple):
    """`id` is the 26-digit ListingKey."""

    id: str
    mls: Mls
    house: House
    sale: Sale
    agent: Agent
    photo_count: int
