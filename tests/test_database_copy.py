"""Another portal on a copy of the SQLite database, with the same SECRET_KEY and with a different one.

tests/deploy/test_backup.py covers PostgreSQL with the commands of docs/deploy.md.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from app import create_app
from tests.conftest import Start, settings
from tests.servers import Server, Visitor

ANOTHER = "another-secret-that-is-long-enough-for-it"


@pytest.fixture
def pat(start_portal: Start) -> Visitor:
    """Pat is signed in and has accepted the terms."""
    visitor = Visitor(start_portal(terms_gate="true").url)
    visitor.sign_in()
    visitor.press("I agree", agree="yes")
    assert visitor.path == "/home"
    return visitor


@pytest.fixture
def copy(pat: Visitor, sqlite_url: str, tmp_path: Path) -> str:
    """Copy the file while the portal has it open."""
    there = tmp_path / "copy.db"
    with (
        closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(there)) as to,
    ):
        source.backup(to)
    return f"sqlite:///{there}"


@contextmanager
def restored(copy: str, sandbox: Server, **changed: str) -> Iterator[str]:
    """Start a portal on the copy, and yield its URL."""
    server = Server()
    app = create_app(settings(server.url, sandbox.url, copy, **{"terms_gate": "true"} | changed))
    with server.serving(app):
        yield server.url
    app.extensions["database"].engine.dispose()


def test_who_was_signed_in_is_so_on_a_copy(pat: Visitor, copy: str, sandbox: Server) -> None:
    with restored(copy, sandbox) as url:
        assert pat.get(f"{url}/home").status_code == 200
        assert pat.path == "/home"


def test_with_another_key_all_sign_in_again_and_have_agreed_already(pat: Visitor, copy: str, sandbox: Server) -> None:
    with restored(copy, sandbox, secret_key=ANOTHER) as url:
        assert pat.get(f"{url}/home").status_code == 200
        assert (pat.path, pat.text(".notice")) == ("/", "Please sign in to carry on.")
        pat.home = url
        pat.sign_in()
        assert pat.path == "/home"
