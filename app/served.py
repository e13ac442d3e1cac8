"""Every request, as those may hear of it who log and count: which page, how it went, how long it took and Spark in it.

See `app.spark.heard`, which tells of the calls.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from blinker import Signal
from flask import Flask, g, has_request_context, request, request_finished, request_started
from werkzeug import Response

from app import session
from app.spark import heard
from app.spark.heard import Call

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

BEGAN = "portal.began"

served = Signal()
"""Sent with a Served after each request, before its answer leaves."""


@dataclass(frozen=True)
class Served:
    """`endpoint` is blank where there is no such page; `consumer` stands for whoever is signed in, blank if nobody is.

    `seconds` is all that the page took, `waited` how much of it some call to Spark was under way.
    """

    endpoint: str
    method: str
    path: str
    status: int
    seconds: float
    consumer: str
    calls: tuple[Call, ...]
    waited: float


def init_app(app: Flask) -> None:
    """The time is taken around everything: the session's read may wait as well."""
    portal = app.wsgi_app

    def timed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[BEGAN] = time.perf_counter()
        return portal(environ, start_response)

    app.wsgi_app = timed  # type: ignore[method-assign]  # Flask means it to be replaced
    request_started.connect(_begin, app)
    request_finished.connect(_finish, app)
    app.teardown_request(_end)


@heard.answered.connect
def _call(call: Call) -> None:
    """From whichever thread; in one step, as calls of a page may end at once."""
    if has_request_context():
        g.setdefault("calls", []).append((call, time.perf_counter()))


def _begin(_app: Flask) -> None:
    g.consumer = session.mark()  # now, as this request may sign out


def _finish(_app: Flask, response: Response) -> None:
    g.status = response.status_code


def _end(_error: BaseException | None) -> None:
    """Whatever happened; without a status, not even the page for errors could be made."""
    if BEGAN not in request.environ:  # no request of a visitor, but a context of a command or a test
        return
    calls: list[tuple[Call, float]] = list(g.get("calls", ()))
    seconds = time.perf_counter() - request.environ[BEGAN]
    consumer, waited = g.get("consumer", ""), _covered((end - call.seconds, end) for call, end in calls)
    told = tuple(call for call, _ in calls)
    served.send(
        Served(
            request.endpoint or "", request.method, request.path, g.get("status", 500), seconds, consumer, told, waited
        )
    )


def _covered(spans: Iterable[tuple[float, float]]) -> float:
    """The time that at least one of the spans covers."""
    total = until = 0.0
    for begin, end in sorted(spans):
        total += max(0.0, end - max(begin, until))
        until = max(until, end)
    return total
