"""The server session: one encrypted SQL row a browser."""

from __future__ import annotations

from typing import cast

from flask import current_app, session
from flask.sessions import SessionMixin

from app.session.crypto import Cipher
from app.session.interface import SqlSession, SqlSessionInterface, UnavailableSession
from app.session.store import Role, SessionEnded, SessionRow, SessionStore
from app.session.tokens import LEASE_SECONDS, EncryptedTokens, Tokens, TokenStore

__all__ = [
    "LEASE_SECONDS",
    "Cipher",
    "DatabaseUnavailable",
    "EncryptedTokens",
    "Role",
    "SessionEnded",
    "SessionRow",
    "SessionStore",
    "SqlSession",
    "SqlSessionInterface",
    "TokenStore",
    "Tokens",
    "current_session",
    "session_interface",
]


class DatabaseUnavailable(Exception):
    """The database does not answer, so nobody can be signed in."""


def current_session() -> SqlSession:
    """The session of this request. Raises DatabaseAway."""
    mine = _mine()
    if isinstance(mine, UnavailableSession):
        raise DatabaseUnavailable
    return cast("SqlSession", mine)


def session_interface() -> SqlSessionInterface:
    return cast("SqlSessionInterface", current_app.session_interface)


def discard_changes() -> None:
    """Keep nothing of what this request did to its session."""
    mine = _mine()
    if isinstance(mine, SqlSession):
        mine.load(mine.sid, mine.row)


def role() -> Role | None:
    """Whose tokens this visitor's session has; None without a session, and while the database is away."""
    mine = _mine()
    return mine.role if isinstance(mine, SqlSession) else None


def signed_in() -> bool:
    """Whether this visitor is signed in as a consumer, or acts as the owner of a single-session key."""
    return role() in {"consumer", "key"}


def cache_key() -> str:
    """The name of this visitor's session in what this process keeps of it; blank without one. Raises DatabaseAway."""
    stored = current_session().row
    return stored.key.hex() if stored else ""


def log_id() -> str:
    """What stands for this consumer in the log: it says nothing to who has only the log. Blank for nobody."""
    mine = _mine()
    owner = mine.row.owner if isinstance(mine, SqlSession) and mine.row else None
    return owner.hex()[:12] if owner else ""


def _mine() -> SessionMixin:
    return session._get_current_object()  # type: ignore[attr-defined,no-any-return]  # the object behind Flask's proxy
