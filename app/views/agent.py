"""/agent: an agent signs in, finds or creates their portal, and gets the settings and links to share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlsplit

import segno
from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug import Response

from app import config, session
from app.auth.access import SESSION_ENDED, agents_only, public, spark_client
from app.auth.oauth import VOW
from app.auth.saved_form import restore
from app.config import LOOPBACK, PORTAL_NAME
from app.spark import accounts
from app.spark.accounts import Portal
from app.spark.client import submit
from app.spark.errors import BadRequest, Forbidden

bp = Blueprint("agent", __name__)

DISPLAY_NAME = re.compile(r"[A-Za-z0-9]{3,40}")
HAS_ONE = 1110
BLANK = "Type a name for your portal."
ODD = "Use 3 to 40 letters and digits, with nothing between them."
TAKEN = "Another portal has this name. Please choose another one."
NOT_BY_THIS_KEY = "flexmls lets this site’s key read portals, not make them. Make it in flexmls, then come back."
PROBLEMS = {1055: TAKEN} | dict.fromkeys((405, 1017, 1018, 1500), NOT_BY_THIS_KEY)
PROBLEMS |= dict.fromkeys((1050, 1053, 1060, 1061), "flexmls does not take this name. Please choose another one.")
"""What the visitor can do about a portal that was not made, by Spark's code."""


@dataclass(frozen=True)
class Invitation:
    """How consumers reach a portal: `link` on this site leads to `endpoint`, where they sign in."""

    name: str
    link: str
    endpoint: str

    @property
    def local(self) -> bool:
        """Whether the link works on this machine only."""
        return urlsplit(self.link).hostname in LOOPBACK

    @property
    def code(self) -> str:
        """The link as a QR code in SVG: dark on white with a quiet zone, as cameras expect it; 1 mm a square."""
        drawing = BytesIO()
        look = {"border": 4, "dark": "#000", "light": "#fff", "svgclass": None, "lineclass": None}
        segno.make_qr(self.link, error="m").save(drawing, "svg", xmldecl=False, unit="mm", **look)
        return drawing.getvalue().decode()


@bp.get("/agent")
@public
def show() -> str:
    if session.role() != "agent":
        notice = SESSION_ENDED if "ended" in request.args else None
        return render_template("agent/welcome.html", notice=notice, sign_in_host=config.current().sign_in_host)
    return _page(typed=restore().get("DisplayName", ""))


@bp.post("/agent")
@agents_only
def create() -> Response | tuple[str, int]:
    typed = request.form.get("DisplayName", "").strip()[:300]
    problem = _create(typed)
    return (_page(typed, problem), 422) if problem else redirect(url_for("agent.show"))


@bp.get("/agent/card.svg")
@agents_only
def card() -> Response:
    """The QR code as a file, for printing."""
    invitation = _invitation(accounts.fetch_portal(spark_client()))
    if invitation is None:
        abort(404)
    name = {"Content-Disposition": f"attachment; filename=portal-{invitation.name}.svg"}
    return Response(invitation.code, mimetype="image/svg+xml", headers=name)


def _create(display_name: str) -> str | None:
    """Create the portal. Returns advice if the visitor can fix the problem, and raises all other errors."""
    if not DISPLAY_NAME.fullmatch(display_name):
        return ODD if display_name else BLANK
    try:
        accounts.create_portal(spark_client(), display_name)
    except (BadRequest, Forbidden) as error:
        if error.code not in {HAS_ONE, *PROBLEMS}:
            raise
        return PROBLEMS.get(error.code)
    return None


def _page(typed: str, problem: str | None = None) -> str:
    coming = submit(accounts.fetch_portal, spark_client())
    account = accounts.fetch_account(spark_client())
    mine = coming.result()
    return render_template(
        "agent/agent.html", account=account, portal=mine, invitation=_invitation(mine),
        site=config.current().site, fixed_portal=config.current().spark_portal, typed=typed, problem=problem,
    )  # fmt: skip


def _invitation(mine: Portal | None) -> Invitation | None:
    """None without a portal, or if its name cannot be part of a URL."""
    if mine is None or not PORTAL_NAME.fullmatch(mine.name):
        return None
    here = config.current()
    link = here.site + url_for("auth.portal", portal=mine.name)
    return Invitation(mine.name, link, f"{here.sign_in_url}{VOW}/{mine.name}")
