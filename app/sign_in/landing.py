"""GET / and GET /p/<portal>: how do you work with your agent?"""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug import Response

from app import settings
from app.session import current

from .consumer import public
from .portal_name import portal_name
from .return_address import own_page

bp = Blueprint("landing", __name__)


@bp.get("/")
@public
def show() -> str | Response:
    wanted = own_page(request.args.get("wanted"))
    if current().signed_in:
        return redirect(wanted or url_for("home.show"))
    return landing(wanted=wanted, notice="Please sign in to carry on." if wanted else None)


@bp.get("/p/<portal>")
@public
def portal(portal: str) -> str | tuple[str, int]:
    """The link on an agent's business card: fills the landing in, and leaves the going to the visitor."""
    name = portal_name(portal)
    if name is None:
        return landing(portal=portal, choice="portal", problem="This link names no portal. Please type its name."), 404
    return landing(portal=name, choice="portal")


def landing(
    *, portal: str = "", choice: str | None = None, wanted: str | None = None,
    notice: str | None = None, problem: str | None = None,
) -> str:  # fmt: skip
    here = settings.current()
    return render_template(
        "landing/landing.html",
        fixed_portal=here.spark_portal or None,
        sign_in_host=here.sign_in_host,
        portal=portal,
        choice=choice,
        wanted=wanted,
        notice=notice,
        problem=problem,
    )
