"""Every code and token that a sandbox has given out."""

from __future__ import annotations

import secrets
import string
from collections.abc import Callable
from dataclasses import dataclass
from threading import RLock
from time import time
from typing import NamedTuple

from sandbox.access import Access
from sandbox.envelope import GrantFault

CODE_SECONDS = 600
TOKEN_SECONDS = 86_400


@dataclass(eq=False)
class Authorization:
    """What a person allowed; `refresh_token` is the one that still works. Revoking it ends all its tokens."""

    access: Access
    refresh_token: str = ""
    revoked: bool = False


Whose = Callable[[Authorization], bool]


@dataclass
class Code:
    """An authorization code, and what it was exchanged for, if it was."""

    access: Access
    redirect_uri: str
    expires: float
    authorization: Authorization | None = None


@dataclass
class Token:
    authorization: Authorization
    issued: float
    expires: float

    @property
    def has_expired(self) -> bool:
        return time() >= self.expires


class TokenPair(NamedTuple):
    """What a grant answers; `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


class Ledger:
    """Safe for threads. Times are seconds since the epoch; refusals are a `GrantFault` `invalid_grant`.

    `token_seconds` is how long the tokens last that are issued from now on.
    """

    def __init__(self) -> None:
        self.token_seconds = TOKEN_SECONDS
        self._codes: dict[str, Code] = {}
        self._tokens: dict[str, Token] = {}
        self._refreshes: dict[str, Authorization] = {}
        self._lock = RLock()

    def issue_code(self, access: Access, redirect_uri: str) -> str:
        code = opaque()
        self._codes[code] = Code(access, redirect_uri, time() + CODE_SECONDS)
        return code

    def redeem(self, code: str, client_id: str, redirect_uri: str) -> TokenPair:
        """Exchange a code, once, for the client and redirect URI that it was issued to.

        A code that comes a second time may be stolen, so the tokens it gave are taken back (RFC 6749 4.1.2, a SHOULD).
        """
        with self._lock:
            found = self._codes.get(code)
            if found is None or found.access.client_id != client_id:
                raise refused("The code is not known.")
            if found.authorization:
                found.authorization.revoked = True
                raise refused("The code was used before.")
            if time() >= found.expires:
                raise refused("The code has expired.")
            if found.redirect_uri != redirect_uri:
                raise refused("Parameter redirect_uri is not the one the code was sent to.")
            found.authorization = Authorization(found.access)
            return self._issue(found.authorization)

    def refresh(self, refresh_token: str, client_id: str) -> TokenPair:
        """Exchange a refresh token, once; one that comes a second time ends the whole authorization."""
        with self._lock:
            authorization = self._refreshes.get(refresh_token)
            if authorization is None or authorization.revoked or authorization.access.client_id != client_id:
                raise refused("The refresh token is not known.")
            if authorization.refresh_token != refresh_token:
                authorization.revoked = True
                raise refused("The refresh token was used before.")
            return self._issue(authorization)

    def authorize(self, access: Access) -> TokenPair:
        with self._lock:
            return self._issue(Authorization(access))

    def find(self, access_token: str) -> Token | None:
        """The token, also if it has expired; None if it was never given out or its authorization has ended."""
        token = self._tokens.get(access_token)
        return token if token and not token.authorization.revoked else None

    def authorization_of(self, access_token: str) -> Authorization | None:
        """The one that the access token belongs to, even if either has ended; None if it was never given out."""
        token = self._tokens.get(access_token)
        return token.authorization if token else None

    def refreshed_by(self, refresh_token: str) -> Authorization | None:
        """The one that the refresh token belongs to, even if either has ended; None if it was never given out."""
        return self._refreshes.get(refresh_token)

    def expire(self, whose: Whose) -> int:
        """Let the living access tokens of these authorizations expire now; answers how many."""
        living = [token for token in self._living(whose) if not token.has_expired]
        for token in living:
            token.expires = time()
        return len(living)

    def revoke(self, whose: Whose) -> int:
        """End these authorizations; answers how many access tokens died of it."""
        living = self._living(whose)
        for token in living:
            token.authorization.revoked = True
        return len(living)

    def _living(self, whose: Whose) -> list[Token]:
        with self._lock:
            living = [token for token in self._tokens.values() if not token.authorization.revoked]
        return [token for token in living if whose(token.authorization)]

    def _issue(self, authorization: Authorization) -> TokenPair:
        pair = TokenPair(opaque(), opaque(), self.token_seconds)
        authorization.refresh_token = pair.refresh_token
        self._refreshes[pair.refresh_token] = authorization
        self._tokens[pair.access_token] = Token(authorization, time(), time() + pair.expires_in)
        return pair


def opaque() -> str:
    """An unguessable value in the shape of Spark's: 25 lower-case base-36 characters."""
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(25))


def refused(description: str) -> GrantFault:
    return GrantFault("invalid_grant", description)
