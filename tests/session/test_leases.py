"""Who may renew the tokens of a session: one at a time, and a late one changes nothing that is newer."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.session import EncryptedTokens, SessionStore, TokenStore
from app.spark.oauth_client import TokenPair
from tests.session.conftest import TOKENS

KEY = b"k" * 32
NEW = TokenPair("new-access", "new-refresh", 1.0)


@pytest.fixture
def grants(store: SessionStore) -> TokenStore:
    return store.tokens


@pytest.fixture
def held(store: SessionStore) -> EncryptedTokens:
    """The tokens of a fresh session, as a request has read them."""
    stored = store.sign_in(None, KEY, {}, TOKENS)
    assert stored.tokens
    return stored.tokens


def test_one_of_many_gets_the_lease(grants: TokenStore, held: EncryptedTokens) -> None:
    together = threading.Barrier(12)

    def ask(_: int) -> float | None:
        together.wait()
        return grants.lease(held)

    with ThreadPoolExecutor(12) as pool:
        leases = list(pool.map(ask, range(12)))
    assert sum(lease is not None for lease in leases) == 1


def test_a_lease_that_nobody_gave_back_ends_by_the_databases_clock(
    grants: TokenStore, held: EncryptedTokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert grants.lease(held, seconds=0.3)
    assert grants.lease(held) is None
    read = grants.read(KEY)
    assert read
    assert not read.lease_free
    time.sleep(0.4)
    assert grants.lease(held)


def test_a_lease_that_was_given_back_is_free_at_once(grants: TokenStore, held: EncryptedTokens) -> None:
    lease = grants.lease(held)
    assert lease
    grants.release(held, lease, 5.0)
    read = grants.read(KEY)
    assert read
    assert (read.lease_free, read.renew_at, read.version) == (True, 5.0, held.version)


def test_nobody_gives_back_the_lease_of_another(grants: TokenStore, held: EncryptedTokens) -> None:
    first = grants.lease(held, seconds=0.05)
    assert first
    time.sleep(0.1)
    assert grants.lease(held)
    grants.release(held, first, None)
    assert grants.lease(held) is None


def test_both_tokens_are_replaced_at_once_and_the_lease_is_over(grants: TokenStore, held: EncryptedTokens) -> None:
    grants.lease(held)
    assert grants.replace(held, NEW)
    read = grants.read(KEY)
    assert read
    assert (grants.access_token(read), grants.refresh_token(read)) == ("new-access", "new-refresh")
    assert (read.renew_at, read.version, read.lease_free) == (1.0, held.version + 1, True)


def test_a_missing_new_refresh_token_keeps_the_old_one(grants: TokenStore, held: EncryptedTokens) -> None:
    assert grants.replace(held, TokenPair("new-access"))
    read = grants.read(KEY)
    assert read
    assert (grants.access_token(read), grants.refresh_token(read)) == ("new-access", TOKENS.refresh_token)


def test_a_late_answer_changes_nothing_that_is_newer(grants: TokenStore, held: EncryptedTokens) -> None:
    lease = grants.lease(held)
    assert lease
    assert grants.replace(held, NEW)
    assert not grants.replace(held, TokenPair("late", "late", 9.0))
    assert not grants.delete(held, lease)
    assert grants.lease(held) is None
    read = grants.read(KEY)
    assert read
    assert grants.access_token(read) == "new-access"


def test_a_refusal_ends_the_session(grants: TokenStore, held: EncryptedTokens, store: SessionStore) -> None:
    lease = grants.lease(held)
    assert lease
    assert grants.delete(held, lease)
    assert store.read(KEY) is None


def test_who_lost_the_lease_cannot_end_the_session(grants: TokenStore, held: EncryptedTokens) -> None:
    lost = grants.lease(held, seconds=0.05)
    assert lost
    time.sleep(0.1)
    assert grants.lease(held)
    assert not grants.delete(held, lost)
    assert grants.read(KEY)


def test_nothing_is_leased_renewed_or_ended_after_sign_out(
    grants: TokenStore, held: EncryptedTokens, store: SessionStore
) -> None:
    lease = grants.lease(held)
    assert lease
    assert store.delete(KEY) == TOKENS.access_token
    assert store.delete(KEY) is None
    assert (grants.lease(held), grants.replace(held, NEW), grants.delete(held, lease)) == (None, False, False)
    assert grants.read(KEY) is None
