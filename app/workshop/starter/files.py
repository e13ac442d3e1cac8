"""Which files make up the project, and their copy."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from fnmatch import fnmatch
from pathlib import Path


def copy(source: Path, target: Path, gone: Iterable[str]) -> None:
    """Every file of the project whose path fits none of the patterns `gone`. Raises OSError."""
    target.mkdir(parents=True, exist_ok=True)
    for file in belonging(source):
        if not any(fnmatch(file.as_posix(), pattern) for pattern in gone):
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / file, target / file)


def belonging(source: Path) -> list[Path]:
    """Relative to `source`: what git has or would add; without git all but what `.gitignore` names."""
    if not (source / ".git").exists() or not (git := shutil.which("git")):
        return list(_not_ignored(source))
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=source, capture_output=True, check=False)  # noqa: S603 - all ours
    if listed.returncode:  # such as in a folder of another user, which git does not touch
        return list(_not_ignored(source))
    names = map(Path, filter(None, os.fsdecode(listed.stdout).split("\0")))
    return [name for name in dict.fromkeys(names) if _may_leave(source / name, name)]


def _not_ignored(source: Path) -> Iterator[Path]:
    """As far as this project's own `.gitignore` goes: names with `*`, at any depth or, after a slash, at the top."""
    lines = (source / ".gitignore").read_text(encoding="utf-8").split()
    for folder, folders, names in os.walk(source):
        here = Path(folder).relative_to(source)
        folders[:] = [name for name in folders if not _matches(here / name, [".git", *lines])]
        mine = (here / name for name in names if not _matches(here / name, lines))
        yield from (file for file in mine if _may_leave(source / file, file))


def _may_leave(path: Path, name: Path) -> bool:
    """Whatever git says: no settings beside the example, nobody's data or exercises, and no link, which may lead to
    them or out of the project."""
    settings = name.name.startswith(".env") and name.name != ".env.example"
    private = settings or name.parts[0] in {"instance", "exercises"}
    return path.is_file() and not path.is_symlink() and not private


def _matches(path: Path, patterns: Iterable[str]) -> bool:
    return any(
        fnmatch(path.as_posix() if pattern.startswith("/") else path.name, pattern.strip("/")) for pattern in patterns
    )
