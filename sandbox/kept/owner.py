"""Whose shelf a call is about."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sandbox.access import current
from sandbox.people import Agent, Consumer


class Owner(NamedTuple):
    """A consumer as the contact of one agent (`id` is the contact's), or an agent (`id` is the agent's)."""

    id: str
    person: Consumer | Agent
    agent: Agent

    @property
    def is_consumer(self) -> bool:
        return isinstance(self.person, Consumer)

    @property
    def mls_id(self) -> str:
        return self.agent.mls.id

    def time(self, days_ago: float = 0) -> str:
        """Now or earlier, by the clock of the MLS, with its offset: `2026-03-02T09:15:00-06:00`."""
        moment = datetime.now(ZoneInfo(self.agent.mls.zone)) - timedelta(days=days_ago)
        return moment.isoformat(timespec="seconds")


def current_owner() -> Owner:
    """Of the request at hand: a consumer's other agents have other shelves."""
    person, agent = current().person, current().agent
    if not isinstance(person, Consumer):
        return Owner(person.id, person, agent)
    return Owner(next(link.contact_id for link in person.links if link.agent == agent), person, agent)
