"""A bare application on our session interface, with views that read, write, wait and fail."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa
from flask import Blueprint, Flask, current_app, session
from flask.testing import FlaskClient
from sqlalchemy import event

from app.db import Database
from app.session import Cipher, SessionStore, SqlSessionInterface, current_session, discard_changes, session_interface
from app.session import signed_in as is_signed_in
from app.spark.oauth_client import TokenPair
from tests.conftest import SECRET

TOKENS = TokenPair("an-access-token", "a-refresh-token", 4_000_000_000.0)


@dataclass
class Gate:
    """Holds a slow view until the test has done something else meanwhile."""

    reached: threading.Event = field(default_factory=threading.Event)
    open: threading.Event = field(default_factory=threading.Event)

    def wait(self) -> None:
        self.reached.set()
        assert self.open.wait(10)


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


@pytest.fixture
def store(database: Database) -> SessionStore:
    return SessionStore(database, Cipher([SECRET]))


@pytest.fixture
def gate() -> Gate:
    return Gate()


views = Blueprint("views", __name__)


@views.get("/keep/<key>/<value>")
def keep(key: str, value: str) -> str:
    session[key] = value
    return "kept"


@views.get("/read")
def read() -> dict[str, object]:
    return dict(session) | {"signed in": is_signed_in()}


@views.get("/nothing")
def nothing() -> str:
    return "nothing"


@views.get("/slow/<way>")
def slow(way: str) -> str:
    session.get("anything")
    current_app.extensions["gate"].wait()
    if way == "writes":
        session["slow"] = "was here"
    return "slow"


@views.get("/fail")
def fail() -> str:
    session["half"] = "done"
    raise RuntimeError


@views.get("/in")
def sign_in() -> str:
    session_interface().sign_in(current_session(), {"person": "Pat"}, TOKENS)
    return "in"


@views.get("/out")
def sign_out() -> str:
    session_interface().sign_out(current_session())
    return "out"


@views.app_errorhandler(500)
def failed(_error: Exception) -> tuple[str, int]:
    discard_changes()
    return "failed", 500


@pytest.fixture
def bare(store: SessionStore, gate: Gate) -> Flask:
    app = Flask("bare")
    app.session_interface = SqlSessionInterface(app, store, sessionless=("/static/",))
    app.extensions["gate"] = gate
    app.register_blueprint(views)
    return app


@pytest.fixture
def client(bare: Flask) -> FlaskClient:
    return bare.test_client()


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """The first word of every statement that reaches the database."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement.split(maxsplit=1)[0].upper())

    event.listen(database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(database.engine, "before_cursor_execute", note)


def rows(database: Database) -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(sa.text("select count(*) from sessions")).scalar_one())


def cookie(client: FlaskClient) -> str:
    found = client.get_cookie("session")
    return found.value if found else ""


def same_browser(client: FlaskClient) -> FlaskClient:
    """Another tab: the same cookie, in a client that another thread may use."""
    tab = client.application.test_client()
    tab.set_cookie("session", cookie(client))
    return tab
