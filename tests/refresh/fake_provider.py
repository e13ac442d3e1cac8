"""A fake OAuth provider that rotates refresh tokens, for the state machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from app.spark.errors import SignInRequired, Unavailable
from app.spark.oauth_client import TokenPair

Way = Literal["well", "without a new refresh token", "outage", "answer lost", "crash"]

Reuse = Literal["ends the authorization", "is refused", "is forgiven"]
"""When forgiven, it issues new tokens again, and the ones that it issued before are void."""


class Crash(Exception):
    """The process that made the call has crashed."""


@dataclass
class Authorization:
    """One sign-in and its valid tokens."""

    refresh: str = ""
    access: set[str] = field(default_factory=set)
    over: bool = False


class Provider:
    """A refresh token works once. `reuse` decides what happens when it comes again."""

    def __init__(self) -> None:
        self.reuse: Reuse = "ends the authorization"
        self.answered: set[str] = set()
        """Refresh tokens that are used up and whose successor has reached the portal."""
        self._numbers = count(1)
        self._authorizations: dict[str, Authorization] = {}

    def sign_in(self) -> TokenPair:
        return self._issue(Authorization())

    def refresh(self, token: str, way: Way, before: Callable[[], None], after: Callable[[], None]) -> TokenPair:
        """Issue new tokens. `before` and `after` run around the refresh. Raises the errors of Spark's grant."""
        before()
        if way == "outage":
            raise Unavailable("an outage")
        new = self._renewed(token, rotate=way != "without a new refresh token")
        after()
        if way == "answer lost":
            raise Unavailable("answered too late")
        if way == "crash":
            raise Crash
        self.answered |= {token} if new.refresh_token else set()
        return new

    def takes(self, access: str) -> bool:
        return any(access in a.access and not a.over for a in self._authorizations.values())

    def expire(self) -> None:
        for authorization in self._authorizations.values():
            authorization.access.clear()

    def revoke(self, access: str) -> None:
        """As at Spark, an expired token ends nothing."""
        for authorization in self._authorizations.values():
            authorization.over |= access in authorization.access

    def end(self, refresh: str) -> None:
        self._authorizations[refresh].over = True

    def is_over(self, refresh: str) -> bool:
        """Whether this token no longer works, or should not."""
        authorization = self._authorizations[refresh]
        return authorization.over or authorization.refresh != refresh

    def _renewed(self, token: str, *, rotate: bool) -> TokenPair:
        authorization = self._authorizations[token]
        if authorization.over or (self.is_over(token) and self.reuse != "is forgiven"):
            authorization.over |= self.reuse == "ends the authorization"
            raise SignInRequired("refused")
        new = self._issue(authorization)
        if rotate:
            return new
        authorization.refresh = token
        return TokenPair(new.access_token)

    def _issue(self, authorization: Authorization) -> TokenPair:
        number = next(self._numbers)
        authorization.refresh = f"refresh-{number:05}"
        authorization.access.add(f"access-{number}")
        self._authorizations[authorization.refresh] = authorization
        return TokenPair(f"access-{number}", authorization.refresh)
