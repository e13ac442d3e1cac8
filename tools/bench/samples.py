"""The portal with the habits of common sample code, so that a comparison measures only these habits.

Each call gets a client of its own, which closes its connection. Calls run one after another. The token is stored in
clear: in Flask's own cookie, or in a row of Flask-Session's SQLAlchemy backend with default settings.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from flask import Flask, Request, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_session import Session
from flask_sqlalchemy import SQLAlchemy
from requests.adapters import HTTPAdapter
from werkzeug import Response

from app.config import Settings
from app.session import EncryptedTokens, SessionRow, SessionStore, SqlSession, SqlSessionInterface, TokenStore
from app.spark import client
from app.spark.transport import SparkOAuthSession

TOKEN = "access_token"


class UnpooledSession(SparkOAuthSession):
    """Authlib's client as its documentation shows it: a new one for each call, without a shared connection pool."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mount("https://", HTTPAdapter())

    def request(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().request(*args, verify=os.environ["BENCH_TRUSTED"], **kwargs)
        self.get_adapter("https://").close()
        return answer


class SequentialExecutor:
    """Runs the calls of a page one after another instead of in threads."""

    def submit(self, call: Callable[[], Any]) -> Future[Any]:
        future = Future[Any]()
        try:
            future.set_result(call())
        except Exception as error:
            future.set_exception(error)
        return future


class PlaintextGrants(TokenStore):
    """Reads tokens that are not encrypted."""

    def access_token(self, grant: EncryptedTokens) -> str | None:
        return grant.access_token.decode()


class SampleSessions(SqlSessionInterface):
    """Reads and writes sessions by Flask's or Flask-Session's interface, and gives pages the type they expect."""

    def __init__(self, app: Flask, store: SessionStore, backend: Any) -> None:
        super().__init__(app, store, sessionless=("/static/", "/health/"))
        self._backend = backend

    def open_session(self, app: Flask, request: Request) -> Any:
        found = self._backend.open_session(app, request)
        key = hashlib.sha256(str(found.get(TOKEN)).encode()).digest()
        grant = EncryptedTokens(key, found[TOKEN].encode(), None, None, 0) if TOKEN in found else None
        session = SqlSession("", SessionRow(key, dict(found), grant, "consumer", None, time.time(), time.time()))
        session.found = found
        return session

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if session.modified:
            session.found.update(session)
        self._backend.save_session(app, session.found, response)


def adopt_habits(app: Flask, settings: Settings, kind: str) -> None:
    """`kind` is `cookie` or `stock`. Afterwards `/bench/sign-in?access_token=…` signs in without a provider."""
    portal = app.session_interface
    assert isinstance(portal, SqlSessionInterface)
    portal.store.tokens = PlaintextGrants(app.extensions["database"], None)  # type: ignore[arg-type]  # it decrypts nothing
    app.extensions["api"].client = UnpooledSession
    client._executor = SequentialExecutor()  # type: ignore[assignment]  # only `submit` is used
    backend = _stock(app, settings) if kind == "stock" else SecureCookieSessionInterface()
    app.session_interface = SampleSessions(app, portal.store, backend)
    app.before_request_funcs[None].insert(0, _sign_in)


def _stock(app: Flask, settings: Settings) -> Any:
    app.config.update(SQLALCHEMY_DATABASE_URI=settings.database, SESSION_TYPE="sqlalchemy")
    app.config.update(SESSION_SQLALCHEMY=SQLAlchemy(app), SESSION_SQLALCHEMY_TABLE="stock_sessions")
    Session(app)
    return app.session_interface


def _sign_in() -> str | None:
    if request.path != "/bench/sign-in":
        return None
    session[TOKEN] = request.args[TOKEN]
    return "signed in"
