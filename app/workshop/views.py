"""GET /workshop/flow and flow.json, POST /workshop/clear, GET /workshop/habits and /workshop/lessons."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, url_for
from werkzeug import Response as BaseResponse

from app import session
from app.sign_in.access import public
from app.sign_in.this_site import require_this_site
from app.sign_in.views import csrf

from . import breaks
from .habits import HABITS
from .lessons import book
from .record import plain
from .steps import tell
from .watch import Watch

bp = Blueprint("workshop", __name__, url_prefix="/workshop")


@bp.after_request
def keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/flow")
@public
def flow() -> str:
    """The visitor's own visit, step by step."""
    browser = _watch().browser()
    return render_template("workshop/flow.html", story=tell(browser.visits if browser else ()), **breaks.shown(browser))


@bp.get("/flow.json")
@public
def flow_json() -> Response:
    """The same record as it lies in memory; a secret is a name, a length and a fingerprint."""
    browser = _watch().browser()
    return jsonify(visits=plain(browser.visits if browser else ()))


@bp.post("/clear")
@csrf.exempt  # type: ignore[untyped-decorator]  # checked below, for those who have a session
@public
def clear() -> BaseResponse:
    """Forget this browser's record, and repair what is broken. Who has no session has no token to show, and is known by
    where the form is from."""
    require_this_site()
    if session.role():
        csrf.protect()
    if browser := _watch().browser():
        browser.clear()
        breaks.undo(browser)
        browser.broken = None
    return redirect(url_for("workshop.flow"), 303)


@bp.get("/habits")
@public
def compare() -> str:
    return render_template("workshop/habits.html", habits=HABITS)


@bp.get("/lessons")
@public
def lessons() -> str:
    return render_template("workshop/lessons.html", lessons=book.lessons())


def _watch() -> Watch:
    watch: Watch = current_app.extensions["workshop"]
    return watch
