"""What a visitor sees while their network may start no more sign-ins."""

from __future__ import annotations

from flask import render_template, request
from werkzeug import Response

from app import rate_limit
from app.auth.access import render_landing
from app.auth.next_url import safe_next_url
from app.auth.oauth import state_data
from app.formats import in_about
from app.session import current_session


def too_many_starts() -> Response | None:
    """The form again with all that it holds, and when to send it; None to go on."""
    try:
        rate_limit.limit_sign_ins()
    except rate_limit.RateLimitExceeded as error:
        page = _form(f"{error.title}. Please go on {in_about(error.seconds)}.")
        return Response(page, 429, {"Retry-After": str(error.seconds)}, mimetype="text/html")
    return None


def require_few_strays() -> None:
    """Raises RateLimitExceeded."""
    if not state_data(current_session(), request):
        rate_limit.limit_callbacks()


def _form(notice: str) -> str:
    typed = request.form
    wanted, draft = safe_next_url(typed.get("wanted")), typed.get("draft")
    if typed.get("to") == "agent":
        return render_template("sign_in/again.html", notice=notice, wanted=wanted, draft=draft)
    portal = typed.get("portal", "")[:300]
    return render_landing(portal=portal, choice=typed.get("to"), wanted=wanted, draft=draft, notice=notice)
