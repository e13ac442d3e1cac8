"""Every error ends on a calm page: what happened, what to do, and a reference that is in the log too."""

from __future__ import annotations

import logging

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError

from app import session
from app.logs import reference
from app.pages import frame
from app.session import DatabaseAway
from app.sign_in import consumer
from app.sign_in.failure import SignInFailed
from app.spark.errors import Busy, NotFound, Refused, SignInRequired, SparkError

log = logging.getLogger(__name__)
Page = tuple[str, int]

WORDS = {
    403: ("This did not come from this site", "Open the page here and try again; nothing was changed."),
    404: ("There is no such page", "Check the address, or go back to the homes."),
    405: ("This address takes no visitors", "Go back and try again from the page itself."),
    413: ("That was too much at once", "Please send less."),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(SignInRequired, consumer.end)
    app.register_error_handler(SignInFailed, _sign_in_failed)
    app.register_error_handler(SparkError, _spark_failed)
    app.register_error_handler(CSRFError, _form_too_old)
    app.register_error_handler(DatabaseAway, _database_away)
    app.register_error_handler(SQLAlchemyError, _database_away)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _unexpected)


def _sign_in_failed(error: SignInFailed) -> Page:
    log.warning("sign-in failed: %s", error)
    page = render_template("sign_in/failed.html", failure=error.failure, wanted=error.wanted, reference=reference())
    return page, error.failure.status


def _spark_failed(error: SparkError) -> Page:
    log.warning("Spark failed: %s: %s", type(error).__name__, error)
    if isinstance(error, NotFound):
        return _page(404, "No longer available to view", "This home is off the market, or its seller keeps it private.")
    if isinstance(error, Refused):
        return _page(
            403,
            "flexmls does not let this account in",
            "Your sign-in works, but the account is switched off or may not see this. Please ask your agent.",
        )
    if isinstance(error, Busy):
        return _page(
            503, "It is busy right now", "Please try again in a minute. Your saved homes are safe.", retry=True
        )
    return _page(502, "Listings are not answering", "Your saved homes are safe. Try again in a minute.", retry=True)


def _form_too_old(_error: CSRFError) -> Page:
    return _page(400, "This page was open for too long", "Go back, reload it, and try again; nothing was changed.")


def _database_away(error: Exception) -> Page:
    log.error("the database does not answer: %s", type(error).__name__)
    return _page(503, "We cannot look you up right now", "Nothing is lost. Please try again in a minute.", retry=True)


def _http(error: HTTPException) -> tuple[str, int, list[tuple[str, str]]] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    page, status = _page(code, *WORDS.get(code, ("This did not work", "Go back and try again.")))
    return page, status, [header for header in error.get_headers() if header[0] in {"Allow", "Retry-After"}]


def _unexpected(error: InternalServerError) -> Page:
    """A fault of ours. What the failed view wanted to keep in the session is dropped."""
    cause = error.original_exception
    if isinstance(cause, DatabaseAway | SQLAlchemyError):
        return _database_away(cause)
    session.drop_changes()
    return _page(500, "Something went wrong on our side", "Nothing is lost. Please try again in a minute.", retry=True)


def _page(status: int, title: str, advice: str, *, retry: bool = False) -> Page:
    frame.settle()
    again = request.full_path.rstrip("?") if retry and request.method == "GET" else None
    page = render_template(
        "errors/error.html", title=title, advice=advice, retry=again,
        reference=reference() if status != 404 else None,
    )  # fmt: skip
    return page, status
