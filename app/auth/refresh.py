"""Refreshes the tokens of a session: one request at a time asks Spark, and all share a success.

The request that gets the lease (see `app.session.tokens`) calls Spark. The others wait for its result.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from app.session import LEASE_SECONDS, EncryptedTokens, TokenStore
from app.spark.errors import SignInRequired, SparkError, Unavailable
from app.spark.oauth_client import TokenPair

log = logging.getLogger(__name__)

POLL_SECONDS = 0.05
"""Pause between two looks at whether another request has refreshed the tokens."""
RETRY_SECONDS = 300.0
"""Pause after a failed refresh ahead of time. The old access token still works."""


class TokenRefresher:
    """One session's tokens during one request, shared by all its threads.

    `request_tokens` asks Spark for a new pair. `revoke` deletes an access token at Spark.
    """

    def __init__(
        self,
        store: TokenStore,
        tokens: EncryptedTokens,
        request_tokens: Callable[[str], TokenPair],
        revoke: Callable[[str], None],
    ) -> None:
        self._store, self._tokens = store, tokens
        self._request_tokens, self._revoke = request_tokens, revoke
        self._lock = threading.Lock()
        self._outcome: str | SparkError | SQLAlchemyError | None = None

    def access_token(self) -> str:
        """The token to call Spark with, refreshed first if it is due. Raises SignInRequired."""
        if self._is_due():
            self._refresh_ahead()
        return self._decrypt(self._tokens)

    def refresh(self, refused: str) -> str:
        """The token to use after Spark refused one: a new one, or one that another request has fetched.

        A request refreshes once at most. Raises SignInRequired if that does not help. Raises Unavailable, RateLimited
        and KeyDisabled if Spark cannot be asked; the tokens then stay for the next request.
        """
        with self._lock:
            if self._outcome == refused:
                raise SignInRequired("refused again, right after a refresh")
            if self._outcome is None:
                self._outcome = self._try_refresh()
            if isinstance(self._outcome, Exception):
                raise self._outcome
            return self._outcome

    def _is_due(self) -> bool:
        tokens = self._tokens
        return tokens.refresh_token is not None and tokens.renew_at is not None and tokens.renew_at <= time.time()

    def _refresh_ahead(self) -> None:
        """Refresh before Spark refuses the token. If Spark cannot be asked, the old token still works."""
        lease = self._store.lease(self._tokens)
        if lease is None:
            return
        try:
            self._tokens = self._refresh_under_lease(self._tokens, lease) or self._tokens
            self._outcome = self._decrypt(self._tokens)
        except SignInRequired:
            raise
        except SparkError as error:
            log.warning("tokens were not refreshed ahead of time: %s", error)

    def _try_refresh(self) -> str | SparkError | SQLAlchemyError:
        """Keep the failure too, so that the other calls of a page do not each wait for it again."""
        try:
            return self._decrypt(self._wait_or_refresh())
        except (SparkError, SQLAlchemyError) as error:
            return error

    def _wait_or_refresh(self) -> EncryptedTokens:
        """New tokens, fetched here or by the request that holds the lease."""
        deadline = time.monotonic() + LEASE_SECONDS + 1
        while time.monotonic() < deadline:
            current = self._store.read(self._tokens.key)
            if current is None:
                raise SignInRequired("signed out meanwhile")
            if current.version != self._tokens.version:
                return current
            lease = self._store.lease(current) if current.lease_free else None
            if lease and (refreshed := self._refresh_under_lease(current, lease)):
                return refreshed
            time.sleep(POLL_SECONDS)
        raise Unavailable("another request has been refreshing the tokens for too long")

    def _refresh_under_lease(self, tokens: EncryptedTokens, lease: float) -> EncryptedTokens | None:
        """Ask Spark and store the answer. None if another request has taken over the lease, and decides."""
        try:
            new = self._fetch(self._store.refresh_token(tokens))
        except SignInRequired:
            if self._store.delete(tokens, lease):
                raise
            return None
        except SparkError:
            self._store.release(tokens, lease, tokens.renew_at and time.time() + RETRY_SECONDS)
            raise
        return self._save(tokens, new)

    def _fetch(self, refresh_token: str | None) -> TokenPair:
        if refresh_token is None:
            raise SignInRequired("no refresh token")
        return self._request_tokens(refresh_token)

    def _save(self, tokens: EncryptedTokens, new: TokenPair) -> EncryptedTokens | None:
        """The row with the new tokens, or with those of a faster request."""
        if self._store.replace(tokens, new):
            log.info("tokens refreshed")
        elif self._store.read(tokens.key) is None:
            self._revoke(new.access_token)  # signed out meanwhile: nobody holds these tokens
            raise SignInRequired("signed out meanwhile")
        return self._store.read(tokens.key)

    def _decrypt(self, tokens: EncryptedTokens) -> str:
        token = self._store.access_token(tokens)
        if token is None:
            raise SignInRequired("the access token cannot be decrypted")
        return token
