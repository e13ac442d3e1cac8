"""Rate limits, counted in SQL, so that all processes of a portal share one count. Pages are counted in each process.

Keys are HMACs, so the table reveals no names or IP addresses.
"""

from __future__ import annotations

import hmac
import math
import re
import threading
import time
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any, cast

import sqlalchemy as sa
from flask import current_app, request
from sqlalchemy.dialects import postgresql, sqlite

from app.db import Database, now, tallies
from app.session.crypto import derive_key


@dataclass(frozen=True)
class Limit:
    """`max_hits` hits in a window of `seconds`, which the first hit opens. Limits of one name count together."""

    name: str
    max_hits: int
    seconds: int


SIGN_INS = Limit("sign-ins by address", 60, 600)
"""A class of thirty people behind one address signs in twice."""
STRAY_CALLBACKS = Limit("stray callbacks by address", 60, 600)
PASSWORDS_BY_NAME = Limit("password by name", 5, 900)
PASSWORDS_BY_IP = Limit("password by address", 20, 900)
PAGES = Limit("pages", 90, 60)
CHANGES = Limit("changes", 60, 60)
EMAILS = Limit("letters in ten minutes", 5, 600)
EMAILS_A_DAY = Limit("letters in a day", 20, 86_400)
SAME_EMAIL = Limit("the same letter", 1, 60)
"""The same message again within a minute is a button that was pressed twice."""

WITH_PORT = re.compile(r"\[(.+)\](?::\d+)?|([\d.]+):\d+")
"""How some proxies write an address; each connection has another port."""
INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class RateLimitExceeded(Exception):
    """Somebody must wait for `seconds`; `title` and `advice` tell them why."""

    def __init__(self, seconds: int, title: str = "", advice: str = "") -> None:
        super().__init__(title or "rate limit exceeded")
        self.seconds, self.title, self.advice = seconds, title, advice


@dataclass
class Window:
    """The hits of one visitor until `ends` (monotonic clock, in seconds)."""

    ends: float
    hits: int = 0


class ProcessWindows:
    """Counts in the memory of this process, for one limit."""

    def __init__(self) -> None:
        self._windows: dict[str, Window] = {}
        self._lock = threading.Lock()

    def hit(self, limit: Limit, whose: str) -> int:
        """Count one: 0 to go on, or the seconds to wait if it was too much."""
        present = time.monotonic()
        with self._lock:
            while self._windows and (oldest := next(iter(self._windows.items())))[1].ends <= present:
                del self._windows[oldest[0]]
            window = self._windows.setdefault(whose, Window(present + limit.seconds))
            window.hits += 1
            return max(math.ceil(window.ends - present), 1) if window.hits > limit.max_hits else 0


class RateLimiter:
    def __init__(self, database: Database, secret: str) -> None:
        self._database, self._key = database, derive_key(secret, "tallies")
        self.windows = ProcessWindows()

    def hit(self, limit: Limit, whose: str) -> int:
        """Count one: 0 to go on, or the seconds to wait if it was too much. Raises SQLAlchemyError."""
        statement = _increment(INSERT[self._database.engine.dialect.name], self._id(limit, whose), limit.seconds)
        with self._database.write() as connection:
            count, left = connection.execute(statement).one()
        return max(math.ceil(left), 1) if count > limit.max_hits else 0

    def clear(self, limit: Limit, whose: str) -> None:
        """Forget what was counted."""
        with self._database.write() as connection:
            connection.execute(tallies.delete().where(tallies.c.id == self._id(limit, whose)))

    def _id(self, limit: Limit, whose: str) -> bytes:
        return hmac.digest(self._key, f"{limit.name} {whose}".encode("utf-8", "replace"), "sha256")


def limiter() -> RateLimiter:
    return cast("RateLimiter", current_app.extensions["rate_limiter"])


def limit_sign_ins() -> None:
    """Raises RateLimitExceeded."""
    if seconds := limit_by_ip(SIGN_INS):
        raise RateLimitExceeded(seconds, "Many people on your network are signing in right now")


def limit_callbacks() -> None:
    """For callbacks that belong to no sign-in of this browser; others were counted as they started.

    Raises RateLimitExceeded.
    """
    if seconds := limit_by_ip(STRAY_CALLBACKS):
        advice = "They came from your network; nothing is lost."
        raise RateLimitExceeded(seconds, "Too many sign-ins did not finish", advice)


def limit_pages(whose: str) -> None:
    """No bulk reading. Each process counts for itself, so that a page costs no SQL statement for it.

    Raises RateLimitExceeded.
    """
    if seconds := limiter().windows.hit(PAGES, whose):
        advice = "The MLS asks us to keep programs from copying its homes."
        raise RateLimitExceeded(seconds, "That was faster than people read", advice)


def limit_changes(whose: str) -> None:
    """Raises RateLimitExceeded."""
    if seconds := limiter().hit(CHANGES, whose):
        raise RateLimitExceeded(seconds, "That was a lot in one minute", "Your last change was not made.")


def limit_emails(whose: str) -> None:
    """Raises RateLimitExceeded."""
    for limit in (EMAILS, EMAILS_A_DAY):
        if seconds := limiter().hit(limit, whose):
            raise RateLimitExceeded(seconds)


def limit_by_ip(limit: Limit) -> int:
    """Count this request for the network that it comes from: as `RateLimiter.hit`.

    Loopback is not counted: behind a proxy that TRUSTED_PROXIES does not name, all visitors have that address.
    """
    whose = subnet(request.remote_addr or "")
    return limiter().hit(limit, whose) if whose else 0


def subnet(address: str) -> str:
    """What an address counts as: for IPv6 the /64 that one household has. Blank for loopback."""
    found = WITH_PORT.fullmatch(address)
    try:
        ip = ip_address(found[1] or found[2] if found else address)
    except ValueError:  # a socket file, or whatever a trusted proxy calls its visitors
        return address
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip
    if ip.is_loopback:
        return ""
    return str(IPv6Address(int(ip) >> 64 << 64)) if isinstance(ip, IPv6Address) else str(ip)


def _increment(insert: Any, row: bytes, seconds: int) -> sa.Insert:
    """One statement, which locks its row alone. It reads the clock once: for the end that is inserted."""
    new = insert(tallies).values(id=row, amount=1, ends_at=now() + seconds)
    over = tallies.c.ends_at <= new.excluded.ends_at - seconds
    restarted = {
        "amount": sa.case((over, new.excluded.amount), else_=tallies.c.amount + new.excluded.amount),
        "ends_at": sa.case((over, new.excluded.ends_at), else_=tallies.c.ends_at),
    }
    upsert: sa.Insert = new.on_conflict_do_update(index_elements=["id"], set_=restarted)
    return upsert.returning(tallies.c.amount, tallies.c.ends_at - now())
