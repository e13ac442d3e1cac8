"""Tokens from Spark by a refresh token or a password: POST `/v1/oauth2/grant`. Works in a plain script too.

See https://sparkplatform.com/docs/authentication/oauth2_authentication. The code of a sign-in is exchanged by Authlib's
Flask client, see `app.auth.oauth`; its answer is read here as well.
"""

from __future__ import annotations

import re
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
"""What Spark says when this site's key is at fault, and nobody's sign-in."""


@dataclass(frozen=True)
class TokenPair:
    """What a grant gave. Only the access token is certain; `lasts` is in seconds."""

    access_token: str = field(repr=False)
    refresh_token: str | None = field(default=None, repr=False)
    expires_in: float | None = None


def parse_tokens(answer: Mapping[str, object]) -> TokenPair | None:
    """The tokens in the answer of a grant; None if there is no access token in it."""
    access, refresh = _token(answer.get("access_token")), _token(answer.get("refresh_token"))
    lasts = parse_number(answer.get("expires_in"))
    return TokenPair(access, refresh, float(lasts) if lasts and lasts > 0 else None) if access else None


def _token(value: object) -> str | None:
    return value if isinstance(value, str) and TOKEN_FORMAT.fullmatch(value) else None


class OAuthClient:
    """The grant call with this site's key. After failures in a row, further calls are held back for a while."""

    def __init__(self, api: SparkApi, client_id: str, client_secret: str) -> None:
        self._api, self._client, self._hold = api, (client_id, client_secret), Backoff()

    def refresh_token(self, refresh_token: str) -> TokenPair:
        """Raises SignInRequired if the grant is over (`invalid_grant`, nothing else), and the rest of `errors`."""
        return self._ask(grant_type="refresh_token", refresh_token=refresh_token)

    def password_grant(self, name: str, password: str) -> TokenPair:
        """Raises SignInRequired if name or password is wrong, else as `refresh`."""
        return self._ask(grant_type="password", username=name, password=password)

    def _ask(self, **asked: str) -> TokenPair:
        self._api.raise_if_rate_limited()
        if self._hold.remaining:
            raise Unavailable("grant: held back after failures")
        try:
            granted = self._granted(asked)
        except RateLimited as busy:
            self._api.backoff.pause(busy.retry_after)
            raise
        except Unavailable:
            self._hold.record_failure()
            raise
        self._hold.record_success()
        return granted

    def _granted(self, asked: dict[str, str]) -> TokenPair:
        try:
            answer = self._answer(asked)
        except OAuthError as refusal:
            raise _error(str(refusal.error)) from None
        except (RequestException, OSError, ValueError, TypeError, ArithmeticError, RecursionError) as fault:
            raise transport_error(fault) from None
        granted = parse_tokens(answer)
        if granted is None:
            raise Unavailable("grant: no access token in the answer")
        return granted

    def _answer(self, asked: dict[str, str]) -> dict[str, object]:
        client = SparkOAuthSession(*self._client, user_agent=self._api.user_agent)
        url = f"{self._api.url}/v1/oauth2/grant"
        if "refresh_token" in asked:
            return dict(client.refresh_token(url, refresh_token=asked["refresh_token"]))
        return dict(client.fetch_token(url, **asked))


def _error(error: str) -> SparkError:
    """An `invalid_request` or `invalid_scope` is about this one call: it holds nobody else's back."""
    named = error if re.fullmatch(r"[a-z_]{1,40}", error) else "unlisted"
    other = BadRequest if named.startswith("invalid_") else Unavailable
    kind = SignInRequired if error == "invalid_grant" else KeyDisabled if error in KEY_ERRORS else other
    return kind(f"grant refused: {named}")


def transport_error(fault: Exception) -> RateLimited | Unavailable:
    """What it means that a grant was not answered, or not in OAuth's words."""
    response = getattr(fault, "response", None)
    if response is not None and is_rate_limited(response):
        busy = RateLimited("grant: over the rate limit", status=response.status_code)
        busy.retry_after = retry_after(response.headers)
        return busy
    return Unavailable(f"grant: {type(fault).__name__}")
