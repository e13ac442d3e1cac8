"""What the sandbox noticed of the calls made to it: enough to test a client by, and never a secret."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from sandbox.calls import DELETION, body, credentials, kind
from sandbox.state import state

bp = Blueprint("seen", __name__)


@bp.get("/sandbox/seen")
def seen() -> Response:
    """The last 1,000 calls, oldest first; one `remote_port` is one TCP connection."""
    return jsonify(list(state().seen))


@bp.delete("/sandbox/seen")
def forget() -> Response:
    state().seen.clear()
    return Response(status=204)


def note() -> None:
    """Before every request: remember it if it is a call of an application."""
    if kind() is None:
        return
    state().seen.append(
        {
            "method": request.method,
            "path": f"{DELETION}<token>" if request.path.startswith(DELETION) else request.path,
            "headers": sorted(request.headers.keys()),
            "content_type": request.content_type,
            "scheme": credentials()[0] or None,
            "user_agent_sent": "X-SparkApi-User-Agent" in request.headers,
            "body_keys": sorted(body()),
            "remote_port": request.environ.get("REMOTE_PORT"),
        }
    )
