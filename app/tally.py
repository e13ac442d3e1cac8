"""How often something may be done: counted in the database, so that all processes of a portal share the limits."""

from __future__ import annotations

import hmac
import math
import re
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Any, cast

import sqlalchemy as sa
from flask import current_app, request
from sqlalchemy.dialects import postgresql, sqlite

from app.database import Database, now, tallies
from app.session.seal import derived

WITH_PORT = re.compile(r"\[(.+)\](?::\d+)?|([\d.]+):\d+")
"""How some proxies write an address; the port is another one for each connection."""
INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


@dataclass(frozen=True)
class Limit:
    """So many in so many seconds, which begin with the first. Limits of one name count together."""

    name: str
    most: int
    seconds: int


class TooOften(Exception):
    """Somebody has to wait, for `seconds`; `title` and `advice` say why to them."""

    def __init__(self, seconds: int, title: str, advice: str) -> None:
        super().__init__(title)
        self.seconds, self.title, self.advice = seconds, title, advice


class Tallies:
    """Rows are named by hashes under SECRET_KEY: who has only the database learns nobody's name or address."""

    def __init__(self, database: Database, secret: str) -> None:
        self._database, self._key = database, derived(secret, "tallies")

    def hit(self, limit: Limit, whose: str, amount: int = 1) -> int:
        """Count it: 0 to go on, or the seconds to wait if it was too much. Raises SQLAlchemyError."""
        statement = _counted(INSERT[self._database.engine.dialect.name], self._id(limit, whose), limit.seconds, amount)
        with self._database.write() as connection:
            counted, left = connection.execute(statement).one()
        return max(math.ceil(left), 1) if counted > limit.most else 0

    def clear(self, limit: Limit, whose: str) -> None:
        """Begin anew for them."""
        with self._database.write() as connection:
            connection.execute(tallies.delete().where(tallies.c.id == self._id(limit, whose)))

    def _id(self, limit: Limit, whose: str) -> bytes:
        return hmac.digest(self._key, f"{limit.name} {whose}".encode("utf-8", "replace"), "sha256")


def current() -> Tallies:
    return cast("Tallies", current_app.extensions["tallies"])


def by_address(limit: Limit) -> int:
    """Count this request for the network that it comes from: as `Tallies.hit`.

    This machine's own address is not counted: behind a proxy that TRUSTED_PROXIES does not name, all visitors have it.
    """
    whose = network(request.remote_addr or "")
    return current().hit(limit, whose) if whose else 0


def network(address: str) -> str:
    """Whom an address stands for: of IPv6, the /64 that one household has. Blank for this machine."""
    found = WITH_PORT.fullmatch(address)
    try:
        ip = ip_address(found[1] or found[2] if found else address)
    except ValueError:  # of a socket file, or whatever a trusted proxy calls its visitors
        return address
    if isinstance(ip, IPv6Address):
        ip = ip.ipv4_mapped or ip
    if ip.is_loopback:
        return ""
    return str(IPv6Address(int(ip) >> 64 << 64)) if isinstance(ip, IPv6Address) else str(ip)


def _counted(insert: Any, row: bytes, seconds: int, amount: int) -> sa.Insert:
    """One statement, which locks its row alone. Its clock is read once: for the end that is inserted."""
    new = insert(tallies).values(id=row, amount=amount, ends_at=now() + seconds)
    over = tallies.c.ends_at <= new.excluded.ends_at - seconds
    anew = {
        "amount": sa.case((over, new.excluded.amount), else_=tallies.c.amount + new.excluded.amount),
        "ends_at": sa.case((over, new.excluded.ends_at), else_=tallies.c.ends_at),
    }
    counted: sa.Insert = new.on_conflict_do_update(index_elements=["id"], set_=anew)
    return counted.returning(tallies.c.amount, tallies.c.ends_at - now())
