"""GET /health/live and /health/ready, for what watches the portal. Neither touches a session."""

from __future__ import annotations

from flask import Blueprint, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.migrate import OldSchema, require_current
from app.sign_in.access import public

bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("/live")
@public
def live() -> dict[str, str]:
    return {"status": "live"}


@bp.get("/ready")
@public
def ready() -> tuple[dict[str, str], int]:
    try:
        require_current(current_app.extensions["database"])
    except (SQLAlchemyError, OldSchema) as error:
        return {"status": "not ready", "why": "old schema" if isinstance(error, OldSchema) else "database"}, 503
    return {"status": "ready"}, 200
