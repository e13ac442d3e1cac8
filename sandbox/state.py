"""All that one running sandbox remembers. It lives in the Flask app, so that two sandboxes share nothing."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from flask import current_app

from sandbox.clients import CLIENTS, Client
from sandbox.envelope import Json
from sandbox.kept.store import Kept
from sandbox.ledger import Ledger
from sandbox.people import PORTALS, Portal
from sandbox.progress import SignIns
from sandbox.switchboard import Switchboard


@dataclass
class State:
    """`delay` is in seconds and holds back every answer of the API except grants and deletions.

    `callback` is a registered redirect URI beside those of this machine.
    """

    delay: float = 0.0
    callback: str | None = None
    clients: dict[str, Client] = field(default_factory=lambda: {client.id: client for client in CLIENTS})
    portals: dict[str, Portal] = field(default_factory=lambda: {portal.name: portal for portal in PORTALS})
    ledger: Ledger = field(default_factory=Ledger)
    sign_ins: SignIns = field(default_factory=SignIns)
    kept: Kept = field(default_factory=Kept)
    switchboard: Switchboard = field(default_factory=Switchboard)
    seen: deque[Json] = field(default_factory=lambda: deque(maxlen=1000))


def state() -> State:
    found: State = current_app.extensions["sandbox"]
    return found


def open_portal(name: str) -> Portal | None:
    found = state().portals.get(name.lower())
    return found if found and found.enabled else None


def portal_of(agent_id: str) -> Portal | None:
    return next((portal for portal in state().portals.values() if portal.owner_id == agent_id), None)
