"""The terms gate: who is signed in agrees to the terms of use before they see a home."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from app import session, settings, terms_of_use
from app.database import Database
from app.sign_in import drafts
from app.sign_in.access import opens_to
from app.sign_in.return_address import own_page
from app.sign_in.this_site import comes_from_this_site

from . import frame

bp = Blueprint("terms", __name__)

UNCHECKED = "Check the box to agree, or sign out."
Page = tuple[str, int]


def require() -> Response | None:
    """Before each request: lead who has not agreed yet to the terms; the page they wanted and what they typed stay."""
    view = current_app.view_functions.get(request.endpoint or "")
    if view is None or opens_to(view) == "everybody" or request.blueprint == bp.name or _passes():
        return None
    if request.method == "POST" and comes_from_this_site():
        drafts.keep()
    return redirect(url_for("terms.agree", wanted=own_page(drafts.page_of_the_form())))


@bp.get("/terms/agree")
def agree() -> str | Page | Response:
    """Ask, unless this consumer has agreed in another session."""
    wanted = own_page(request.args.get("wanted"))
    if _passes():
        return redirect(wanted or url_for("home.show"))
    frame.begin()
    consumer = _consumer()
    if consumer is None:
        return _not_told(wanted)
    return _on(wanted) if terms_of_use.accepted_at(_database(), consumer) else _ask(wanted)


@bp.post("/terms/agree")
def accept() -> Page | Response:
    wanted = own_page(request.form.get("wanted"))
    frame.begin()
    consumer = _consumer()
    if consumer is None:
        return _not_told(wanted)
    if not request.form.get("agree"):
        return _ask(wanted, UNCHECKED), 422
    terms_of_use.accept(_database(), consumer)
    return _on(wanted)


def agreed_at() -> datetime | None:
    """When this consumer agreed; None also while Spark does not say who it is."""
    consumer = _consumer()
    return terms_of_use.accepted_at(_database(), consumer) if consumer else None


def _passes() -> bool:
    """Whether nothing is to be asked; the session remembers what was agreed to, so that no page has to look it up."""
    gate = settings.current().terms_gate and session.signed_in()
    return not gate or session.current().get("terms") == terms_of_use.VERSION


def _on(wanted: str | None) -> Response:
    session.current()["terms"] = terms_of_use.VERSION
    return redirect(wanted or url_for("home.show"))


def _consumer() -> str | None:
    """Who it is at Spark; None while Spark does not say."""
    around = frame.frame()
    return (around.account.id or None) if around and around.account else None


def _ask(wanted: str | None, problem: str | None = None) -> str:
    return render_template("terms/agree.html", wanted=wanted, problem=problem, sentences=terms_of_use.ACKNOWLEDGEMENTS)


def _not_told(wanted: str | None) -> Page:
    """Nobody is let in of whom nobody could say that they have agreed."""
    page = render_template(
        "errors/error.html",
        title="We cannot look up what you agreed to",
        advice="flexmls does not say who you are right now. Nothing is lost. Please try again in a minute.",
        retry=url_for("terms.agree", wanted=wanted),
        reference=None,
    )
    return page, 503


def _database() -> Database:
    database: Database = current_app.extensions["database"]
    return database
