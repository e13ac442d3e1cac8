"""POST /sign-in, GET /auth/callback, GET and POST /sign-out."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import SQLAlchemyError
from werkzeug import Response

from app import settings
from app.session import SessionEnded, Tokens, current, interface

from . import consumer
from . import failure as why
from .consumer import public
from .exchange import exchange
from .failure import SignInFailed
from .landing import landing
from .portal_name import portal_name
from .provider import spark_app
from .return_address import own_page

WRONG_NAME = "That is no portal’s name or link. A name has letters, digits and hyphens only, such as danalee."

bp = Blueprint("sign_in", __name__)
csrf = CSRFProtect()


@bp.post("/sign-in")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@public
def start() -> Response | tuple[str, int]:
    """Go to Spark: to the endpoint for several agents, or to that of one agent's portal."""
    _require_this_site()
    here = settings.current()
    wanted, to = own_page(request.form.get("wanted")), request.form.get("to")
    if here.spark_portal or to == "agents":
        return spark_app().go(here.redirect_uri, here.spark_portal or None, wanted)
    typed = request.form.get("portal", "")[:300]
    name = portal_name(typed) if to == "portal" else None
    if name is None:
        return landing(portal=typed, choice=to, wanted=wanted, problem=_problem(to, typed)), 422
    return spark_app().go(here.redirect_uri, name, wanted)


@bp.get("/auth/callback")
@public
def callback() -> Response:
    """Back from Spark: check, exchange, begin a session under a new id, and go where the visitor was going."""
    session, spark = current(), spark_app()
    done = exchange(spark, session, request)
    _begin(done.tokens)
    return redirect(done.wanted or url_for("home.show"))


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
    _require_this_site()
    if current().signed_in:
        csrf.protect()
        consumer.sign_out()
    response = redirect(url_for("sign_in.leave"))
    interface().forget(response)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _begin(tokens: Tokens) -> None:
    """Nothing of the session before stays but what other tabs have under way; its tokens are deleted at Spark."""
    session = current()
    kept = spark_app().framework.under_way(session) | {"csrf_token": secrets.token_urlsafe(32)}
    try:
        with consumer.revoking_before():
            interface().sign_in(session, kept, tokens)
    except (SessionEnded, SQLAlchemyError) as error:
        consumer.revoke(tokens.access)
        if isinstance(error, SQLAlchemyError):
            raise
        raise SignInFailed(why.NOT_STARTED_HERE, "signed out, or in, meanwhile") from None


def _require_this_site() -> None:
    """The form has no token, so that looking at the landing starts no session: the browser tells where it was sent."""
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site not in {None, "same-origin", "none"} or (site is None and origin not in {None, settings.current().site}):
        abort(403)


def _problem(to: str | None, typed: str) -> str:
    if to != "portal":
        return "Choose how you work with your agent."
    return WRONG_NAME if typed.strip() else "Enter the name or link of your agent’s portal."
