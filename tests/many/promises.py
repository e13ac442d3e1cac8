"""What holds at the end, once all visitors have stopped: what they were told was done is done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from app.database import Database
from app.session import Seal, SessionStore

from .record import kind_of
from .stage import Stage
from .visitors import PEOPLE, Guest


def broken(here: Stage) -> list[str]:
    """Every promise that does not hold, in words."""
    return [*_lost_saves(here), *_lost_sessions(here)]


def _lost_saves(here: Stage) -> Iterator[str]:
    saved = {person: here.spark.saved(person) for person in PEOPLE}
    for guest in here.crowd.guests:
        for home, told in guest.saved.items():
            if told != (home in saved[guest.person]):
                yield f"visitor {guest.number} was told that {home} is {'saved' if told else 'not saved any more'}"


def _lost_sessions(here: Stage) -> Iterator[str]:
    database = Database(here.database.sqlalchemy_url)
    secrets = tuple(filter(None, (here.environment["SECRET_KEY"], here.environment.get("SECRET_KEY_FALLBACKS"))))
    store = SessionStore(database, Seal(secrets))
    for guest in here.crowd.guests:
        yield from _lost_of(guest, store)
    database.engine.dispose()


def _lost_of(guest: Guest, store: SessionStore) -> Iterator[str]:
    page = guest.browser.get("/home", allow_redirects=False)
    if kind_of(page) != "answered":
        yield f"visitor {guest.number} is not signed in: {page.status_code}"
    stored = store.read(hashlib.sha256(guest.cookie.encode()).digest())
    recent = stored.data.get("recent", []) if stored else []
    if guest.viewed and recent[:1] != [guest.viewed]:
        yield f"visitor {guest.number} viewed {guest.viewed} last; the session has {recent[:1]}"
