"""The portal with the habits of the common samples in the place of its own, so that only these differ.

A client is made for each call and closes its connection; calls are made one after another; the token lies in the clear
in Flask's own cookie, or in the row of Flask-Session's SQLAlchemy backend with its default settings.
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

from app.session import GrantStore, Sealed, SessionStore, SqlSession, SqlSessionInterface, Stored
from app.settings import Settings
from app.spark import client
from app.spark.dialect import SparkSession

TOKEN = "access_token"


class Unpooled(SparkSession):
    """Authlib's client as its documentation shows it: one for each call, with adapters of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.mount("https://", HTTPAdapter())

    def request(self, *args: Any, **kwargs: Any) -> Any:
        answer = super().request(*args, verify=os.environ["BENCH_TRUSTED"], **kwargs)
        self.get_adapter("https://").close()
        return answer


class InTurn:
    """In the place of the threads for the calls of a page."""

    def submit(self, call: Callable[[], Any]) -> Future[Any]:
        future = Future[Any]()
        try:
            future.set_result(call())
        except Exception as error:
            future.set_exception(error)
        return future


class Clear(GrantStore):
    """Tokens that nobody sealed."""

    def access_token(self, grant: Sealed) -> str | None:
        return grant.access.decode()


class CommonSessions(SqlSessionInterface):
    """What `kept`, Flask's or Flask-Session's interface, reads and writes, in the form that the pages know."""

    def __init__(self, app: Flask, store: SessionStore, kept: Any) -> None:
        super().__init__(app, store, sessionless=("/static/", "/health/"))
        self._kept = kept

    def open_session(self, app: Flask, request: Request) -> Any:
        found = self._kept.open_session(app, request)
        key = hashlib.sha256(str(found.get(TOKEN)).encode()).digest()
        grant = Sealed(key, found[TOKEN].encode(), None, None, 0) if TOKEN in found else None
        session = SqlSession("", Stored(key, dict(found), grant, "consumer", None, time.time(), time.time()))
        session.found = found
        return session

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if session.modified:
            session.found.update(session)
        self._kept.save_session(app, session.found, response)


def take_on(app: Flask, settings: Settings, kind: str) -> None:
    """`kind` is `cookie` or `stock`; `/bench/sign-in?access_token=` then signs in without asking anybody."""
    mine = app.session_interface
    assert isinstance(mine, SqlSessionInterface)
    mine.store.grants = Clear(app.extensions["database"], None)  # type: ignore[arg-type]  # it opens no seal
    app.extensions["api"].client = Unpooled
    client._threads = InTurn()  # type: ignore[assignment]  # it is only asked to submit
    kept = _stock(app, settings) if kind == "stock" else SecureCookieSessionInterface()
    app.session_interface = CommonSessions(app, mine.store, kept)
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
