"""GET /health/live and /health/ready, for what watches the portal. Neither touches a session or asks Spark."""

from __future__ import annotations

import time
from dataclasses import dataclass

from flask import Blueprint, current_app
from sqlalchemy.exc import SQLAlchemyError

from app.auth.access import public
from app.db import OldSchema, check_schema
from app.spark.transport import ApiCall, call_finished

bp = Blueprint("health", __name__, url_prefix="/health")
Told = dict[str, object]


@dataclass
class Spark:
    """How the last call of this process went, and when (monotonic, in seconds)."""

    went: str = "not asked yet"
    at: float = 0.0


spark = Spark()


@bp.get("/live")
@public
def live() -> Told:
    return {"status": "live"}


@bp.get("/ready")
@public
def ready() -> tuple[Told, int]:
    """200 if pages can be made. Without Spark they cannot either, but no other process could: that is only told."""
    try:
        told: Told = {"status": "ready", "schema": check_schema(current_app.extensions["database"])}
    except (SQLAlchemyError, OldSchema) as error:
        return {"status": "not ready", "why": "old schema" if isinstance(error, OldSchema) else "database"}, 503
    return told | {"spark": _spark()}, 200


@call_finished.connect
def _heard(call: ApiCall) -> None:
    spark.went = "answered" if call.status is not None and call.status < 500 else "did not answer"
    spark.at = time.monotonic()


def _spark() -> Told:
    return {"last_call": spark.went} | ({"seconds_ago": round(time.monotonic() - spark.at)} if spark.at else {})
