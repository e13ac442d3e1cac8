"""The grant of a signed-in session: its access token, renewed by exactly one of all the requests that need it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from app.session import LEASE_SECONDS, EncryptedTokens, Tokens, TokenStore
from app.spark.errors import SignInRequired, SparkError, Unavailable
from app.spark.oauth_client import TokenPair

log = logging.getLogger(__name__)

POLL_SECONDS = 0.05
"""Seconds between two looks at whether another request has renewed the tokens."""
RETRY_SECONDS = 300.0
"""Seconds until a renewal ahead of time that did not succeed is tried again: the old token is still good."""


def tokens(granted: TokenPair, refresh_at: float) -> Tokens:
    """As they are kept; `refresh_at` is the part of their life after which they are renewed."""
    due = time.time() + granted.expires_in * refresh_at if granted.expires_in else None
    return Tokens(granted.access_token, granted.refresh_token, due)


class TokenRefresher:
    """One session's tokens during one request, for all its threads.

    `refresh` asks Spark for new tokens, `revoke` deletes tokens there that nobody can use any more.
    """

    def __init__(
        self, store: TokenStore, held: EncryptedTokens, refresh: Callable[[str], Tokens], revoke: Callable[[str], None]
    ) -> None:
        self._store, self._held, self._ask, self._revoke = store, held, refresh, revoke
        self._lock = threading.Lock()
        self._outcome: str | SparkError | SQLAlchemyError | None = None

    def access_token(self) -> str:
        """The token to call with, renewed before if it is due and nobody else is at it. Raises SignInRequired."""
        if self._due():
            self._ahead()
        return self._token(self._held)

    def _due(self) -> bool:
        """Only what has a refresh token can be renewed; where Spark gave no new one, the row still has the old one."""
        held = self._held
        return held.refresh_token is not None and held.renew_at is not None and held.renew_at <= time.time()

    def refresh(self, refused: str) -> str:
        """The token to call with, now that Spark has refused one: another request's, or a new one.

        A request renews once at most. Raises SignInRequired if that does not help, Unavailable, Busy and KeyOff if
        Spark cannot be asked; the tokens then stay for the next request.
        """
        with self._lock:
            if self._outcome == refused:
                raise SignInRequired("refused again, right after a renewal")
            if self._outcome is None:
                self._outcome = self._renewed_or_why_not()
            if isinstance(self._outcome, Exception):
                raise self._outcome
            return self._outcome

    def _renewed_or_why_not(self) -> str | SparkError | SQLAlchemyError:
        """Whatever went wrong is asked about once a request: each call of a page would wait for it anew."""
        try:
            return self._token(self._renew())
        except (SparkError, SQLAlchemyError) as error:
            return error

    def _ahead(self) -> None:
        """Renew before anything is refused; if Spark cannot be asked, the old token is still good."""
        lease = self._store.lease(self._held)
        if lease is None:
            return
        try:
            self._held = self._carried_out(self._held, lease) or self._held
            self._outcome = self._token(self._held)
        except SignInRequired:
            raise
        except SparkError as error:
            log.warning("tokens were not renewed ahead of time: %s", error)

    def _renew(self) -> EncryptedTokens:
        """New tokens: renewed here, or by whoever has the lease."""
        give_up = time.monotonic() + LEASE_SECONDS + 1
        while time.monotonic() < give_up:
            current = self._store.read(self._held.key)
            if current is None:
                raise SignInRequired("signed out meanwhile")
            if current.version != self._held.version:
                return current
            lease = self._store.lease(current) if current.lease_free else None
            if lease and (renewed := self._carried_out(current, lease)):
                return renewed
            time.sleep(POLL_SECONDS)
        raise Unavailable("another request has been renewing the tokens for too long")

    def _carried_out(self, held: EncryptedTokens, lease: float) -> EncryptedTokens | None:
        """Ask Spark and keep what it gives; None if somebody else has taken over, and decides."""
        try:
            new = self._asked(self._store.refresh_token(held))
        except SignInRequired:
            if self._store.delete(held, lease):
                raise
            return None
        except SparkError:
            self._store.release(held, lease, held.renew_at and time.time() + RETRY_SECONDS)
            raise
        return self._kept(held, new)

    def _asked(self, refresh_token: str | None) -> Tokens:
        if refresh_token is None:
            raise SignInRequired("no refresh token")
        return self._ask(refresh_token)

    def _kept(self, held: EncryptedTokens, new: Tokens) -> EncryptedTokens | None:
        """The row with the new tokens, or with those of somebody who was faster."""
        if self._store.replace(held, new):
            log.info("tokens renewed")
        elif self._store.read(held.key) is None:
            self._revoke(new.access)  # signed out meanwhile: nobody has these tokens
            raise SignInRequired("signed out meanwhile")
        return self._store.read(held.key)

    def _token(self, held: EncryptedTokens) -> str:
        token = self._store.access_token(held)
        if token is None:
            raise SignInRequired("no token that can be read")
        return token
