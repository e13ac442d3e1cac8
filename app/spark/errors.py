"""What can go wrong when Spark is asked for something: a small family, turned into pages in one place."""

from __future__ import annotations


class SparkError(Exception):
    """Spark did not give what was asked for.

    `status` is the HTTP status (None: no answer came), `code` Spark's own number (0: none), `request_id` the
    `X-Request-Id` to quote to the vendor's support. The message is for the log, never for a page.
    """

    def __init__(self, message: str, *, status: int | None = None, code: int = 0, request_id: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.request_id = status, code, request_id

    def __str__(self) -> str:
        return f"{self.args[0]} (status {self.status}, code {self.code}, request {self.request_id or 'unknown'})"


class SignInRequired(SparkError):
    """The token is expired, deleted or unknown: the consumer has to sign in (again)."""


class Forbidden(SparkError):
    """Spark understood and will not: the service is above the key's level (1500), off for this MLS (1505), or not for
    this role."""


class AccountDisabled(Forbidden):
    """Code 1015: the person is unknown, inactive, or has lost access; no call will work."""


class KeyDisabled(Forbidden):
    """Codes 1005, 1010, 1013, 1019 and 1021, or a wrong client secret: what is wrong is this site's key.

    Signing in again does not help anybody; its operator has to act.
    """


class NotFound(SparkError):
    """There is no such thing, or not for this consumer."""


class RateLimited(SparkError):
    """The key is over its rate limit, shared by all its users; calls are welcome again after `retry_after` seconds."""

    retry_after: int = 30


class Unavailable(SparkError):
    """No usable answer: unreachable, too slow, a server fault, or something that is not Spark's JSON."""


class BadRequest(SparkError):
    """Spark calls the request itself wrong (a filter, a parameter): a fault of ours."""
