"""Projects that `flask new-portal` makes, and Python in them: this environment's packages, but their modules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from app.workshop.starter import command

NAMES = ("--brand", "Harbor Homes", "--owner", "Harbor Realty LLC")


def made(path: Path, *words: str) -> Path:
    done = run(path, *words)
    assert done.exit_code == 0, done.output
    return path


def run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(command, [str(path), *words])


def python(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | variables
    return subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
