"""POST /workshop/break/<name> and POST /workshop/repair."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from flask import Blueprint, abort, current_app, redirect, render_template, url_for
from werkzeug import Response

from app.session import current
from app.sign_in.access import public
from app.sign_in.this_site import require_this_site
from app.sign_in.views import csrf
from app.workshop.record import Broken, Browser

from . import orders
from .kind import Break
from .orders import NotBroken, Unknown
from .shown import BREAKS, offered

bp = Blueprint("breaks", __name__, url_prefix="/workshop")


@bp.post("/break/<name>")
@csrf.exempt  # type: ignore[untyped-decorator]  # checked below, for those who have a session
@public
def break_it(name: str) -> Response:
    """Do it, for this visitor alone, and lead to where it shows; an earlier break that lasts is repaired first."""
    _require_own_form()
    what, browser = _on_offer(name), current_app.extensions["workshop"].known_browser()
    undo(browser)
    before = max((visit.number for visit in browser.visits), default=0)
    response = what.happen()
    browser.broken = Broken(name, before)
    return response


@bp.post("/repair")
@csrf.exempt  # type: ignore[untyped-decorator]  # checked below, for those who have a session
@public
def repair() -> Response:
    _require_own_form()
    undo(current_app.extensions["workshop"].known_browser())
    return redirect(url_for("workshop.flow"), 303)


def undo(browser: Browser) -> None:
    """Repair what lasts. Who is signed out, or signed in anew, left their switches behind with the old sign-in, and a
    sandbox that does not know the sign-in has no switch for it. Raises NotBroken while the sandbox is away."""
    broken = browser.broken
    if broken and not broken.repaired and BREAKS[broken.name].lasts:
        if current().signed_in:
            with suppress(Unknown):
                orders.switch_off()
        browser.broken = replace(broken, repaired=True)


@bp.app_errorhandler(NotBroken)
def not_broken(error: NotBroken) -> tuple[str, int]:
    words = {"title": error.title, "advice": error.advice}
    return render_template("errors/error.html", **words, retry=url_for("workshop.flow"), reference=None), error.status


def _require_own_form() -> None:
    """Raises Forbidden, and CSRFError for who is signed in: no other site can break anything here."""
    require_this_site()
    if current().signed_in:
        csrf.protect()


def _on_offer(name: str) -> Break:
    """Raises NotFound for what there is not, or not here, and NotBroken for what needs a sign-in."""
    now = offered()
    what = next((each for group in now.groups for each in group.breaks if each.name == name), None) or abort(404)
    if lacking := now.lacks(what):
        raise NotBroken(409, "There is nothing to break yet", lacking)
    return what
