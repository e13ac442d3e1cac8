"""The workshop's pages under /workshop: the flow, the breaks, the antipatterns and the lessons."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, send_from_directory, url_for
from werkzeug import Response as BaseResponse

from app import session
from app.auth.access import public
from app.extensions import csrf
from app.security import require_same_origin
from workshop import breaks, lessons
from workshop.antipatterns import ANTIPATTERNS
from workshop.breaks.model import Break
from workshop.breaks.sandbox_client import BreakFailed
from workshop.flow.timeline import timeline
from workshop.record import Broken, plain
from workshop.recorder import recorder

STATIC = Path(__file__).parent / "static"

bp = Blueprint("workshop", __name__, url_prefix="/workshop", template_folder="templates")


@bp.after_request
def no_store(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/flow")
@public
def flow() -> str:
    """The visitor's own sign-in, step by step, with the breaks."""
    browser = recorder().browser()
    visits = browser.visits if browser else ()
    return render_template(
        "workshop/flow.html", timeline=timeline(visits), offered=breaks.offered(), result=breaks.result(browser)
    )


@bp.get("/flow.json")
@public
def flow_json() -> Response:
    """The record as it is in memory. A secret is a name, a length and a fingerprint."""
    browser = recorder().browser()
    return jsonify(visits=plain(browser.visits if browser else ()))


@bp.post("/clear")
@csrf.exempt  # type: ignore[untyped-decorator]  # _require_own_form checks it
@public
def clear() -> BaseResponse:
    """Delete this browser's record, and repair what it broke."""
    _require_own_form()
    if browser := recorder().browser():
        browser.clear()
        breaks.repair(browser)
        browser.broken = None
    return redirect(url_for("workshop.flow"), 303)


@bp.post("/break/<name>")
@csrf.exempt  # type: ignore[untyped-decorator]  # _require_own_form checks it
@public
def break_it(name: str) -> BaseResponse:
    """Run a break for this visitor alone, and go to the page that shows it. Repairs an earlier one first."""
    _require_own_form()
    what, browser = _offered(name), recorder().known_browser()
    breaks.repair(browser)
    before = max((visit.number for visit in browser.visits), default=0)
    response = what.run()
    browser.broken = Broken(name, before)
    return response


@bp.post("/repair")
@csrf.exempt  # type: ignore[untyped-decorator]  # _require_own_form checks it
@public
def repair() -> BaseResponse:
    _require_own_form()
    breaks.repair(recorder().known_browser())
    return redirect(url_for("workshop.flow"), 303)


@bp.get("/habits")
@public
def antipatterns() -> str:
    return render_template("workshop/antipatterns.html", antipatterns=ANTIPATTERNS)


@bp.get("/lessons")
@public
def list_lessons() -> str:
    return render_template("workshop/lessons.html", lessons=lessons.all_lessons())


@bp.get("/static/<name>")
@public
def static(name: str) -> Response:
    return send_from_directory(STATIC, name)


@bp.app_errorhandler(BreakFailed)
def break_failed(error: BreakFailed) -> tuple[str, int]:
    words = {"title": error.title, "advice": error.advice}
    return render_template("errors/error.html", **words, retry=url_for("workshop.flow"), reference=None), error.status


def _require_own_form() -> None:
    """Raises Forbidden for a form of another site, and CSRFError for a session without its token.

    A visitor without a session has no CSRF token, so only the origin of the form is checked.
    """
    require_same_origin()
    if session.role():
        csrf.protect()


def _offered(name: str) -> Break:
    """Raises NotFound for a break that is not offered here, and BreakFailed for one that needs a sign-in."""
    now = breaks.offered()
    what = next((each for group in now.groups for each in group.breaks if each.name == name), None) or abort(404)
    if missing := now.lacks(what):
        raise BreakFailed(409, "There is nothing to break yet", missing)
    return what
