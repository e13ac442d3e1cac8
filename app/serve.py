"""How gunicorn is to serve the portal: `python -m app.serve` prints its settings, which `gunicorn.conf.py` takes.

That is a process of its own, so that gunicorn's first process never holds code of the portal: a reload
(`kill -HUP`) then loads all of it anew. What keeps a worker from starting is told here, once.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from app.session import LEASE
from app.settings import Settings
from wsgi import app

GRACE = int(LEASE) + 10
"""Seconds that running requests have at a stop or reload: a renewal of tokens must be able to end. Whatever stops
gunicorn (systemd, compose) must give it more."""
IDLE = 75
"""Seconds that a connection without a request stays open: longer than a proxy keeps it (nginx 60), or the proxy would
now and then send a request into one that is just being closed."""

JSON_LINES = {
    "version": 1,
    "root": {},
    "formatters": {"json": {"()": "__config__.Json"}},  # `gunicorn.conf.py` goes by that name
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {"gunicorn.error": {"handlers": ["stderr"], "propagate": False}},
}
"""Of gunicorn's first process; in its workers the portal's own log takes over."""


def configuration(settings: Settings) -> dict[str, object]:
    """gunicorn's settings. There is no limit of requests a worker: memory does not grow, and a start costs a second."""
    return {
        "bind": listeners(settings),
        "workers": settings.web_concurrency or processes(os.cpu_count() or 1),
        "worker_class": "gthread",
        "threads": settings.web_threads,
        "graceful_timeout": GRACE,
        "keepalive": IDLE,
        "limit_request_line": 8190,
        "forwarded_allow_ips": "",  # TRUSTED_PROXIES decides what is believed of X-Forwarded-*, in the portal
        "worker_tmp_dir": shared_memory(),
        "control_socket_disable": True,
        **({"logconfig_dict": JSON_LINES} if settings.log_lines == "json" else {}),
    }


def listeners(settings: Settings) -> list[str]:
    """Where the portal listens, and after it the metrics if they have a port."""
    host = f"[{settings.listen}]" if ":" in settings.listen else settings.listen
    return [f"{host}:{port}" for port in (settings.port, settings.metrics_port) if port]


def processes(cores: int) -> int:
    """Enough for all cores; at least two, so that one goes on while the other is replaced, and at most eight, as each
    takes about 120 MB."""
    return min(max(cores + 1, 2), 8)


def shared_memory() -> str | None:
    """For the file by which a worker shows that it lives: never on a disk that may be slow or read-only."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a file without a name there


if __name__ == "__main__":
    print(json.dumps(configuration(app.extensions["settings"])))
