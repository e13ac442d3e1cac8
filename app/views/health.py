"""GET /health/live and /health/ready, for monitoring. Neither reads a session or calls Spark."""

from __future__ import annotations

import time

from flask import Blueprint, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.auth.access import public
from app.db import OldSchema, check_schema
from app.telemetry.request_stats import last_call

bp = Blueprint("health", __name__, url_prefix="/health")


@bp.get("/live")
@public
def live() -> dict[str, object]:
    return {"status": "live"}


@bp.get("/ready")
@public
def ready() -> tuple[dict[str, object], int]:
    """200 if the database answers and its schema fits. A failing Spark is reported, but does not make it 503."""
    try:
        answer: dict[str, object] = {"status": "ready", "schema": check_schema(current_app.extensions["database"])}
    except (SQLAlchemyError, OldSchema) as error:
        return {"status": "not ready", "why": "old schema" if isinstance(error, OldSchema) else "database"}, 503
    return answer | {"spark": _spark()}, 200


def _spark() -> dict[str, object]:
    if not last_call.ended:
        return {"last_call": "not asked yet"}
    seconds = round(time.monotonic() - last_call.ended)
    return {"last_call": "answered" if last_call.answered else "did not answer", "seconds_ago": seconds}
