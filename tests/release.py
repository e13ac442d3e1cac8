"""A copy of this version of the portal in a folder of its own, as a release is deployed."""

from __future__ import annotations

import shutil
from pathlib import Path

from app.config import ROOT

PARTS = ("app", "migrations", "static", "templates", "wsgi.py", "gunicorn.conf.py")


def copy_release(folder: Path) -> Path:
    """Leave out `.env`, so that no setting of this machine has an effect."""
    folder.mkdir()
    for name in PARTS:
        part = ROOT / name
        if part.is_dir():
            shutil.copytree(part, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(part, folder / name)
    return folder
