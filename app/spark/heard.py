"""Signals the end of each call to Spark, with its status and timing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from blinker import Signal

call_finished = Signal()
"""Sent with an ApiCall after each call, in the context of the request that the call is for."""
exchanged = Signal()
"""Sent after each HTTP exchange with its PreparedRequest, `outcome` (the Response, or the exception) and `seconds`.

These hold tokens and personal data: a receiver must not log or store them. The workshop connects to it.
"""


@dataclass
class ApiCall:
    """`service` holds neither ids nor tokens (`GET listings`, `POST oauth2/grant`).

    `status` is None if there was no response. `request_id` is Spark's `X-Request-Id`. `started` is a time of
    `time.perf_counter`.
    """

    service: str
    status: int | None = None
    request_id: str = ""
    started: float = field(default_factory=time.perf_counter)
    seconds: float = 0.0


@contextmanager
def timed(method: str, url: str) -> Iterator[ApiCall]:
    """Time one call, and signal its end however it ends."""
    call = ApiCall(_service(method, url))
    try:
        yield call
    finally:
        call.seconds = time.perf_counter() - call.started
        call_finished.send(call)


def _service(method: str, url: str) -> str:
    """The first word of the path, or both words of an OAuth service."""
    words = urlsplit(url).path.removeprefix("/v1/").split("/")
    return f"{method} {'/'.join(words[:2]) if words[0] == 'oauth2' else words[0]}"
