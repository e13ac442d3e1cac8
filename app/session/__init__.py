"""The server session: one encrypted SQL row a browser."""

from typing import cast

from flask import current_app, session
from flask.sessions import SessionMixin

from .interface import Away, SqlSession, SqlSessionInterface
from .seal import Seal
from .store import SessionEnded, SessionStore, Tokens

__all__ = [
    "DatabaseAway",
    "Seal",
    "SessionEnded",
    "SessionStore",
    "SqlSession",
    "SqlSessionInterface",
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


def signed_in() -> bool:
    """Whether this visitor is signed in; no, on pages without a session and while the database is away."""
    mine = _mine()
    return isinstance(mine, SqlSession) and mine.signed_in


def _mine() -> SessionMixin:
    return session._get_current_object()  # type: ignore[attr-defined,no-any-return]  # the object behind Flask's proxy
