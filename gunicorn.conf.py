"""gunicorn's settings, read from the environment and `.env`. gunicorn finds this file by itself (`gunicorn wsgi:app`).

This file imports nothing of the portal: gunicorn's first process would keep that code, and a reload (`kill -HUP`) would
not load the new one.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

FOLDER = Path(__file__).parent
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METRICS_PREFIX = "portal-metrics-"


def require_start() -> None:
    """Start the portal once, in a process that ends at once, and exit if it refuses: then it has said why.

    gunicorn starts a worker that exits again and again, or ends with a traceback if two workers fail together.
    """
    if status := subprocess.run([sys.executable, "-c", "import wsgi"], cwd=FOLDER, check=False).returncode:
        sys.exit(status)


def environment() -> dict[str, str]:
    """The variables that are not blank, as the portal reads them: `.env` fills in what the environment lacks."""
    sources = (dotenv_values(FOLDER / ".env"), os.environ)
    return {name: text for source in sources for name, text in source.items() if text}


def worker_processes(cores: int) -> int:
    """One more than there are cores, at least two: one serves while the other is replaced. Each takes 120 MB."""
    return min(max(cores + 1, 2), 8)


class JsonFormatter(logging.Formatter):
    """Formats the lines of gunicorn's first process like the portal's own, which take over in the workers."""

    def format(self, record: logging.LogRecord) -> str:
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, "level": record.levelname.lower(), "logger": record.name, "request": "-"}
        return json.dumps(line | {"message": super().format(record)})


def on_starting(_server: Any) -> None:
    """Make the folder in which the workers put their counts together, if there are metrics."""
    if metrics_port and METRICS_FOLDER not in os.environ:
        os.environ[METRICS_FOLDER] = tempfile.mkdtemp(prefix=METRICS_PREFIX)


def on_exit(_server: Any) -> None:
    """Delete the folder again. One that was given stays: others may use it too."""
    if (folder := Path(os.environ.get(METRICS_FOLDER, ""))).name.startswith(METRICS_PREFIX):
        shutil.rmtree(folder, ignore_errors=True)


require_start()
on_reload = on_starting
env = environment()

listen = env.get("LISTEN", "127.0.0.1")
host = f"[{listen}]" if ":" in listen else listen
metrics_port = int(env.get("METRICS_PORT", "0"))
bind = [f"{host}:{port}" for port in (int(env.get("PORT", "8000")), metrics_port) if port]

workers = int(env.get("WEB_CONCURRENCY", "0")) or worker_processes(os.cpu_count() or 1)
worker_class = "gthread"
threads = int(env.get("WEB_THREADS", "8"))

# Seconds for running requests at a stop or reload. A refresh of tokens must be able to end (LEASE in app/session), and
# whatever stops gunicorn (systemd, compose) must allow more.
graceful_timeout = 30

# Seconds that an idle connection stays open. A proxy must close it first (nginx after 60), or it would now and then
# send a request into a closing connection.
keepalive = 75

# TRUSTED_PROXIES decides in the portal what is believed of X-Forwarded-*.
forwarded_allow_ips = ""

# Workers touch a file there to show that they live. A disk may be slow or read-only.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a file without a name

limit_request_line = 8190
control_socket_disable = True

if env.get("LOG_FORMAT", "json" if env.get("APP_ENV") == "production" else "text") == "json":
    logconfig_dict = {
        "version": 1,
        "root": {},
        "formatters": {"json": {"()": JsonFormatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "loggers": {"gunicorn.error": {"handlers": ["stderr"], "propagate": False}},
    }
