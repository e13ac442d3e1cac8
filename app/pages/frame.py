"""What stands around every signed-in page: the consumer's agent, their MLS, and what it demands."""

from __future__ import annotations

from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from flask import g

from app import session
from app.pages.kept import Kept
from app.sign_in import consumer
from app.spark import carts as listing_carts
from app.spark import people, portal, system
from app.spark.carts import Carts
from app.spark.client import Spark, later
from app.spark.errors import AccountOff, KeyOff, SignInRequired, SparkError
from app.spark.people import Agent, Consumer, Contact
from app.spark.system import System

from .faults import note

T = TypeVar("T")

HOUR = 3600
_kept = Kept(threshold=2000, default_timeout=HOUR)
"""Frames by session, in this process: what they hold stays the same for hours and is never another consumer's."""


@dataclass(frozen=True)
class Frame:
    """`account` is who the consumer is at Spark, `contact` how the agent knows them; these and `agent` are None while
    Spark does not tell. `agents` are all that the consumer works with, `types` the labels of property types by code."""

    account: Consumer | None = None
    contact: Contact | None = None
    agent: Agent | None = None
    agents: tuple[Agent, ...] = ()
    system: System = field(default_factory=System)
    types: dict[str, str] = field(default_factory=dict)

    @property
    def consumer(self) -> str | None:
        """The consumer's name."""
        return self.contact.name if self.contact else None

    @property
    def others(self) -> tuple[Agent, ...]:
        """The agents that the consumer could change to; none while Spark does not tell whose portal this is."""
        return tuple(agent for agent in self.agents if agent != self.agent) if self.agent else ()


class Coming:
    """A frame that is being fetched while the page fetches its own."""

    def __init__(self, api: Spark) -> None:
        self._account, self._contact = later(people.consumer, api), later(people.me, api)
        self._system, self._types = later(system.system, api), later(system.property_types, api)
        self._owner, self._agents = later(portal.owner, api), later(people.agents, api)

    def result(self) -> Frame:
        """The frame, as far as Spark gave it; kept if it is whole. Raises what `panel` raises."""
        account, contact, agents = panel(self._account), panel(self._contact), panel(self._agents)
        owner = panel(self._owner)
        found, types = panel(self._system), panel(self._types)
        agent = next((agent for agent in agents or () if agent.id == owner or len(agents or ()) == 1), None)
        frame = Frame(account, contact, agent, agents or (), found or System(), types or {})
        _note_owner(account)
        if None not in (account, contact, agents, owner, found, types):
            _kept.set(session.key(), frame)
        return frame


def begin() -> None:
    """Start to fetch this request's frame, unless this session has one, and the consumer's carts."""
    g.frame = _of_session() or Coming(consumer.spark())
    g.carts = later(listing_carts.carts, consumer.spark())


def carts() -> Carts | None:
    """The consumer's carts as they are now, fetched once a page; None if Spark does not give them."""
    coming: Future[Carts] | Carts | None = g.pop("carts", None)  # a fetch that fails is asked once, not again
    g.carts = panel(coming) if isinstance(coming, Future) else coming
    found: Carts | None = g.carts
    return found


def frame() -> Frame | None:
    """This request's frame, or the one that this session has; None if there is none, or if it did not come."""
    coming: Frame | Coming | None = g.pop("frame", None) or _of_session()
    g.frame = coming.result() if isinstance(coming, Coming) else coming
    found: Frame | None = g.frame
    return found


def settle() -> None:
    """Before the page of an error: take the frame and the carts if they come, go without them if not."""
    for part in (frame, carts):
        with suppress(SparkError):
            part()


def forget() -> None:
    """The sign-in is over: what was on its way for this request's page is nobody's any more."""
    for name in ("frame", "carts"):
        g.pop(name, None)


def panel(future: Future[T]) -> T | None:
    """The part of a page that this call gives; None if Spark does not, so that the others still show.

    Raises SignInRequired, AccountOff and KeyOff, which no part of a page survives.
    """
    try:
        return future.result()
    except (SignInRequired, AccountOff, KeyOff):
        raise
    except SparkError as error:
        note(error, "part of a page is missing")
        return None


def _note_owner(account: Consumer | None) -> None:
    stored = session.current().stored
    if account and account.id and stored:
        session.interface().store.own(stored, account.id)


def _of_session() -> Frame | None:
    found: Frame | None = _kept.get(session.key()) if session.signed_in() else None
    return found
