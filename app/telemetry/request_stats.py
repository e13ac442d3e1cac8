"""Signals the end of each request, with its timings, to the access log and the metrics.

`app.spark.transport` signals the end of each call to Spark.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from blinker import Signal
from flask import Flask, Request, g, has_request_context, request, request_finished, request_started
from werkzeug import Response

from app import session
from app.spark.transport import ApiCall, call_finished

STARTED = "portal.started"

request_measured = Signal()
"""Sent with a RequestStats after each request, before its response leaves."""


@dataclass(frozen=True)
class RequestStats:
    """`endpoint` is blank if there is no such page. `consumer` is a pseudonym, blank if nobody is signed in.

    `seconds` is the time of the whole request.
    """

    endpoint: str
    method: str
    path: str
    status: int
    seconds: float
    consumer: str
    calls: tuple[ApiCall, ...]

    @property
    def spark_seconds(self) -> float:
        """The time during which at least one call to Spark was running."""
        total = until = 0.0
        for call in sorted(self.calls, key=attrgetter("started")):
            end = call.started + call.seconds
            total += max(0.0, end - max(call.started, until))
            until = max(until, end)
        return total


@dataclass
class LastCall:
    """How the last call of this process to Spark ended. `ended` is in seconds of the monotonic clock, 0 before any."""

    answered: bool = False
    ended: float = 0.0


last_call = LastCall()


class TimedRequest(Request):
    """A request that knows when it started: before its session is read, which may wait as well."""

    def __init__(self, environ: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        environ[STARTED] = time.perf_counter()
        super().__init__(environ, *args, **kwargs)


def init_app(app: Flask) -> None:
    app.request_class = TimedRequest
    request_started.connect(_remember_consumer, app)
    request_finished.connect(_remember_status, app)
    app.teardown_request(_send_stats)


@call_finished.connect
def _remember_call(call: ApiCall) -> None:
    """Runs in any thread. `setdefault` is atomic: the calls of a page may end at the same time."""
    last_call.answered, last_call.ended = call.status is not None and call.status < 500, time.monotonic()
    if has_request_context():
        g.setdefault("calls", []).append(call)


def _remember_consumer(_app: Flask) -> None:
    g.consumer = session.log_id()  # now: this request may sign out


def _remember_status(_app: Flask, response: Response) -> None:
    g.status = response.status_code


def _send_stats(_error: BaseException | None) -> None:
    """Send the stats however the request went. It has no status if not even the error page could be made."""
    if "consumer" not in g:  # the request context of a command or a test
        return
    stats = RequestStats(
        endpoint=request.endpoint or "",
        method=request.method,
        path=request.path,
        status=g.get("status", 500),
        seconds=time.perf_counter() - request.environ[STARTED],
        consumer=g.consumer,
        calls=tuple(g.get("calls", ())),
    )
    request_measured.send(stats)
