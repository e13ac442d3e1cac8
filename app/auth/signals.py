"""Signals for the metrics: how sign-ins and token refreshes end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from blinker import Signal

from app.auth.errors import Check
from app.spark.errors import SignInRequired

sign_in_finished = Signal()
"""Sent with a SignInOutcome."""
token_refreshed = Signal()
"""Sent with `renewed`, `refused` (the consumer must sign in again) or `unavailable` (a later request tries again)."""


@dataclass(frozen=True)
class SignInOutcome:
    """`way` is `vow` (the multi-agent endpoint), `portal`, `agent` or `password`; blank if unknown.

    `result` is `ok`, or the `cause` of a SignInError. `check` is what a callback failed on, if it is one of ours.
    """

    way: str
    result: str
    check: Check | None = None


@contextmanager
def signal_refresh() -> Iterator[None]:
    """Sends `token_refreshed` with how the refresh ends."""
    result = "unavailable"
    try:
        yield
        result = "renewed"
    except SignInRequired:
        result = "refused"
        raise
    finally:
        token_refreshed.send(result)
