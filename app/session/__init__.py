"""The server session: one encrypted SQL row per browser."""

from __future__ import annotations

from typing import cast

from flask import current_app, session
from flask.sessions import SessionMixin

from app.session.crypto import Cipher
from app.session.interface import SqlSession, SqlSessionInterface, UnavailableSession
from app.session.store import Role, SessionEnded, SessionRow, SessionStore
from app.session.tokens import LEASE_SECONDS, EncryptedTokens, TokenStore

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
    "current_session",
    "session_interface",
]


class DatabaseUnavailable(Exception):
    """The database does not answer, so we cannot know who is signed in."""


def current_session() -> SqlSession:
    """The session of this request. Raises DatabaseUnavailable."""
    found = _current()
    if isinstance(found, UnavailableSession):
        raise DatabaseUnavailable
    return cast("SqlSession", found)


def session_interface() -> SqlSessionInterface:
    return cast("SqlSessionInterface", current_app.session_interface)


def discard_changes() -> None:
    """Drop what this request changed in its session."""
    found = _current()
    if isinstance(found, SqlSession):
        found.load(found.sid, found.row)


def role() -> Role | None:
    """Whose tokens this visitor's session holds. None without a session, and while the database is unavailable."""
    found = _current()
    return found.role if isinstance(found, SqlSession) else None


def signed_in() -> bool:
    """Whether this visitor is signed in as a consumer, or acts as the owner of a single-session key."""
    return role() in {"consumer", "key"}


def cache_key() -> str:
    """Names this session in the caches of this process. Blank without a session. Raises DatabaseUnavailable."""
    row = current_session().row
    return row.key.hex() if row else ""


def log_id() -> str:
    """A pseudonym of this consumer for the log. Blank if nobody is signed in."""
    found = _current()
    owner = found.row.owner if isinstance(found, SqlSession) and found.row else None
    return owner.hex()[:12] if owner else ""


def _current() -> SessionMixin:
    return session._get_current_object()  # type: ignore[attr-defined,no-any-return]  # the object behind Flask's proxy
