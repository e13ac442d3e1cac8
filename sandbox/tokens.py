"""Authorizations, codes and tokens: what the sandbox has issued, and the access that they grant."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock
from time import time
from typing import Literal, NamedTuple

from sandbox.errors import OAuthError
from sandbox.people import Agent, Consumer

Role = Literal["vow", "private", "idx"]


@dataclass(frozen=True)
class Access:
    """What a token gives access to. `endpoint` is the path of the sign-in, such as `/auth/vow/danalee`."""

    person: Consumer | Agent
    agent: Agent
    role: Role
    endpoint: str
    client_id: str

    @property
    def mls_id(self) -> str:
        return self.agent.mls.id


CODE_SECONDS = 600
TOKEN_SECONDS = 86_400


@dataclass(eq=False)
class Authorization:
    """A person's consent. `refresh_token` is the current one. Revoking the authorization ends all its tokens."""

    access: Access
    refresh_token: str = ""
    revoked: bool = False


AuthorizationFilter = Callable[[Authorization], bool]


@dataclass
class AuthorizationCode:
    """An authorization code, and the authorization that it was exchanged for."""

    access: Access
    redirect_uri: str
    expires: float
    authorization: Authorization | None = None


@dataclass
class AccessToken:
    authorization: Authorization
    issued: float
    expires: float

    @property
    def has_expired(self) -> bool:
        return time() >= self.expires


class TokenPair(NamedTuple):
    """The response to a grant; `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


class TokenStore:
    """Thread-safe. Times are seconds since the epoch; errors are an `OAuthError` with `invalid_grant`.

    `token_seconds` is the lifetime of new tokens.
    """

    def __init__(self) -> None:
        self.token_seconds = TOKEN_SECONDS
        self._codes: dict[str, AuthorizationCode] = {}
        self._tokens: dict[str, AccessToken] = {}
        self._refreshes: dict[str, Authorization] = {}
        self._lock = RLock()

    def issue_code(self, access: Access, redirect_uri: str) -> str:
        code = random_token()
        self._codes[code] = AuthorizationCode(access, redirect_uri, time() + CODE_SECONDS)
        return code

    def redeem(self, code: str, client_id: str, redirect_uri: str) -> TokenPair:
        """Exchange a code once, for the client and redirect URI that it was issued to.

        A replayed code may be stolen, so it revokes the tokens that it was exchanged for (RFC 6749 4.1.2, a SHOULD).
        """
        with self._lock:
            found = self._codes.get(code)
            if found is None or found.access.client_id != client_id:
                raise invalid_grant("The code is not known.")
            if found.authorization:
                found.authorization.revoked = True
                raise invalid_grant("The code was used before.")
            if time() >= found.expires:
                raise invalid_grant("The code has expired.")
            if found.redirect_uri != redirect_uri:
                raise invalid_grant("Parameter redirect_uri is not the one the code was sent to.")
            found.authorization = Authorization(found.access)
            return self._issue(found.authorization)

    def refresh(self, refresh_token: str, client_id: str) -> TokenPair:
        """Exchange a refresh token once. A replayed one revokes the whole authorization."""
        with self._lock:
            authorization = self._refreshes.get(refresh_token)
            if authorization is None or authorization.revoked or authorization.access.client_id != client_id:
                raise invalid_grant("The refresh token is not known.")
            if authorization.refresh_token != refresh_token:
                authorization.revoked = True
                raise invalid_grant("The refresh token was used before.")
            return self._issue(authorization)

    def authorize(self, access: Access) -> TokenPair:
        with self._lock:
            return self._issue(Authorization(access))

    def find(self, access_token: str) -> AccessToken | None:
        """The token, even if it has expired; None if it is unknown or revoked."""
        token = self._tokens.get(access_token)
        return token if token and not token.authorization.revoked else None

    def find_authorization(self, access_token: str) -> Authorization | None:
        """The authorization of an access token, even if expired or revoked; None for an unknown token."""
        token = self._tokens.get(access_token)
        return token.authorization if token else None

    def find_refreshable(self, refresh_token: str) -> Authorization | None:
        """The authorization of a refresh token, even if used or revoked; None for an unknown token."""
        return self._refreshes.get(refresh_token)

    def expire(self, selects: AuthorizationFilter) -> int:
        """Expire the live access tokens of these authorizations; returns how many."""
        live = [token for token in self._live(selects) if not token.has_expired]
        for token in live:
            token.expires = time()
        return len(live)

    def revoke(self, selects: AuthorizationFilter) -> int:
        """Revoke these authorizations; returns how many access tokens ended."""
        live = self._live(selects)
        for token in live:
            token.authorization.revoked = True
        return len(live)

    def _live(self, selects: AuthorizationFilter) -> list[AccessToken]:
        with self._lock:
            live = [token for token in self._tokens.values() if not token.authorization.revoked]
        return [token for token in live if selects(token.authorization)]

    def _issue(self, authorization: Authorization) -> TokenPair:
        pair = TokenPair(random_token(), random_token(), self.token_seconds)
        authorization.refresh_token = pair.refresh_token
        self._refreshes[pair.refresh_token] = authorization
        self._tokens[pair.access_token] = AccessToken(authorization, time(), time() + pair.expires_in)
        return pair


def random_token() -> str:
    """An unguessable token that looks like Spark's: 25 lower-case base-36 characters."""
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(25))


def invalid_grant(description: str) -> OAuthError:
    return OAuthError("invalid_grant", description)
