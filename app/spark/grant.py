"""Tokens from Spark by a refresh token or a password: POST `/v1/oauth2/grant`. Works in a plain script too.

See https://sparkplatform.com/docs/authentication/oauth2_authentication. The code of a sign-in is exchanged by Authlib's
Flask client, see `app.sign_in.exchange`; its answer is read here as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from authlib.integrations.base_client import OAuthError
from requests import RequestException

from .answer import retry_after
from .client import Api
from .dialect import SparkSession, to_wait
from .errors import Busy, KeyOff, Misasked, SignInRequired, SparkError, Unavailable
from .fields import as_number
from .hold import Hold

TOKEN = re.compile(r"[\x21-\x7e]{1,1000}")
OURS = {"invalid_client", "unauthorized_client", "unsupported_grant_type"}
"""What Spark says when this site's key is at fault, and nobody's sign-in."""


@dataclass(frozen=True)
class Granted:
    """What a grant gave. Only the access token is certain; `lasts` is in seconds."""

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    lasts: float | None = None


def read(answer: Mapping[str, object]) -> Granted | None:
    """The tokens in the answer of a grant; None if there is no access token in it."""
    access, refresh = _token(answer.get("access_token")), _token(answer.get("refresh_token"))
    lasts = as_number(answer.get("expires_in"))
    return Granted(access, refresh, float(lasts) if lasts and lasts > 0 else None) if access else None


def _token(value: object) -> str | None:
    return value if isinstance(value, str) and TOKEN.fullmatch(value) else None


class Grants:
    """The grant call with this site's key. After failures in a row, further calls are held back for a while."""

    def __init__(self, api: Api, client_id: str, client_secret: str) -> None:
        self._api, self._client, self._hold = api, (client_id, client_secret), Hold()

    def refresh(self, refresh_token: str) -> Granted:
        """Raises SignInRequired if the grant is over (`invalid_grant`, nothing else), and the rest of `errors`."""
        return self._ask(grant_type="refresh_token", refresh_token=refresh_token)

    def password(self, name: str, password: str) -> Granted:
        """Raises SignInRequired if name or password is wrong, else as `refresh`."""
        return self._ask(grant_type="password", username=name, password=password)

    def _ask(self, **asked: str) -> Granted:
        self._api.require_welcome()
        if self._hold.left:
            raise Unavailable("grant: held back after failures")
        try:
            granted = self._granted(asked)
        except Busy as busy:
            self._api.hold.wait(busy.retry_after)
            raise
        except Unavailable:
            self._hold.failed()
            raise
        self._hold.worked()
        return granted

    def _granted(self, asked: dict[str, str]) -> Granted:
        try:
            answer = self._answer(asked)
        except OAuthError as refusal:
            raise _error(str(refusal.error)) from None
        except (RequestException, OSError, ValueError, TypeError, ArithmeticError, RecursionError) as fault:
            raise outage(fault) from None
        granted = read(answer)
        if granted is None:
            raise Unavailable("grant: no access token in the answer")
        return granted

    def _answer(self, asked: dict[str, str]) -> dict[str, object]:
        client = SparkSession(*self._client, user_agent=self._api.user_agent)
        url = f"{self._api.url}/v1/oauth2/grant"
        if "refresh_token" in asked:
            return dict(client.refresh_token(url, refresh_token=asked["refresh_token"]))
        return dict(client.fetch_token(url, **asked))


def _error(error: str) -> SparkError:
    """An `invalid_request` or `invalid_scope` is about this one call: it holds nobody else's back."""
    named = error if re.fullmatch(r"[a-z_]{1,40}", error) else "unlisted"
    other = Misasked if named.startswith("invalid_") else Unavailable
    kind = SignInRequired if error == "invalid_grant" else KeyOff if error in OURS else other
    return kind(f"grant refused: {named}")


def outage(fault: Exception) -> Busy | Unavailable:
    """What it means that a grant was not answered, or not in OAuth's words."""
    response = getattr(fault, "response", None)
    if response is not None and to_wait(response):
        busy = Busy("grant: over the rate limit", status=response.status_code)
        busy.retry_after = retry_after(response.headers)
        return busy
    return Unavailable(f"grant: {type(fault).__name__}")
