"""The landing page, sign-in, callback and sign-out.

GET `/` and `/p/<portal>`, POST `/sign-in`, GET `/auth/callback`, GET and POST `/sign-out`.
"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from app import config, rate_limit
from app.auth import saved_form
from app.auth.access import LOGIN_REQUIRED, SESSION_ENDED, public, render_landing
from app.auth.errors import SignInFailed
from app.auth.login import log_in, log_out
from app.auth.next_url import parse_portal_name, safe_next_url
from app.auth.oauth import OAUTH2, VOW, exchange, oauth_app, state_data
from app.extensions import csrf
from app.formats import in_about
from app.rate_limit import RateLimitExceeded
from app.security import require_same_origin
from app.session import Role, current_session, session_interface, signed_in

NO_PORTAL_IN_LINK = "This link names no portal. Please type its name."
NO_CHOICE = "Choose how you work with your agent."
NO_PORTAL = "Enter the name or link of your agent’s portal."
WRONG_PORTAL = "That is no portal’s name or link. A name has letters, digits and hyphens only, such as danalee."

bp = Blueprint("auth", __name__)


@bp.get("/")
@public
def landing() -> str | Response:
    """The landing page. A signed-in visitor goes on to their page."""
    next_url = safe_next_url(request.args.get("wanted"))
    if signed_in():
        return redirect(next_url or url_for("home.show"))
    notice = LOGIN_REQUIRED if next_url else None
    return render_landing(wanted=next_url, notice=SESSION_ENDED if "ended" in request.args else notice)


@bp.get("/p/<portal>")
@public
def portal(portal: str) -> str | tuple[str, int]:
    """The link on an agent's business card: fills in the landing page, and lets the visitor press the button."""
    name = parse_portal_name(portal)
    if name is None:
        return render_landing(portal=portal, choice="portal", problem=NO_PORTAL_IN_LINK), 404
    return render_landing(portal=name, choice="portal")


@bp.post("/sign-in")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@public
def sign_in() -> Response | tuple[str, int]:
    """Redirect to Spark: to the multi-agent endpoint, to that of one portal, or to that for agents."""
    require_same_origin()
    try:
        rate_limit.limit_sign_ins()
    except RateLimitExceeded as error:
        return _try_again_later(error)
    choice, fixed_portal = request.form.get("to"), config.current().spark_portal
    if choice == "agent":
        return _redirect_to_spark(OAUTH2, way="agent", role="agent")
    if fixed_portal:
        return _redirect_to_spark(f"{VOW}/{fixed_portal}", way="portal", role="consumer")
    if choice == "agents":
        return _redirect_to_spark(VOW, way="vow", role="consumer")
    typed = request.form.get("portal", "")[:300]
    name = parse_portal_name(typed) if choice == "portal" else None
    if name is None:
        return render_landing(portal=typed, choice=choice, problem=_problem(choice, typed), **_kept_fields()), 422
    return _redirect_to_spark(f"{VOW}/{name}", way="portal", role="consumer")


@bp.get("/auth/callback")
@public
def callback() -> Response:
    """Back from Spark: check, exchange the code, start a session under a new id, and go where the visitor wanted."""
    started = state_data(current_session(), request)
    if not started:  # a sign-in that started here was counted when it started
        rate_limit.limit_callbacks()
    role: Role = started.get("role") or "consumer"  # an older version stored neither role nor way
    way: str = started.get("way") or ""
    next_url, draft = started.get("wanted"), started.get("draft")
    try:
        tokens = exchange(current_session(), request)
    except SignInFailed as error:
        error.next_url, error.role, error.way = next_url, started.get("role"), way
        raise
    log_in(tokens, role, saved_form.session_data(next_url, draft), way)
    return redirect(next_url or url_for("agent.show" if role == "agent" else "home.show"))


@bp.get("/sign-out")
@public
def confirm_logout() -> str:
    return render_template("sign_in/leave.html", sign_in_host=config.current().sign_in_host)


@bp.post("/sign-out")
@csrf.exempt  # type: ignore[untyped-decorator]  # checked below, if there is a session to end
@public
def logout() -> Response:
    """End the session here first, then at Spark without waiting, then clear the browser.

    Without a session there is no CSRF token to check, so the same-origin check keeps other sites out.
    """
    require_same_origin()
    if current_session().signed_in:
        csrf.protect()
        log_out()
    response = redirect(url_for("auth.confirm_logout"))
    session_interface().clear_cookie(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _try_again_later(error: RateLimitExceeded) -> Response:
    """The form again, with everything in it, and when to send it."""
    choice, notice = request.form.get("to"), f"{error.title}. Please go on {in_about(error.seconds)}."
    if choice == "agent":
        page = render_template("sign_in/again.html", notice=notice, **_kept_fields())
    else:
        portal = request.form.get("portal", "")[:300]
        page = render_landing(portal=portal, choice=choice, notice=notice, **_kept_fields())
    return Response(page, 429, {"Retry-After": str(error.seconds)}, mimetype="text/html")


def _redirect_to_spark(endpoint: str, *, way: str, role: str) -> Response:
    uri = config.current().redirect_uri
    return oauth_app().authorize_redirect(uri, endpoint=endpoint, way=way, role=role, **_kept_fields())


def _kept_fields() -> dict[str, str | None]:
    """What goes with the sign-in: the page to go to, and the text of a form that was not sent."""
    return {"wanted": safe_next_url(request.form.get("wanted")), "draft": request.form.get("draft")}


def _problem(choice: str | None, typed: str) -> str:
    if choice != "portal":
        return NO_CHOICE
    return WRONG_PORTAL if typed.strip() else NO_PORTAL
