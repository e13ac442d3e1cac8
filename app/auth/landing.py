"""GET / and GET /p/<portal>: how do you work with your agent?"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from app import settings
from app.auth.access import public
from app.auth.next_url import parse_portal_name, safe_next_url
from app.session import signed_in

ENDED = "flexmls has ended your sign-in, so you were signed out here too. Sign in again to carry on."
NEEDED = "Please sign in to carry on."

bp = Blueprint("landing", __name__)


@bp.get("/")
@public
def show() -> str | Response:
    wanted = safe_next_url(request.args.get("wanted"))
    if signed_in():
        return redirect(wanted or url_for("home.show"))
    return render_landing(wanted=wanted, notice=ENDED if "ended" in request.args else NEEDED if wanted else None)


@bp.get("/p/<portal>")
@public
def portal(portal: str) -> str | tuple[str, int]:
    """The link on an agent's business card: fills the landing in, and leaves the going to the visitor."""
    name = parse_portal_name(portal)
    if name is None:
        return render_landing(
            portal=portal, choice="portal", problem="This link names no portal. Please type its name."
        ), 404
    return render_landing(portal=name, choice="portal")


def render_landing(**shown: str | None) -> str:
    """The landing's page. `shown` may hold `portal`, `choice`, `wanted`, `notice`, `problem` and `draft`."""
    here = settings.current()
    nothing = dict.fromkeys(("choice", "wanted", "notice", "problem", "draft"))
    return render_template(
        "landing/landing.html",
        fixed_portal=here.spark_portal or None,
        sign_in_host=here.sign_in_host,
        password_grant=here.spark_password_grant,
        **(nothing | {"portal": ""} | shown),
    )
