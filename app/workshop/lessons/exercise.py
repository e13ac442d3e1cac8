"""The learner's files: put in place, moved aside, never lost."""

from __future__ import annotations

import shutil
import subprocess
from itertools import count
from pathlib import Path

import click

from app.settings import ROOT

from .book import Lesson


def prepare(lesson: Lesson, again: bool) -> str | None:
    """Copy the start files; the name of the folder to which older work moved. Raises ClickException over such work."""
    if lesson.work.exists() and not again:
        raise click.ClickException(
            f"{_named(lesson.work)} is there already. Go on with it, or begin anew and keep it aside: "
            f"flask workshop lesson {lesson.number} --again"
        )
    return _fill(lesson.work, lesson.exercise / "start")


def solve(lesson: Lesson) -> str | None:
    """Put the solution in place; the name of the folder to which the learner's work moved."""
    patch, files = lesson.exercise / "solution.patch", lesson.exercise / "solution"
    if patch.exists():
        _apply(patch)
    return _fill(lesson.work, files) if files.exists() else None


def first_file(lesson: Lesson) -> str:
    return min(file.relative_to(lesson.work).as_posix() for file in lesson.work.rglob("*") if file.is_file())


def _fill(work: Path, files: Path) -> str | None:
    aside = _move_aside(work) if work.exists() else None
    shutil.copytree(files, work, ignore=shutil.ignore_patterns("__pycache__"))
    return aside


def _move_aside(work: Path) -> str:
    free = next(path for path in (work.with_name(f"{work.name}-kept-{n}") for n in count(1)) if not path.exists())
    work.rename(free)
    return _named(free)


def _named(folder: Path) -> str:
    return folder.relative_to(ROOT).as_posix()


def _apply(patch: Path) -> None:
    """Change the project itself, or nothing of it. Raises ClickException where the learner's changes are in the way."""
    done = subprocess.run(["git", "apply", str(patch)], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607 - our own file; git is wherever the system has it
    if done.returncode:
        raise click.ClickException(
            f"The solution cannot be put over your own changes of the project:\n{done.stderr.strip()}\n"
            "Keep them aside, then try again: git stash --include-untracked"
        )
