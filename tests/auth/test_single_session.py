"""A portal on a single-session key: nobody signs in, its tokens outlive a restart, only this machine is let in."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import requests
import sqlalchemy as sa
from cachelib import SimpleCache

from app.db import Database, sessions
from app.session import Cipher
from app.views import error_messages
from tests.auth.conftest import Misbehave
from tests.conftest import SECRET, Start
from tests.servers import Server, Visitor

Key = dict[str, str]
NewKey = Callable[[], Key]
ENDED = "This site’s key has ended"


@pytest.fixture
def database_url(each_database_url: str) -> str:
    return each_database_url


@pytest.fixture
def new_key(sandbox: Server) -> NewKey:
    """The two settings of another key of Pat's, as FBS hands them out."""

    def ask() -> Key:
        tokens = requests.post(f"{sandbox.url}/sandbox/keys", json={"login": "pat@example.com"}, timeout=5).json()
        return {"spark_access_token": tokens["access_token"], "spark_refresh_token": tokens["refresh_token"]}

    return ask


@pytest.fixture
def key(new_key: NewKey) -> Key:
    return new_key()


@pytest.fixture
def portal(start_portal: Start, key: Key) -> Server:
    return start_portal(**key)


def expire(sandbox: Server) -> None:
    requests.post(f"{sandbox.url}/sandbox/tokens/expire", json={}, timeout=5)


def renewals(sandbox: Server) -> int:
    """How often a grant was asked for since the last time this was asked."""
    calls = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
    requests.delete(f"{sandbox.url}/sandbox/seen", timeout=5)
    return sum(call["path"] == "/v1/oauth2/grant" for call in calls)


def opens(portal: Server) -> Visitor:
    """A new browser that sees the owner's home page."""
    visitor = Visitor(portal.url)
    assert visitor.get("/home").status_code == 200, visitor.page.text[:2000]
    assert "Pat" in visitor.h1
    return visitor


def says_it_has_ended(visitor: Visitor, path: str = "/home") -> None:
    assert visitor.get(path).status_code == 503
    assert visitor.h1 == ENDED


def row(database: Database) -> Any:
    with database.engine.connect() as connection:
        return connection.execute(sa.select(sessions)).one()


def held(database: Database) -> tuple[str, str]:
    """The tokens in the database, in the clear."""
    found, seal = row(database), Cipher([SECRET])
    access, refresh = (seal.decrypt(token, bytes(found.id)) for token in (found.access_token, found.refresh_token))
    return access.decode(), refresh.decode()


def test_the_start_leads_to_the_owners_home_without_a_sign_in(portal: Server) -> None:
    visitor = Visitor(portal.url)
    visitor.get("/")
    assert (visitor.path, "Pat" in visitor.h1) == ("/home", True)


def test_every_browser_sees_the_owners_pages_and_none_keeps_a_cookie(portal: Server) -> None:
    for visitor in (opens(portal), opens(portal)):
        assert len(visitor.soup.select("main .card")) >= 6
        visitor.get("/search")
        visitor.get(str(visitor.soup.select("main .card h3 a")[0]["href"]))
        assert visitor.page.status_code == 200
        assert not visitor.http.cookies


def test_an_expired_token_is_renewed_once(portal: Server, sandbox: Server) -> None:
    opens(portal)
    renewals(sandbox)
    expire(sandbox)
    for _ in range(3):
        opens(portal)
    assert renewals(sandbox) == 1


def test_the_rotated_tokens_survive_a_restart(
    portal: Server, key: Key, start_portal: Start, sandbox: Server, database: Database
) -> None:
    for _ in range(2):
        opens(portal)
        expire(sandbox)
    opens(portal)
    before = held(database)
    restarted = start_portal(**key)
    assert held(database) == before
    expire(sandbox)
    opens(restarted)
    opens(portal)
    assert held(database) != before


def test_other_first_tokens_begin_anew(
    portal: Server, start_portal: Start, new_key: NewKey, sandbox: Server, database: Database
) -> None:
    opens(portal)
    requests.post(f"{sandbox.url}/sandbox/tokens/revoke", json={}, timeout=5)
    says_it_has_ended(Visitor(portal.url))
    another = new_key()
    restarted = start_portal(**another)
    assert held(database) == tuple(another.values())
    opens(restarted)


def test_a_key_without_a_refresh_token_works_until_it_expires(start_portal: Start, key: Key, sandbox: Server) -> None:
    portal = start_portal(spark_access_token=key["spark_access_token"])
    opens(portal)
    assert renewals(sandbox) == 0
    expire(sandbox)
    says_it_has_ended(Visitor(portal.url))


def test_a_refused_key_ends_for_everybody_and_spark_is_left_in_peace(
    portal: Server, key: Key, start_portal: Start, sandbox: Server, misbehave: Misbehave
) -> None:
    opens(portal)
    expire(sandbox)
    renewals(sandbox)
    misbehave("grant", "refuse", times=None)
    says_it_has_ended(Visitor(portal.url))
    assert renewals(sandbox) == 1
    for path in ("/", "/home", "/search", "/homes/1", "/sign-out"):
        says_it_has_ended(Visitor(portal.url), path)
    restarted = start_portal(**key)
    says_it_has_ended(Visitor(restarted.url))
    calls = requests.get(f"{sandbox.url}/sandbox/seen", timeout=5).json()
    assert calls == []


@pytest.mark.parametrize("what", ["500", "reset", "429", "401"])
def test_a_key_that_cannot_be_renewed_just_now_is_not_over(
    what: str, portal: Server, sandbox: Server, misbehave: Misbehave
) -> None:
    opens(portal)
    expire(sandbox)
    misbehave("grant", what)
    assert Visitor(portal.url).get("/search").status_code in {403, 502, 503}
    opens(portal)


def test_the_end_is_logged_with_its_remedy_once(
    portal: Server, sandbox: Server, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(error_messages, "_logged", SimpleCache())
    opens(portal)
    requests.post(f"{sandbox.url}/sandbox/tokens/revoke", json={}, timeout=5)
    for _ in range(3):
        says_it_has_ended(Visitor(portal.url))
    assert log.getvalue().count("Ask FBS for new tokens") == 1


def test_portals_on_one_database_share_the_key(
    start_portal: Start, key: Key, sandbox: Server, database: Database
) -> None:
    portals = [start_portal(**key), start_portal(**key)]
    for portal in portals:
        opens(portal)
    assert renewals(sandbox) == 1
    assert row(database).role == "key"


def test_after_a_new_secret_key_it_begins_anew(start_portal: Start, key: Key) -> None:
    start_portal(**key)
    opens(start_portal(**key, secret_key="another-secret-for-tests-that-is-long"))
