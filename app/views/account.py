"""GET and POST /account: the consumer's data at flexmls, their agents, and the browsers they are signed in with."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from app import config
from app.auth import access, views
from app.session import SessionRow, current_session, role, session_interface
from app.session.store import ABSOLUTE_SECONDS, IDLE_SECONDS
from app.spark.errors import SparkError
from app.views.context import flash_once, page_context
from app.views.legal import agreed_at

bp = Blueprint("account", __name__)


@dataclass(frozen=True)
class SignedInBrowser:
    """A browser the consumer is signed in with. The session expires at `ends` at the latest; forms use `handle`."""

    handle: str
    browser: str
    since: datetime
    seen: datetime
    ends: datetime


@bp.get("/account")
def show() -> str:
    others, here = _others(), config.current()
    return render_template(
        "account/account.html",
        this=_browser(_this()),
        others=None if others is None else [_browser(stored) for stored in others],
        idle_hours=round(IDLE_SECONDS / 3600),
        absolute_days=round(ABSOLUTE_SECONDS / 86_400),
        flexmls=(here.sign_in_host, here.sign_in_url),
        agreed=agreed_at(),
    )


@bp.post("/account")
def end() -> Response:
    """Sign out in one other browser (`there`), or in all and here (`everywhere`): here at once, then at Spark."""
    if role() == "key":
        abort(404)
    with suppress(SparkError):  # sign out here even if Spark refuses
        page_context()
    others, everywhere = _others(), "everywhere" in request.form
    chosen = [stored for stored in others or () if everywhere or _handle(stored) == request.form.get("there")]
    _sign_out(chosen)
    if everywhere and others is not None:
        left: Response = views.logout()
        return left
    if chosen:
        flash_once("That browser is signed out, and has to sign in again.")
    return redirect(url_for("account.show"))


def _this() -> SessionRow:
    return cast("SessionRow", current_session().row)  # this view needs a sign-in


def _others() -> list[SessionRow] | None:
    """The consumer's other live sessions, with any agent; None if Spark never named the owner of this one."""
    account, this = page_context().account, _this()
    owner = (account.id if account else None) or this.owner
    if not owner:
        return None
    of_owner = session_interface().store.by_owner(owner)
    return [stored for stored in of_owner if stored.role == "consumer" and stored.key != this.key]


def _sign_out(ended: list[SessionRow]) -> None:
    for stored in ended:
        last = session_interface().store.delete(stored.key)
        if last:
            access.revoke_tokens(last)


def _browser(stored: SessionRow) -> SignedInBrowser:
    times = (stored.created_at, stored.seen_at, stored.created_at + ABSOLUTE_SECONDS)
    since, seen, ends = (datetime.fromtimestamp(seconds, UTC) for seconds in times)
    return SignedInBrowser(_handle(stored), stored.data.get("browser", "A browser"), since, seen, ends)


def _handle(stored: SessionRow) -> str:
    """A one-way handle, so that no page shows the row's key."""
    return hashlib.sha256(stored.key).hexdigest()
