"""Every call to Spark, as those may hear of it who log and count: its service, how it went, how long it took."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from blinker import Signal

answered = Signal()
"""Sent with a Call after each one. It is heard in the context of the request that the call is for."""


@dataclass
class Call:
    """`service` names neither ids nor tokens (`GET listings`, `POST oauth2/grant`); `seconds` is all that it took.

    `status` is None if nothing came; `request_id` is Spark's `X-Request-Id`.
    """

    service: str
    status: int | None = None
    request_id: str = ""
    seconds: float = field(default=0.0)


@contextmanager
def timed(method: str, url: str) -> Iterator[Call]:
    """Times one call, and tells of it however it ends."""
    call, began = Call(_service(method, url)), time.perf_counter()
    try:
        yield call
    finally:
        call.seconds = time.perf_counter() - began
        answered.send(call)


def _service(method: str, url: str) -> str:
    """The first word of the path; the two of OAuth are told apart."""
    words = urlsplit(url).path.removeprefix("/v1/").split("/")
    return f"{method} {'/'.join(words[:2]) if words[0] == 'oauth2' else words[0]}"
