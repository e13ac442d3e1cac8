"""Turns each error into a page that says what happened and what to do. The log has the same reference."""

from __future__ import annotations

import logging

from flask import Flask, Response, current_app, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response as BaseResponse
from werkzeug.exceptions import HTTPException, InternalServerError

from app import security, session
from app.auth import access, saved_form
from app.auth.errors import SignInFailed, SignInUnavailable
from app.auth.signals import SignInOutcome, sign_in_finished
from app.formats import in_about
from app.rate_limit import RateLimitExceeded
from app.security import is_same_origin
from app.session import DatabaseUnavailable
from app.spark.errors import Forbidden, NotFound, RateLimited, SignInRequired, SparkError
from app.telemetry.logs import request_id
from app.views import context
from app.views.error_messages import log_error, log_once, message

log = logging.getLogger(__name__)
Page = tuple[str, int]

MESSAGES = {
    403: ("This did not come from this site", "Open the page here and try again; nothing was changed."),
    404: ("There is no such page", "Check the address, or go on from here."),
    405: ("This address takes no visitors", "Go back and try again from the page itself."),
    413: ("That was too much at once", "Please send less."),
    414: ("This address is too long", "Go on from here, with fewer conditions."),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(SignInRequired, _sign_in_over)
    app.register_error_handler(SignInFailed, _sign_in_failed)
    app.register_error_handler(SparkError, _spark_failed)
    app.register_error_handler(RateLimitExceeded, _rate_limited)
    app.register_error_handler(SignInUnavailable, _sign_in_unavailable)
    app.register_error_handler(CSRFError, _csrf_failed)
    app.register_error_handler(DatabaseUnavailable, _database_away)
    app.register_error_handler(SQLAlchemyError, _database_away)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _unexpected)
    app.logger.addFilter(_has_no_line_yet)


def _sign_in_over(_error: SignInRequired) -> Page | BaseResponse:
    if unavailable := current_app.extensions.get("sign_in_unavailable"):
        return _sign_in_unavailable(unavailable())
    return access.force_logout()


def _sign_in_failed(error: SignInFailed) -> Page:
    log.warning("sign-in failed: %s", error)
    sign_in_finished.send(SignInOutcome(error.way, error.failure.cause, error.check))
    again = url_for("agent.show") if error.role == "agent" else url_for("auth.landing", wanted=error.next_url)
    page = render_template("sign_in/failed.html", failure=error.failure, again=again, reference=request_id())
    return page, error.failure.status


def _spark_failed(error: SparkError) -> Page | Response:
    log_error(error, "Spark failed")
    session.discard_changes()  # a draft that was taken out for this page waits for the next
    if request.method == "POST":
        saved_form.save()
    if isinstance(error, NotFound):
        advice = "This home is off the market, or its seller keeps it private."
        return _page(404, "No longer available to view", advice, gone=_home())
    if isinstance(error, Forbidden):
        return _page(403, *message(error))
    if isinstance(error, RateLimited):
        return _busy(error)
    what = "flexmls is" if session.role() == "agent" else "Listings are"
    return _page(502, f"{what} not answering", "Nothing of yours is lost. Try again in a minute.", retry=True)


def _busy(error: RateLimited) -> Response:
    """All visitors together made too many calls for the key. Says when to try again."""
    advice = f"flexmls asks this site to wait. Please try again {in_about(error.retry_after)}; nothing is lost."
    page, status = _page(503, "It is busy right now", advice, retry=True)
    return Response(page, status, {"Retry-After": str(error.retry_after)}, mimetype="text/html")


def _rate_limited(error: RateLimitExceeded) -> Response:
    """Saves what was typed for the next form. No link leads back to the callback, whose address holds a code."""
    if request.method == "POST" and is_same_origin():
        saved_form.save()
    advice = f"{error.advice} Please go on {in_about(error.seconds)}."
    page, status = _page(429, error.title, advice, retry=request.endpoint != "auth.callback")
    return Response(page, status, {"Retry-After": str(error.seconds)}, mimetype="text/html")


def _sign_in_unavailable(error: SignInUnavailable) -> Page:
    log_once(error.title, f"{error.title}. {error.advice}")
    return _page(503, error.title, error.advice)


def _csrf_failed(_error: CSRFError) -> Page:
    """Saves what was typed before a sign-in in another tab. What another site sends is dropped."""
    if is_same_origin():
        saved_form.save()
    advice = "Open it again and send it once more; nothing was changed."
    return _page(400, "This page was open for too long", advice, retry=True)


def _database_away(error: Exception) -> Page:
    log.error("the database does not answer: %s", type(error).__name__)
    return _page(503, "We cannot look you up right now", "Nothing is lost. Please try again in a minute.", retry=True)


def _http(error: HTTPException) -> tuple[str, int, list[tuple[str, str]]] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    if code == 413:
        security.drain()
    page, status = _page(code, *MESSAGES.get(code, ("This did not work", "Go back and try again.")))
    return page, status, [header for header in error.get_headers() if header[0] in {"Allow", "Retry-After"}]


def _unexpected(error: InternalServerError) -> Page:
    """A bug in the portal. Drops the session changes of the failed view."""
    cause = error.original_exception
    if isinstance(cause, DatabaseUnavailable | SQLAlchemyError):
        return _database_away(cause)
    session.discard_changes()
    return _page(500, "Something went wrong on our side", "Nothing is lost. Please try again in a minute.", retry=True)


def _has_no_line_yet(record: logging.LogRecord) -> bool:
    """Filters out Flask's traceback for a session that cannot be saved; `_database_away` logs one line."""
    return not (record.exc_info and isinstance(record.exc_info[1], DatabaseUnavailable | SQLAlchemyError))


def _home() -> str | None:
    """The listing id in the requested address."""
    return (request.view_args or {}).get("listing_id") if request.endpoint == "listing.show" else None


def _page(status: int, title: str, advice: str, *, retry: bool = False, gone: str | None = None) -> Page:
    context.settle()
    again = saved_form.form_page() if retry else None
    page = render_template(
        "errors/error.html", title=title, advice=advice, retry=again, gone=gone,
        reference=request_id() if status != 404 else None,
    )  # fmt: skip
    return page, status
