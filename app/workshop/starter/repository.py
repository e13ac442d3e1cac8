"""The new project's git repository, and where the old one stands."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def begin(path: Path, remote: str) -> bool:
    """An empty repository on `main`; the first commit is theirs. False where there is no git."""
    git = shutil.which("git")
    if not git:
        return False
    _run(git, path, "-c", "init.defaultBranch=main", "init", "--quiet")
    if remote:
        _run(git, path, "remote", "add", "--", "origin", remote)
    return True


def origin(source: Path) -> str:
    """The commit that is checked out, shortened; empty where there is no git."""
    git = shutil.which("git")
    return _run(git, source, "rev-parse", "--short", "HEAD") if git and (source / ".git").exists() else ""


def _run(git: str, folder: Path, *words: str) -> str:
    done = subprocess.run([git, *words], cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our words
    return done.stdout.strip()
