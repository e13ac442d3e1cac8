"""gunicorn finds this file by itself (`gunicorn wsgi:app`). Its settings, and why they are so, stand in `app/serve.py`.

This file imports nothing of the portal: see there.
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

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
MADE = "portal-metrics-"


class Json(logging.Formatter):
    """What gunicorn's first process says, in the form that the portal's lines have in production."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": at, "level": record.levelname.lower(), "logger": record.name, "request": "-"}
        return json.dumps(line | {"message": super().format(record)})


def on_starting(_server: Any) -> None:
    """Where the workers put their counts together, if there are metrics."""
    if len(globals()["bind"]) > 1 and FOLDER not in os.environ:
        os.environ[FOLDER] = tempfile.mkdtemp(prefix=MADE)


def on_exit(_server: Any) -> None:
    """A folder that was given stays: others may use it too."""
    if (folder := Path(os.environ.get(FOLDER, ""))).name.startswith(MADE):
        shutil.rmtree(folder, ignore_errors=True)


on_reload = on_starting
_asked = subprocess.run([sys.executable, "-m", "app.serve"], cwd=Path(__file__).parent, stdout=-1, check=False)
if _asked.returncode:
    sys.exit(_asked.returncode)  # it has said why
globals().update(json.loads(_asked.stdout))
