"""Tokens from Spark, for a refresh token or a password: POST `/v1/oauth2/grant`. Works in a plain script too.

See https://sparkplatform.com/docs/authentication/oauth2_authentication. Authlib's Flask client exchanges the code of a
sign-in (see `app.auth.oauth`); `parse_tokens` reads that answer as well.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from authlib.integrations.base_client import OAuthError
from requests import RequestException

from app.spark.backoff import Backoff
from app.spark.client import SparkApi
from app.spark.errors import BadRequest, KeyDisabled, RateLimited, SignInRequired, SparkError, Unavailable
from app.spark.fields import parse_number
from app.spark.response import retry_after
from app.spark.transport import SparkOAuthSession, is_rate_limited

TOKEN_FORMAT = re.compile(r"[\x21-\x7e]{1,1000}")
KEY_ERRORS = {"invalid_client", "unauthorized_client", "unsupported_grant_type"}
"""OAuth errors that are about this site's key, not about the person who signs in."""


@dataclass(frozen=True)
class TokenPair:
    """The tokens of a grant. Only the access token is certain.

    `renew_at` is when to refresh them, in seconds since 1970; None if Spark named no lifetime.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    renew_at: float | None = None


def parse_tokens(answer: Mapping[str, object], refresh_after: float = 0.5) -> TokenPair | None:
    """The tokens in the answer to a grant. None if it has no access token.

    `refresh_after` is the fraction of the tokens' lifetime after which to refresh them.
    """
    access_token, refresh_token = _token(answer.get("access_token")), _token(answer.get("refresh_token"))
    seconds = parse_number(answer.get("expires_in"))
    renew_at = time.time() + float(seconds) * refresh_after if seconds and seconds > 0 else None
    return TokenPair(access_token, refresh_token, renew_at) if access_token else None


def _token(value: object) -> str | None:
    return value if isinstance(value, str) and TOKEN_FORMAT.fullmatch(value) else None


class OAuthClient:
    """Calls the grant endpoint with this site's key. Backs off after failures in a row."""

    def __init__(self, api: SparkApi, client_id: str, client_secret: str, refresh_after: float = 0.5) -> None:
        self._api, self._credentials, self._refresh_after = api, (client_id, client_secret), refresh_after
        self._backoff = Backoff()

    def refresh_token(self, refresh_token: str) -> TokenPair:
        """Raises SignInRequired if Spark has ended the grant (`invalid_grant`), and the other errors of `errors`."""
        return self._request(grant_type="refresh_token", refresh_token=refresh_token)

    def password_grant(self, name: str, password: str) -> TokenPair:
        """Raises SignInRequired if the name or the password is wrong, and the other errors of `errors`."""
        return self._request(grant_type="password", username=name, password=password)

    def _request(self, **grant: str) -> TokenPair:
        self._api.raise_if_rate_limited()
        if self._backoff.remaining:
            raise Unavailable("grant: backing off after failures")
        try:
            tokens = self._fetch(grant)
        except RateLimited as error:
            self._api.backoff.pause(error.retry_after)
            raise
        except Unavailable:
            self._backoff.record_failure()
            raise
        self._backoff.record_success()
        return tokens

    def _fetch(self, grant: dict[str, str]) -> TokenPair:
        try:
            answer = self._post(grant)
        except OAuthError as error:
            raise _oauth_error(str(error.error)) from None
        except (RequestException, OSError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
            raise transport_error(error) from None
        tokens = parse_tokens(answer, self._refresh_after)
        if tokens is None:
            raise Unavailable("grant: no access token in the answer")
        return tokens

    def _post(self, grant: dict[str, str]) -> dict[str, object]:
        client = SparkOAuthSession(*self._credentials, user_agent=self._api.user_agent)
        url = f"{self._api.url}/v1/oauth2/grant"
        if "refresh_token" in grant:
            return dict(client.refresh_token(url, refresh_token=grant["refresh_token"]))
        return dict(client.fetch_token(url, **grant))


def _oauth_error(error: str) -> SparkError:
    """An `invalid_request` or `invalid_scope` is about this one call, so it is no reason to back off."""
    name = error if re.fullmatch(r"[a-z_]{1,40}", error) else "unlisted"
    message = f"grant refused: {name}"
    if error == "invalid_grant":
        return SignInRequired(message)
    if error in KEY_ERRORS:
        return KeyDisabled(message)
    return BadRequest(message) if name.startswith("invalid_") else Unavailable(message)


def transport_error(error: Exception) -> RateLimited | Unavailable:
    """What a grant without a usable answer means: over the rate limit, or unavailable."""
    response = getattr(error, "response", None)
    if response is not None and is_rate_limited(response):
        limited = RateLimited("grant: over the rate limit", status=response.status_code)
        limited.retry_after = retry_after(response.headers)
        return limited
    return Unavailable(f"grant: {type(error).__name__}")
