from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from app import rate_limit
from app.db import Database, sessions
from app.rate_limit import Limit
from app.session import Cipher, SessionStore
from app.spark.oauth_client import TokenPair
from app.views import error_messages
from tests.conftest import SECRET
from tests.refresh.spark import Spark
from tests.servers import Server, Visitor


@pytest.fixture
def spark(sandbox: Server) -> Iterator[Spark]:
    spark = Spark(sandbox)
    yield spark
    spark.behave()  # nothing hangs on


@pytest.fixture
def visitor(portal: Server, spark: Spark) -> Visitor:
    """A consumer who is signed in and has seen a whole page, so that /search costs one call to Spark."""
    visitor = Visitor(portal.url)
    visitor.sign_in()
    assert visitor.get("/search").status_code == 200
    spark.forget()
    return visitor


@pytest.fixture
def row(database: Database) -> Row:
    return Row(database)


@pytest.fixture(autouse=True)
def _the_log_was_told_nothing_yet() -> None:
    error_messages._logged.clear()


class Row:
    """The only session's row in the database."""

    def __init__(self, database: Database) -> None:
        self._database, self._store = database, SessionStore(database, Cipher([SECRET]))

    @property
    def tokens(self) -> TokenPair:
        """The decrypted tokens."""
        grant = self._store.tokens.read(self._key or b"")
        assert grant, "nobody is signed in"
        access, refresh = self._store.tokens.access_token(grant), self._store.tokens.refresh_token(grant)
        return TokenPair(access or "", refresh, grant.renew_at)

    @property
    def gone(self) -> bool:
        return self._key is None

    def set(self, **values: object) -> None:
        with self._database.write() as connection:
            connection.execute(sessions.update().values(**values))

    def delete(self) -> None:
        with self._database.write() as connection:
            connection.execute(sessions.delete())

    @property
    def _key(self) -> bytes | None:
        row = self._database.one(sa.select(sessions.c.id))
        return bytes(row.id) if row else None


def sign_in_again(visitor: Visitor) -> None:
    """From wherever the visitor was asked to, without another look at an address."""
    visitor.press("Continue", to="portal", portal="danalee")
    visitor.press("Pat")
    visitor.press("Allow")


@pytest.fixture(autouse=True)
def _no_page_is_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limit, "PAGES", Limit("pages", 10_000, 60))
