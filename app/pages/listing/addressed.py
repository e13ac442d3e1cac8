"""The addresses that an MLS demands beside a home: no fields of a listing, but of its agent's and office's accounts."""

from __future__ import annotations

from dataclasses import replace

from app.pages import frame
from app.pages.of_the_mls import OfTheMls
from app.spark import people
from app.spark.listing import Listing
from app.spark.system import System

_addresses = OfTheMls(people.address, "")
"""By the ids of accounts."""
DEMANDED = {"ListOfficeAddress": "office_id", "ListMemberAddress": "agent_id"}
"""Whose address it is, by the name under which it is demanded."""


class Addressed:
    """A home with those addresses on their way, as far as its MLS demands them on the page of a home."""

    def __init__(self, home: Listing) -> None:
        around = frame.frame()
        required = (around.system if around else System()).required(home.mls_id, detail=True)
        ids = {name: getattr(home.credit, owner) if name in required else None for name, owner in DEMANDED.items()}
        self._home = home
        self._office, self._agent = (_addresses.begin(ids[name]) for name in ("ListOfficeAddress", "ListMemberAddress"))

    def result(self) -> Listing:
        office, agent = self._office.result() or None, self._agent.result() or None
        return replace(self._home, credit=replace(self._home.credit, office_address=office, agent_address=agent))
