"""How many sign-ins one network may start, and how many callbacks may come from it that belong to none of them.

A class of thirty people behind one address signs in twice. Who comes back to a sign-in that was started in the same
browser is never held up: it was counted as it was started, and its code would grow old.
"""

from __future__ import annotations

from flask import render_template, request
from werkzeug import Response

from app import tally
from app.formats import in_about
from app.session import current
from app.tally import Limit, TooOften

from .landing import landing
from .provider import spark_app
from .return_address import own_page

STARTS = Limit("sign-ins by address", 60, 600)
STRAYS = Limit("stray callbacks by address", 60, 600)


def too_many_starts() -> Response | None:
    """The form again with all that it holds, and when to send it; None to go on."""
    seconds = tally.by_address(STARTS)
    if not seconds:
        return None
    page = _form(f"Many people on your network are signing in right now. Please go on {in_about(seconds)}.")
    return Response(page, 429, {"Retry-After": str(seconds)}, mimetype="text/html")


def require_few_strays() -> None:
    """Raises TooOften."""
    known = spark_app().framework.get_state_data(current(), request.args.get("state"))
    seconds = 0 if known else tally.by_address(STRAYS)
    if seconds:
        raise TooOften(seconds, "Too many sign-ins did not finish", "They came from your network; nothing is lost.")


def _form(notice: str) -> str:
    typed = request.form
    wanted, draft = own_page(typed.get("wanted")), typed.get("draft")
    if typed.get("to") == "agent":
        return render_template("sign_in/again.html", notice=notice, wanted=wanted, draft=draft)
    portal = typed.get("portal", "")[:300]
    return landing(portal=portal, choice=typed.get("to"), wanted=wanted, draft=draft, notice=notice)
