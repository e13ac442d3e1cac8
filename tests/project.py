"""Copies of this project, and commands in them: with this environment's packages, but the copy's own modules."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from app.config import ROOT


def files() -> list[Path]:
    """What git has or would add, relative to the project. Skips the test where there is no git repository."""
    git = shutil.which("git")
    if not git or not (ROOT / ".git").exists():
        pytest.skip("needs git, and the project's repository")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.check_output(command, cwd=ROOT, text=True)
    return [Path(name) for name in filter(None, listed.split("\0")) if (ROOT / name).is_file()]


def copy_to(folder: Path, without: Iterable[str] = ()) -> Path:
    """Copies the project, except the folders `without`. Keeps times, for make and mypy.

    The bytecode comes along: a copy would otherwise compile everything again.
    """
    kept = [ROOT / file for file in files() if not any(file.is_relative_to(each) for each in without)]
    compiled = [Path(cache_from_source(source)) for source in kept if source.suffix == ".py"]
    for file in filter(Path.is_file, kept + compiled):
        copy = folder / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)
    return folder


def python(folder: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return run(folder, sys.executable, *words, **variables)


def run(folder: Path, *command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1"} | variables
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
