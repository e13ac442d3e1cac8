"""Limits that processes share, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
import sqlalchemy as sa

from app import create_app
from app.db import Database, now, tallies
from app.rate_limit import Limit, RateLimiter, subnet
from app.session import Cipher, SessionStore
from app.spark.oauth_client import TokenPair
from tests.conftest import SECRET, settings

THREE = Limit("three a minute", 3, 60)


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


@pytest.fixture
def tally(database: Database) -> RateLimiter:
    return RateLimiter(database, SECRET)


@pytest.fixture
def another(database_url: str) -> Iterator[RateLimiter]:
    """That of a second portal on the same database."""
    app = create_app(settings("http://127.0.0.1:1", "http://127.0.0.1:2", database_url))
    yield app.extensions["rate_limiter"]
    app.extensions["database"].engine.dispose()


def end(database: Database) -> None:
    """The time of whatever has been counted is over."""
    with database.write() as connection:
        connection.execute(tallies.update().values(ends_at=now() - 1))


def rows(database: Database) -> list[tuple[object, ...]]:
    return [tuple(row) for row in database.all(sa.select(tallies))]


def test_the_limit_holds_until_its_time_is_over(tally: RateLimiter, database: Database) -> None:
    assert [tally.hit(THREE, "pat") for _ in range(5)] == [0, 0, 0, 60, 60]
    end(database)
    assert [tally.hit(THREE, "pat") for _ in range(4)] == [0, 0, 0, 60]
    assert len(rows(database)) == 1


def test_what_is_refused_does_not_make_the_wait_longer(tally: RateLimiter, database: Database) -> None:
    for _ in range(4):
        tally.hit(THREE, "pat")
    [(_, _, before)] = rows(database)
    for _ in range(40):
        tally.hit(THREE, "pat")
    assert [(amount, ends) for _, amount, ends in rows(database)] == [(44, before)]


def test_each_person_and_each_limit_counts_apart(tally: RateLimiter) -> None:
    for _ in range(3):
        tally.hit(THREE, "pat")
    assert tally.hit(THREE, "sam") == 0
    assert tally.hit(Limit("three an hour", 3, 3600), "pat") == 0
    assert tally.hit(THREE, "pat")


def test_who_is_cleared_begins_anew_and_nobody_else_does(tally: RateLimiter) -> None:
    for whose in ("pat", "sam"):
        assert [tally.hit(THREE, whose) for _ in range(3)] == [0, 0, 0]
    tally.clear(THREE, "pat")
    assert tally.hit(THREE, "pat") == 0
    assert tally.hit(THREE, "sam") == 60


def test_two_portals_on_one_database_share_a_limit(tally: RateLimiter, another: RateLimiter) -> None:
    assert [each.hit(THREE, "pat") for each in (tally, another, tally, another)] == [0, 0, 0, 60]
    another.clear(THREE, "pat")
    assert tally.hit(THREE, "pat") == 0


def test_twenty_at_once_are_counted_exactly(tally: RateLimiter, another: RateLimiter) -> None:
    together = Barrier(20)

    def hit(number: int) -> int:
        together.wait(10)
        return (tally, another)[number % 2].hit(Limit("seven", 7, 60), "pat")

    with ThreadPoolExecutor(20) as pool:
        waits = list(pool.map(hit, range(20)))
    assert sorted(waits)[:8] == [0] * 7 + [max(waits)]
    assert max(waits) in {59, 60}


def test_twenty_at_once_begin_anew_together(tally: RateLimiter, database: Database) -> None:
    for _ in range(50):
        tally.hit(THREE, "pat")
    end(database)
    with ThreadPoolExecutor(20) as pool:
        waits = list(pool.map(lambda _: tally.hit(THREE, "pat"), range(20)))
    assert waits.count(0) == 3


def test_the_table_names_nobody(tally: RateLimiter, database: Database) -> None:
    tally.hit(THREE, "203.0.113.9")
    RateLimiter(database, "another-secret").hit(THREE, "203.0.113.9")
    assert len(rows(database)) == 2, "names are hashed under the secret"
    assert "203.0.113.9" not in repr(rows(database))


@pytest.mark.parametrize("occasion", ["a sign-in starts", "a sign-in succeeds", "the command"])
def test_what_is_over_goes_with_expired_sessions(occasion: str, tally: RateLimiter, database: Database) -> None:
    tally.hit(THREE, "pat")
    end(database)
    tally.hit(THREE, "sam")
    store = SessionStore(database, Cipher([SECRET]))
    if occasion == "the command":
        assert store.delete_expired() == 0, "which are not counted as sessions"
    elif occasion == "a sign-in starts":
        store.insert_pending(b"attempt", {})
    else:
        store.sign_in(None, b"session", {}, TokenPair("an-access-token"))
    assert len(rows(database)) == 1
    assert [tally.hit(THREE, "sam") for _ in range(3)] == [0, 0, 60]


@pytest.mark.parametrize(
    ("address", "whose"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::", "2001:db8:1:2::"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("::ffff:127.0.0.1", ""),
        ("", ""),
        ("unknown", "unknown"),
        ("203.0.113.9:50211", "203.0.113.9"),
        ("[2001:db8:1:2:3:4:5:6]:50211", "2001:db8:1:2::"),
        ("127.0.0.1:50211", ""),
        ("[::1]", ""),
    ],
)
def test_an_address_stands_for_a_network(address: str, whose: str) -> None:
    assert subnet(address) == whose
