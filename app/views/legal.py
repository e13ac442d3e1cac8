"""Privacy, terms, copyright and accessibility; and the gate that asks a consumer to accept the terms of use."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from app import config, session
from app.auth import saved_form
from app.auth.access import public
from app.auth.next_url import safe_next_url
from app.db import Database, now
from app.db import terms as terms_table
from app.security import is_same_origin
from app.session.store import ABSOLUTE_SECONDS, IDLE_SECONDS
from app.views.context import page_context

bp = Blueprint("legal", __name__)

VERSION = "2026-11-24"
"""Change it with the acknowledgements, and everybody is asked again."""

ACKNOWLEDGEMENTS = (
    "I work with the agent named on this site, or with their brokerage, in a lawful broker–consumer relationship.",
    "I look at homes here for my own use, and not for a business.",
    "I have a genuine interest in buying, selling or renting a home of the kind that is shown here.",
    "I will not copy what I see here or pass it on, except as I need to decide about a home.",
    "The MLS owns the listings that are shown here, and its copyright in them is valid.",
)
GATE = {"legal.agree", "legal.accept"}
UNCHECKED = "Check the box to agree, or sign out."
Page = tuple[str, int]


@bp.get("/privacy")
@public
def privacy() -> str:
    here = config.current()
    return render_template(
        "legal/privacy.html",
        idle_hours=round(IDLE_SECONDS / 3600),
        absolute_days=round(ABSOLUTE_SECONDS / 86_400),
        typed_at=None if here.spark_password_grant else here.sign_in_host,
    )


@bp.get("/terms")
@public
def terms() -> str:
    return render_template("legal/terms.html", sentences=ACKNOWLEDGEMENTS, version=VERSION)


@bp.get("/copyright", endpoint="copyright")
@public
def copyright_notice() -> str:
    here = config.current()
    return render_template("legal/copyright.html", contact=here.copyright_contact or here.agent_email)


@bp.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("legal/accessibility.html")


def require_terms() -> Response | None:
    """Send a consumer to the gate until they accept. The page they asked for and what they typed are kept."""
    if request.endpoint in GATE or _passes():
        return None
    if request.method == "POST" and is_same_origin():
        saved_form.save()
    return redirect(url_for("legal.agree", wanted=safe_next_url(saved_form.form_page())))


@bp.get("/terms/agree")
def agree() -> str | Page | Response:
    """Ask, unless this consumer has accepted in another session."""
    wanted = safe_next_url(request.args.get("wanted"))
    if _passes():
        return redirect(wanted or url_for("home.show"))
    consumer = _consumer()
    if consumer is None:
        return _unknown_consumer(wanted)
    return _pass(wanted) if accepted_at(consumer) else _ask(wanted)


@bp.post("/terms/agree")
def accept() -> Page | Response:
    wanted = safe_next_url(request.form.get("wanted"))
    consumer = _consumer()
    if consumer is None:
        return _unknown_consumer(wanted)
    if not request.form.get("agree"):
        return _ask(wanted, UNCHECKED), 422
    record(consumer)
    return _pass(wanted)


def record(consumer: str) -> None:
    """Record that this consumer accepts the present version; the first time counts."""
    accepted = terms_table.insert().values(consumer=consumer, version=VERSION, accepted_at=now())
    with suppress(sa.exc.IntegrityError), _database().write() as connection:
        connection.execute(accepted)


def accepted_at(consumer: str) -> datetime | None:
    """When this consumer accepted the present version; None if they did not."""
    mine = (terms_table.c.consumer == consumer) & (terms_table.c.version == VERSION)
    row = _database().one(sa.select(terms_table.c.accepted_at).where(mine))
    return datetime.fromtimestamp(row.accepted_at, UTC) if row else None


def agreed_at() -> datetime | None:
    """When the consumer of this session accepted; None also while Spark does not say who it is."""
    consumer = _consumer()
    return accepted_at(consumer) if consumer else None


def _passes() -> bool:
    """Whether there is nothing to ask. The session remembers the version, so that no page has to look it up."""
    gate = config.current().terms_gate and session.signed_in()
    return not gate or session.current_session().get("terms") == VERSION


def _pass(wanted: str | None) -> Response:
    session.current_session()["terms"] = VERSION
    return redirect(wanted or url_for("home.show"))


def _consumer() -> str | None:
    """The consumer's id at Spark; None while Spark does not say."""
    account = page_context().account
    return (account.id or None) if account else None


def _ask(wanted: str | None, problem: str | None = None) -> str:
    return render_template("legal/agree.html", wanted=wanted, problem=problem, sentences=ACKNOWLEDGEMENTS)


def _unknown_consumer(wanted: str | None) -> Page:
    """Fail closed: without a consumer id we cannot know whether they accepted the terms."""
    page = render_template(
        "errors/error.html",
        title="We cannot look up what you agreed to",
        advice="flexmls does not say who you are right now. Nothing is lost. Please try again in a minute.",
        retry=url_for("legal.agree", wanted=wanted),
        reference=None,
    )
    return page, 503


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
