"""The state of one running sandbox. It lives in the Flask app, so two sandboxes share nothing."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from flask import current_app

from sandbox.authorization_requests import AuthorizationRequests
from sandbox.clients import CLIENTS, Client
from sandbox.faults import FaultRegistry
from sandbox.people import PORTALS, Portal
from sandbox.responses import Json
from sandbox.storage.store import Storage
from sandbox.tokens import TokenStore


@dataclass
class State:
    """`delay` holds back each API response, except grants and deletions, for this many seconds.

    `callback` is one more registered redirect URI, beside those of this machine.
    """

    delay: float = 0.0
    callback: str | None = None
    clients: dict[str, Client] = field(default_factory=lambda: {client.id: client for client in CLIENTS})
    portals: dict[str, Portal] = field(default_factory=lambda: {portal.name: portal for portal in PORTALS})
    tokens: TokenStore = field(default_factory=TokenStore)
    authorization_requests: AuthorizationRequests = field(default_factory=AuthorizationRequests)
    storage: Storage = field(default_factory=Storage)
    faults: FaultRegistry = field(default_factory=FaultRegistry)
    request_log: deque[Json] = field(default_factory=lambda: deque(maxlen=1000))


def state() -> State:
    found: State = current_app.extensions["sandbox"]
    return found


def find_portal(name: str) -> Portal | None:
    found = state().portals.get(name.lower())
    return found if found and found.enabled else None


def portal_of_agent(agent_id: str) -> Portal | None:
    return next((portal for portal in state().portals.values() if portal.owner_id == agent_id), None)
