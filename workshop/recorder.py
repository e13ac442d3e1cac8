"""Records each request of a browser and the Spark calls it makes. A fault in here never stops a request."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, cast

import flask
from flask import Flask, current_app, g, has_app_context, request, request_finished, request_started
from requests import PreparedRequest
from requests import Response as SparkResponse
from werkzeug import Response

from app import session
from app.auth.signals import SignInOutcome, sign_in_finished
from app.spark.transport import exchanged
from workshop import browser_messages, spark_messages
from workshop.browser_messages import COOKIE
from workshop.record import Browser, Call, Record, Visit, is_callback
from workshop.redaction import Fingerprints

log = logging.getLogger(__name__)

IGNORED_BLUEPRINTS = {"workshop", "health"}


class Recorder:
    """One portal's record, and the key of its fingerprints. Connects to the portal's signals."""

    def __init__(self) -> None:
        self.record, self.fingerprints = Record(), Fingerprints()

    def init_app(self, app: Flask) -> None:
        app.extensions["workshop"] = self
        request_started.connect(self._begin, app)
        request_finished.connect(self._end, app)
        exchanged.connect(_record_call)
        sign_in_finished.connect(_record_failure)
        app.after_request(self._set_cookie)

    def browser(self) -> Browser | None:
        """The browser of this request, if it is known."""
        return self.record.find(request.cookies.get(COOKIE))

    def known_browser(self) -> Browser:
        """The browser of this request. A new one gets its cookie with the response."""
        browser = self.browser()
        if browser is None:
            g.workshop_cookie, browser = self.record.begin()
        return browser

    def _begin(self, _app: Flask, **_extra: Any) -> None:
        if request.endpoint != "static" and request.blueprint not in IGNORED_BLUEPRINTS:
            _never_raise(self._record_request)

    def _record_request(self) -> None:
        browser, prints = self.known_browser(), self.fingerprints
        asked, came_with = browser_messages.from_request(prints, request), browser_messages.session_id(prints, request)
        has_row = getattr(flask.session, "row", None) is not None  # not while the database is away
        g.visit = Visit(browser.number(), request.endpoint, time.time(), asked, session.role(), came_with, has_row)
        g.visit_began = time.perf_counter()
        browser.add(g.visit)

    def _set_cookie(self, response: Response) -> Response:
        if new := g.get("workshop_cookie"):
            secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
            response.set_cookie(COOKIE, new, httponly=True, samesite="Lax", secure=secure)
        return response

    def _end(self, _app: Flask, response: Response, **_extra: Any) -> None:
        if visit := current_visit():
            _never_raise(lambda: self._record_response(visit, response))

    def _record_response(self, visit: Visit, response: Response) -> None:
        visit.took_ms = (time.perf_counter() - g.visit_began) * 1000
        visit.cookies = browser_messages.cookies(self.fingerprints, response)
        visit.role_after = session.role()
        visit.answered = browser_messages.from_response(self.fingerprints, response)


def recorder() -> Recorder:
    found: Recorder = current_app.extensions["workshop"]
    return found


def current_visit() -> Visit | None:
    """The visit of this request. None outside of a request, and in a portal without a workshop."""
    return cast("Visit | None", g.get("visit")) if has_app_context() else None


def _record_call(request: PreparedRequest, *, outcome: SparkResponse | Exception, seconds: float) -> None:
    if visit := current_visit():
        _never_raise(lambda: visit.calls.append(_call(request, outcome, seconds)))


def _call(request: PreparedRequest, outcome: SparkResponse | Exception, seconds: float) -> Call:
    prints, began, took_ms = recorder().fingerprints, time.time() - seconds, seconds * 1000
    kind, asked = spark_messages.kind(request), spark_messages.from_request(prints, request)
    if isinstance(outcome, Exception):
        return Call(kind, began, took_ms, asked, None, spark_messages.fault(outcome))
    return Call(kind, began, took_ms, asked, spark_messages.from_response(prints, request, outcome))


def _record_failure(sign_in: SignInOutcome) -> None:
    visit = current_visit()
    if visit and is_callback(visit) and sign_in.result != "ok":
        visit.failure, visit.detail = sign_in.result, sign_in.check or ""


def _never_raise(record: Callable[[], object]) -> None:
    """Log the kind of a fault only: its message may hold a secret."""
    try:
        record()
    except Exception as fault:  # an observer must not break what it observes
        log.warning("the workshop did not record something: %s", type(fault).__name__)
