"""POST /sign-in, GET /auth/callback, GET and POST /sign-out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFProtect
from werkzeug import Response

from app import settings
from app.auth import consumer
from app.auth.access import public
from app.auth.consumer import log_in
from app.auth.landing import render_landing
from app.auth.next_url import parse_portal_name, safe_next_url
from app.auth.oauth import OAUTH2, VOW, exchange, oauth_app
from app.auth.often import require_few_strays, too_many_starts
from app.auth.saved_form import session_data
from app.security import require_same_origin
from app.session import current_session, session_interface

WRONG_NAME = "That is no portal’s name or link. A name has letters, digits and hyphens only, such as danalee."

bp = Blueprint("sign_in", __name__)
csrf = CSRFProtect()


@bp.post("/sign-in")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@public
def start() -> Response | tuple[str, int]:
    """Go to Spark: to the endpoint for several agents, to that of one agent's portal, or to that for agents."""
    require_same_origin()
    to, draft = request.form.get("to"), request.form.get("draft")
    wanted = safe_next_url(request.form.get("wanted"))
    if later := too_many_starts():
        return later
    if to == "agent":
        return _go(OAUTH2, way="agent", role="agent", wanted=wanted, draft=draft)
    fixed = settings.current().spark_portal
    if fixed or to == "agents":
        endpoint, way = (f"{VOW}/{fixed}", "portal") if fixed else (VOW, "vow")
        return _go(endpoint, way=way, role="consumer", wanted=wanted, draft=draft)
    typed = request.form.get("portal", "")[:300]
    name = parse_portal_name(typed) if to == "portal" else None
    if name is None:
        return render_landing(portal=typed, choice=to, wanted=wanted, draft=draft, problem=_problem(to, typed)), 422
    return _go(f"{VOW}/{name}", way="portal", role="consumer", wanted=wanted, draft=draft)


@bp.get("/auth/callback")
@public
def callback() -> Response:
    """Back from Spark: check, exchange, begin a session under a new id, and go where the visitor was going."""
    require_few_strays()
    done = exchange(oauth_app(), current_session(), request)
    log_in(done.granted, done.role, session_data(done.wanted, done.draft), done.way)
    return redirect(done.wanted or url_for("agent.show" if done.role == "agent" else "home.show"))


@bp.get("/sign-out")
@public
def leave() -> str:
    return render_template("sign_in/leave.html", sign_in_host=settings.current().sign_in_host)


@bp.post("/sign-out")
@csrf.exempt  # type: ignore[untyped-decorator]  # checked below, for those who have a session to end
@public
def left() -> Response:
    """End the session here first, then at Spark without waiting for it, then in the browser.

    A form of another site comes without the cookie, so no token could be asked of it, and would still take the cookie.
    """
    require_same_origin()
    if current_session().signed_in:
        csrf.protect()
        consumer.log_out()
    response = redirect(url_for("sign_in.leave"))
    session_interface().clear_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _go(endpoint: str, **kept: str | None) -> Response:
    return oauth_app().redirect_to(endpoint, settings.current().redirect_uri, **kept)


def _problem(to: str | None, typed: str) -> str:
    if to != "portal":
        return "Choose how you work with your agent."
    return WRONG_NAME if typed.strip() else "Enter the name or link of your agent’s portal."
