"""GET /privacy, /terms, /copyright and /accessibility: open to everybody, linked on every page."""

from __future__ import annotations

from flask import Blueprint, render_template

from app import settings, terms_of_use
from app.session.store import ABSOLUTE, IDLE
from app.sign_in.access import public

bp = Blueprint("legal", __name__)


@bp.get("/privacy")
@public
def privacy() -> str:
    here = settings.current()
    return render_template(
        "legal/privacy.html",
        idle_hours=round(IDLE / 3600),
        absolute_days=round(ABSOLUTE / 86_400),
        typed_at=None if here.spark_password_grant else here.sign_in_host,
    )


@bp.get("/terms")
@public
def terms() -> str:
    return render_template("legal/terms.html", sentences=terms_of_use.ACKNOWLEDGEMENTS, version=terms_of_use.VERSION)


@bp.get("/copyright", endpoint="copyright")
@public
def copyright_notice() -> str:
    here = settings.current()
    return render_template("legal/copyright.html", contact=here.copyright_contact or here.agent_email)


@bp.get("/accessibility")
@public
def accessibility() -> str:
    return render_template("legal/accessibility.html")
