"""The server session: one encrypted SQL row a browser."""

from typing import cast

from flask import current_app, session
from flask.sessions import SessionMixin

from .grants import LEASE, GrantStore, Sealed, Tokens
from .interface import Away, SqlSession, SqlSessionInterface
from .seal import Seal
from .store import Role, SessionEnded, SessionStore, Stored

__all__ = [
    "LEASE",
    "DatabaseAway",
    "GrantStore",
    "Role",
    "Seal",
    "Sealed",
    "SessionEnded",
    "SessionStore",
    "SqlSession",
    "SqlSessionInterface",
    "Stored",
    "Tokens",
    "current",
    "interface",
]


class DatabaseAway(Exception):
    """The database does not answer, so nobody can be signed in."""


def current() -> SqlSession:
    """The session of this request. Raises DatabaseAway."""
    mine = _mine()
    if isinstance(mine, Away):
        raise DatabaseAway
    return cast("SqlSession", mine)


def interface() -> SqlSessionInterface:
    return cast("SqlSessionInterface", current_app.session_interface)


def drop_changes() -> None:
    """Keep nothing of what this request did to its session."""
    mine = _mine()
    if isinstance(mine, SqlSession):
        mine.become(mine.sid, mine.stored)


def role() -> Role | None:
    """Whose tokens this visitor's session has; None without a session, and while the database is away."""
    mine = _mine()
    return mine.role if isinstance(mine, SqlSession) else None


def signed_in() -> bool:
    """Whether this visitor is signed in as a consumer, or acts as the owner of a single-session key."""
    return role() in {"consumer", "key"}


def key() -> str:
    """The name of this visitor's session in what this process keeps of it; blank without one. Raises DatabaseAway."""
    stored = current().stored
    return stored.key.hex() if stored else ""


def mark() -> str:
    """What stands for this consumer in the log: it says nothing to who has only the log. Blank for nobody."""
    mine = _mine()
    owner = mine.stored.owner if isinstance(mine, SqlSession) and mine.stored else None
    return owner.hex()[:12] if owner else ""


def _mine() -> SessionMixin:
    return session._get_current_object()  # type: ignore[attr-defined,no-any-return]  # the object behind Flask's proxy
