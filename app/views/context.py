"""What surrounds every signed-in page: the consumer, their agent, their MLS, their saved homes, and flash messages.

The first use in a request starts all calls that are needed, beside the page's own calls. Each part is cached by
itself, so one part that Spark refuses does not repeat the other calls.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast

from flask import current_app, flash, g, get_flashed_messages, request

from app import session
from app.auth.access import audience, spark_client
from app.spark import accounts
from app.spark import carts as listing_carts
from app.spark import mls as mls_system
from app.spark.accounts import Agent, Consumer, Contact
from app.spark.carts import ListingCarts
from app.spark.client import submit
from app.spark.errors import SparkError
from app.spark.mls import SystemInfo
from app.views.cache import HOUR, Fetching, Kept, MlsCache, SessionCache
from app.views.error_messages import optional

_account: SessionCache[Consumer] = SessionCache(HOUR)
_contact: SessionCache[Contact] = SessionCache(HOUR)
_agents: SessionCache[tuple[Agent, ...]] = SessionCache(HOUR)
_owner: SessionCache[str] = SessionCache(HOUR)
_system: MlsCache[SystemInfo] = MlsCache(lambda api, _: mls_system.fetch_system_info(api), seconds_missing=0)
_types: MlsCache[dict[str, str]] = MlsCache(lambda api, _: mls_system.fetch_property_types(api), seconds_missing=0)
CACHES = (_account, _contact, _agents, _owner, _system, _types)

Flash = dict[str, Any]
"""What a change did: `text`; and if it can be undone `undo`, the address to post to, with the form's `fields`."""


@dataclass(frozen=True)
class PageContext:
    """`account` is the consumer's Spark account, `contact` the agent's record of them, `agent` owns this portal: each
    is None while Spark does not tell. `agents` are all agents of the consumer, `types` the labels of property
    types by code."""

    account: Consumer | None = None
    contact: Contact | None = None
    agent: Agent | None = None
    agents: tuple[Agent, ...] = ()
    system: SystemInfo = field(default_factory=SystemInfo)
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def consumer_name(self) -> str | None:
        return self.contact.name if self.contact else None

    @property
    def other_agents(self) -> tuple[Agent, ...]:
        """The agents that the consumer could change to; none while Spark does not tell whose portal this is."""
        return tuple(agent for agent in self.agents if agent != self.agent) if self.agent else ()

    @property
    def mls_key(self) -> str:
        """Names the MLS in an `MlsCache`; the session while Spark does not tell which MLS it is."""
        return self.system.mls_id or session.cache_key()


def page_context() -> PageContext:
    """The context of this page; on a public page only its cached parts. Raises what `optional` raises."""
    if not session.signed_in():
        return PageContext()
    if "page_context" not in g:
        try:
            g.page_context = _fetched() if _may_fetch() else _kept()
        except SparkError:
            g.page_context = _kept()  # for the error page
            raise
    found: PageContext = g.page_context
    return found


def carts() -> ListingCarts | None:
    """The consumer's carts as they are now, fetched once a page; None if Spark does not give them."""
    if not session.signed_in():
        return None
    _start()
    coming: Future[ListingCarts] | ListingCarts | None = g.carts
    g.carts = None  # the error page does without
    g.carts = optional(coming) if isinstance(coming, Future) else coming
    found: ListingCarts | None = g.carts
    return found


def settle() -> None:
    """Before an error page: wait for calls in progress and ignore failures. Starts no call if none was made yet."""
    if session.signed_in() and "spark" not in g:
        g.carts, g.page_context = None, _kept()
    for part in (page_context, carts):
        with suppress(SparkError):
            part()


def message(text: str, undo: str | None = None, **fields: str) -> Flash:
    return {"text": text, "undo": undo, "fields": fields}


def flash_once(text: str, undo: str | None = None, **fields: str) -> None:
    """Flash this alone: an older message that nobody has seen yet is dropped."""
    flash_message(message(text, undo, **fields))


def flash_message(shown: Flash) -> None:
    session.current_session().pop("_flashes", None)
    flash(shown)  # type: ignore[arg-type]  # Flask's type says text; any value that the session can hold works


def flashes() -> list[Flash]:
    """Messages for this page. A HEAD request leaves them in the session."""
    if request.method != "GET" or not session.signed_in():
        return []
    return cast("list[Flash]", get_flashed_messages())


def _start() -> None:
    """Start all calls at once, the first time in this request."""
    if "carts" in g:
        return
    g.carts, g.parts = None, (Kept(), Kept(), Kept())
    if _may_fetch():
        g.carts = submit(listing_carts.fetch_carts, spark_client())
        g.parts = (
            _account.submit(accounts.fetch_consumer),
            _contact.submit(accounts.fetch_contact),
            _agents.submit(accounts.fetch_agents),
        )


def _may_fetch() -> bool:
    """Static pages use cached values only."""
    view = current_app.view_functions.get(request.endpoint or "")
    return view is not None and audience(view) == "consumer"


def _kept() -> PageContext:
    agents = _agents.get() or ()
    mls = _shared_by(agents)
    return PageContext(
        _account.get(),
        _contact.get(),
        _agent(agents, _owner.get()),
        agents,
        _system.get(mls, "system") or SystemInfo(),
        _types.get(mls, "types") or {},
    )


def _fetched() -> PageContext:
    _start()
    account, contact, agents = (part.result() for part in g.parts)
    mls = _shared_by(agents or ())
    system, types = _system.submit(mls, "system"), _types.submit(mls, "types")
    owner = _owner.submit(accounts.fetch_portal_owner).result() if len(agents or ()) > 1 else None
    if isinstance(g.parts[0], Fetching):
        _note_owner(account)
    return PageContext(
        account,
        contact,
        _agent(agents or (), owner),
        agents or (),
        system.result() or SystemInfo(),
        types.result() or {},
    )


def _shared_by(agents: tuple[Agent, ...]) -> str:
    """The cache key of the MLS: one agent means one MLS; several agents may belong to different ones."""
    return (agents[0].id if len(agents) == 1 else None) or session.cache_key()


def _agent(agents: tuple[Agent, ...], owner: str | None) -> Agent | None:
    """The owner of this portal."""
    return next((agent for agent in agents if agent.id == owner or len(agents) == 1), None)


def _note_owner(account: Consumer | None) -> None:
    """Record the consumer as owner of the session, so that they can end it from another browser."""
    stored = session.current_session().row
    if account and account.id and stored:
        session.session_interface().store.set_owner(stored, account.id)
