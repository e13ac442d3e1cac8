"""The request log, `/sandbox/seen`: enough to test a client, and never a secret."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from sandbox.calls import DELETION_PATH, authorization_header, call_kind, request_body
from sandbox.state import state

bp = Blueprint("request_log", __name__)


@bp.get("/sandbox/seen")
def list_requests() -> Response:
    """The last 1,000 calls, oldest first. Each `remote_port` is one TCP connection."""
    return jsonify(list(state().request_log))


@bp.delete("/sandbox/seen")
def clear_requests() -> Response:
    state().request_log.clear()
    return Response(status=204)


def log_request() -> None:
    """Before every request: log it if it is an API call."""
    if call_kind() is None:
        return
    state().request_log.append(
        {
            "method": request.method,
            "path": f"{DELETION_PATH}<token>" if request.path.startswith(DELETION_PATH) else request.path,
            "headers": sorted(request.headers.keys()),
            "content_type": request.content_type,
            "scheme": authorization_header()[0] or None,
            "user_agent_sent": "X-SparkApi-User-Agent" in request.headers,
            "body_keys": sorted(request_body()),
            "remote_port": request.environ.get("REMOTE_PORT"),
        }
    )
