"""What happens at the door, as those may hear of it who count: how sign-ins end, and renewals of tokens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from blinker import Signal

from app.spark.errors import SignInRequired

sign_in_ended = Signal()
"""Sent with a SignIn."""
renewal_ended = Signal()
"""Sent with `renewed`, `refused` (whoever it was has to sign in again) or `unavailable` (it will be tried again)."""


@dataclass(frozen=True)
class SignIn:
    """`way` is `vow` (for several agents), `portal` (one agent's), `agent` or `password`; blank if nobody knows.

    `result` is `ok` or the cause of the failure.
    """

    way: str
    result: str


@contextmanager
def renewing() -> Iterator[None]:
    """Tells how a renewal ends."""
    result = "unavailable"
    try:
        yield
        result = "renewed"
    except SignInRequired:
        result = "refused"
        raise
    finally:
        renewal_ended.send(result)
