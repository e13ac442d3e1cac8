"""A Spark of a few lines that rotates refresh tokens, for a model to compare with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from app.session import Tokens
from app.spark.errors import SignInRequired, Unavailable

Way = Literal["well", "without a new refresh token", "outage", "answer lost", "crash"]

Reuse = Literal["ends the authorization", "is refused", "is forgiven"]
"""Forgiven: it gives new tokens once more, and those that it gave before are void."""


class Crash(Exception):
    """The process that asked is no more."""


@dataclass
class Authorization:
    """What one sign-in allowed: the tokens that are good for it."""

    refresh: str = ""
    access: set[str] = field(default_factory=set)
    over: bool = False


class Provider:
    """A refresh token works once. What becomes of one that comes again depends on how strict Spark is."""

    def __init__(self) -> None:
        self.reuse: Reuse = "ends the authorization"
        self.answered: set[str] = set()
        """Refresh tokens that are used up, the portal having been given the next."""
        self._numbers = count(1)
        self._authorizations: dict[str, Authorization] = {}

    def sign_in(self) -> Tokens:
        return self._issue(Authorization())

    def refresh(self, token: str, way: Way, before: Callable[[], None], after: Callable[[], None]) -> Tokens:
        """New tokens; `before` and `after` it is carried out, something else happens. Raises as Spark's grant does."""
        before()
        if way == "outage":
            raise Unavailable("an outage")
        new = self._renewed(token, rotate=way != "without a new refresh token")
        after()
        if way == "answer lost":
            raise Unavailable("answered too late")
        if way == "crash":
            raise Crash
        self.answered |= {token} if new.refresh else set()
        return new

    def takes(self, access: str) -> bool:
        return any(access in a.access and not a.over for a in self._authorizations.values())

    def expire(self) -> None:
        for authorization in self._authorizations.values():
            authorization.access.clear()

    def revoke(self, access: str) -> None:
        """An expired token ends nothing, as at Spark."""
        for authorization in self._authorizations.values():
            authorization.over |= access in authorization.access

    def end(self, refresh: str) -> None:
        self._authorizations[refresh].over = True

    def is_over(self, refresh: str) -> bool:
        """Whether this token is no more good for anything, or should not be."""
        authorization = self._authorizations[refresh]
        return authorization.over or authorization.refresh != refresh

    def _renewed(self, token: str, *, rotate: bool) -> Tokens:
        authorization = self._authorizations[token]
        if authorization.over or (self.is_over(token) and self.reuse != "is forgiven"):
            authorization.over |= self.reuse == "ends the authorization"
            raise SignInRequired("refused")
        new = self._issue(authorization)
        if rotate:
            return new
        authorization.refresh = token
        return Tokens(new.access)

    def _issue(self, authorization: Authorization) -> Tokens:
        number = next(self._numbers)
        authorization.refresh = f"refresh-{number:05}"
        authorization.access.add(f"access-{number}")
        self._authorizations[authorization.refresh] = authorization
        return Tokens(f"access-{number}", authorization.refresh)
