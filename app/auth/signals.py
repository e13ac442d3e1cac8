"""Signals how sign-ins and token refreshes end, to the metrics."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from blinker import Signal

from app.auth.errors import Check
from app.spark.errors import SignInRequired

sign_in_finished = Signal()
"""Sent with a SignIn."""
token_refreshed = Signal()
"""Sent with `renewed`, `refused` (whoever it was has to sign in again) or `unavailable` (it will be tried again)."""


@dataclass(frozen=True)
class SignInOutcome:
    """`way` is `vow` (for several agents), `portal` (one agent's), `agent` or `password`; blank if nobody knows.

    `result` is `ok` or the cause of the failure, `check` what a callback failed on, if it is one of ours.
    """

    way: str
    result: str
    check: Check | None = None


@contextmanager
def signal_refresh() -> Iterator[None]:
    """Tells how a renewal ends."""
    result = "unavailable"
    try:
        yield
        result = "renewed"
    except SignInRequired:
        result = "refused"
        raise
    finally:
        token_refreshed.send(result)
