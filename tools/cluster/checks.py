"""The checks at the end, after all visitors have stopped: what they were told was done is done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from app.db import Database
from app.session import Cipher, SessionStore
from tools.cluster.cluster import Cluster
from tools.cluster.outcomes import kind_of
from tools.cluster.visitors import PEOPLE, Guest


def broken_promises(cluster: Cluster) -> list[str]:
    """Describe every broken promise."""
    return [*_lost_saves(cluster), *_lost_sessions(cluster)]


def _lost_saves(cluster: Cluster) -> Iterator[str]:
    saved = {person: cluster.sandbox.saved(person) for person in PEOPLE}
    for guest in cluster.crowd.guests:
        for home, told in guest.saved.items():
            if told != (home in saved[guest.person]):
                yield f"visitor {guest.number} was told that {home} is {'saved' if told else 'not saved any more'}"


def _lost_sessions(cluster: Cluster) -> Iterator[str]:
    database = Database(cluster.database.sqlalchemy_url)
    secrets = tuple(filter(None, (cluster.environment["SECRET_KEY"], cluster.environment.get("SECRET_KEY_FALLBACKS"))))
    store = SessionStore(database, Cipher(secrets))
    for guest in cluster.crowd.guests:
        yield from _lost_session(guest, store)
    database.engine.dispose()


def _lost_session(guest: Guest, store: SessionStore) -> Iterator[str]:
    page = guest.browser.get("/home", allow_redirects=False)
    if kind_of(page) != "answered":
        yield f"visitor {guest.number} is not signed in: {page.status_code}"
    stored = store.read(hashlib.sha256(guest.cookie.encode()).digest())
    recent = stored.data.get("recent", []) if stored else []
    if guest.viewed and recent[:1] != [guest.viewed]:
        yield f"visitor {guest.number} viewed {guest.viewed} last; the session has {recent[:1]}"
