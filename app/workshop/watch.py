"""Listening: each request of a browser, and each call that it leads to. Whatever goes wrong here, the visit goes on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

import flask
from flask import Flask, current_app, g, has_app_context, request, request_finished, request_started
from requests import PreparedRequest
from requests import Response as Answer
from werkzeug import Response

from app import session
from app.sign_in.failure import SignInFailed
from app.spark.client import Api
from app.spark.dialect import SparkSession

from . import browser_said, spark_said
from .browser_said import COOKIE
from .record import Browser, Call, Record, Visit
from .redact import Marks

log = logging.getLogger(__name__)

NOT_WATCHED = {"workshop", "breaks", "health"}
CHECKS = frozenset(
    {
        "not a GET", "the query is too long", "a parameter is repeated", "no code",
        "state missing, unknown or used", "state too old", "signed out, or in, meanwhile",
        "grant refused: invalid_grant", "grant refused: invalid_client", "grant timed out",
        "grant: no access token in the answer",
    }
)  # fmt: skip
"""The details of a failed sign-in that are words of ours."""


class Watch:
    """One portal's record, and the key of its fingerprints."""

    def __init__(self) -> None:
        self.record, self.marks = Record(), Marks()

    def init_app(self, app: Flask) -> None:
        """Flask tells of each request; the callback's view and the client of the API are put behind listening ones."""
        app.extensions["workshop"] = self
        request_started.connect(self._begin, app)
        request_finished.connect(self._end, app)
        app.after_request(self._give_cookie)
        app.view_functions["sign_in.callback"] = _noting(app.view_functions["sign_in.callback"])
        api: Api = app.extensions["api"]
        api.client = HeardSession
        app.extensions["spark"].client_cls = HeardSession

    def browser(self) -> Browser | None:
        """The browser of this request, if it is known."""
        return self.record.find(request.cookies.get(COOKIE))

    def known_browser(self) -> Browser:
        """The browser of this request; a new one gets its cookie with the answer."""
        browser = self.browser()
        if browser is None:
            g.workshop_cookie, browser = self.record.begin()
        return browser

    def _begin(self, _app: Flask, **_extra: Any) -> None:
        if request.endpoint != "static" and request.blueprint not in NOT_WATCHED:
            _surely(self._note_request)

    def _note_request(self) -> None:
        browser = self.known_browser()
        asked, came_with = browser_said.asked(self.marks, request), browser_said.session_cookie(self.marks, request)
        endpoint = request.endpoint
        row = getattr(flask.session, "stored", None) is not None  # there is none while the database is away
        g.visit = Visit(browser.number(), endpoint, time.time(), asked, session.role(), came_with, row)
        g.visit_began = time.perf_counter()
        browser.add(g.visit)

    def _give_cookie(self, response: Response) -> Response:
        if new := g.get("workshop_cookie"):
            secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
            response.set_cookie(COOKIE, new, httponly=True, samesite="Lax", secure=secure)
        return response

    def _end(self, _app: Flask, response: Response, **_extra: Any) -> None:
        if visit := visit_under_way():
            _surely(lambda: self._note_answer(visit, response))

    def _note_answer(self, visit: Visit, response: Response) -> None:
        visit.took_ms = (time.perf_counter() - g.visit_began) * 1000
        visit.cookies = browser_said.cookies(self.marks, response)
        visit.role_after = session.role()
        visit.answered = browser_said.answered(self.marks, response)


class HeardSession(SparkSession):
    """The client of the API, heard by the visit that it works for."""

    def send(self, request: PreparedRequest, **kwargs: Any) -> Answer:
        began, clock = time.time(), time.perf_counter()
        try:
            answer: Answer = super().send(request, **kwargs)
        except Exception as error:
            _note_call(request, error, began, clock)
            raise
        _note_call(request, answer, began, clock)
        return answer


def visit_under_way() -> Visit | None:
    return cast("Visit | None", g.get("visit")) if has_app_context() else None


def _note_call(request: PreparedRequest, outcome: Answer | Exception, began: float, clock: float) -> None:
    took = (time.perf_counter() - clock) * 1000
    if visit := visit_under_way():
        _surely(lambda: visit.calls.append(_call(request, outcome, began, took)))


def _call(request: PreparedRequest, outcome: Answer | Exception, began: float, took: float) -> Call:
    marks: Marks = current_app.extensions["workshop"].marks
    kind, asked = spark_said.kind(request), spark_said.asked(marks, request)
    if isinstance(outcome, Exception):
        return Call(kind, began, took, asked, None, spark_said.fault(outcome))
    return Call(kind, began, took, asked, spark_said.answered(marks, request, outcome))


def _noting(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, with the reason of a failed sign-in noted on its way to the error page."""

    @wraps(view)
    def noted(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except SignInFailed as error:
            if visit := visit_under_way():
                visit.failure = error.failure.cause
                visit.detail = next((known for known in CHECKS if str(error).endswith(f": {known}")), "")
            raise

    return noted


def _surely(note: Callable[[], object]) -> None:
    """A fault of ours is told by its kind alone: its words could hold what must not be shown."""
    try:
        note()
    except Exception as fault:  # nothing that listens may stop what it listens to
        log.warning("the workshop did not record something: %s", type(fault).__name__)
