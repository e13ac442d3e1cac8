"""Whose sessions are whose: found by a mark that says nothing to who has only the database."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.db import Database, sessions
from app.session import Cipher, SessionStore
from tests.conftest import SECRET
from tests.session.conftest import TOKENS

PAT, SAM = "20140112234151738955000000", "20140112234151738955000001"


def begin(store: SessionStore, key: bytes, owner: str | None, **data: str) -> None:
    stored = store.sign_in(None, key, data, TOKENS)
    if owner:
        store.set_owner(stored, owner)


def test_a_consumer_finds_all_their_sessions_and_no_others(store: SessionStore) -> None:
    begin(store, b"1", PAT, browser="Firefox")
    begin(store, b"2", PAT, browser="Safari")
    begin(store, b"3", SAM)
    begin(store, b"4", None)
    assert [(one.key, one.data["browser"]) for one in store.by_owner(PAT)] == [(b"2", "Safari"), (b"1", "Firefox")]
    assert store.by_owner("nobody") == []


def test_sessions_whose_time_is_over_are_not_found(store: SessionStore, database: Database) -> None:
    begin(store, b"1", PAT)
    with database.write() as connection:
        connection.execute(sessions.update().values(expires_at=1))
    assert store.by_owner(PAT) == []
    assert store.count_by_kind() == {"expired": 1}


def test_the_mark_is_not_the_id(store: SessionStore, database: Database) -> None:
    begin(store, b"1", PAT)
    row = database.one(sa.select(sessions))
    assert row
    assert PAT.encode() not in b"".join(bytes(column) for column in row if isinstance(column, bytes | memoryview))
    assert bytes(row.owner) == Cipher([SECRET]).pseudonyms(PAT)[0] != Cipher(["another"]).pseudonyms(PAT)[0]


def test_a_new_secret_still_finds_the_sessions_from_before(store: SessionStore, database: Database) -> None:
    begin(store, b"1", PAT)
    rotated = SessionStore(database, Cipher(["a-new-secret", SECRET]))
    begin(rotated, b"2", PAT)
    assert {one.key for one in rotated.by_owner(PAT)} == {b"1", b"2"}
    for one in rotated.by_owner(PAT):
        rotated.set_owner(one, PAT)
    assert len(SessionStore(database, Cipher(["a-new-secret"])).by_owner(PAT)) == 1


@pytest.mark.parametrize("role", ["consumer", "agent"])
def test_rows_are_counted_by_kind(role: str, store: SessionStore) -> None:
    store.sign_in(None, b"1", {}, TOKENS, role)  # type: ignore[arg-type]  # one of the two
    store.insert_pending(b"2", {})
    assert store.count_by_kind() == {role: 1, "attempt": 1}
