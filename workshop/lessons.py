"""`flask workshop`: lists the lessons of docs/workshop, prepares their exercises, checks and solves them."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import click

from app.config import ROOT
from workshop import lesson_check

PAGES = ROOT / "docs" / "workshop"
NEXT = "Open exercises/lesson_{0}/{1}, then see what is missing: flask workshop check {0}"
INDENT = " " * 8


@dataclass(frozen=True)
class Lesson:
    """A page `N-name.md` in docs/workshop, with its exercise in `exercises/N` beside it."""

    number: int
    page: Path

    @property
    def title(self) -> str:
        return self._text.partition("\n")[0].partition(": ")[2]

    @property
    def opening(self) -> str:
        """The first paragraph: how long the lesson takes, and its goal."""
        return " ".join(self._text.split("\n\n", 2)[1].split()) if "\n\n" in self._text else ""

    @property
    def goal(self) -> str:
        """The first paragraph of the section Exercise."""
        return self._text.partition("## Exercise\n\n")[2].partition("\n\n")[0]

    @property
    def exercise(self) -> Path:
        """What the project ships: `start/`, `solution/` or `solution.patch`, and the test."""
        return PAGES / "exercises" / str(self.number)

    @property
    def work(self) -> Path:
        """The learner's folder. git ignores it."""
        return ROOT / "exercises" / f"lesson_{self.number}"

    @property
    def first_file(self) -> str:
        return min(file.relative_to(self.work).as_posix() for file in self.work.rglob("*") if file.is_file())

    @property
    def _text(self) -> str:
        return self.page.read_text(encoding="utf-8")


def all_lessons() -> list[Lesson]:
    found = [(re.match(r"(\d+)-", page.name), page) for page in PAGES.glob("*.md")]
    return sorted((Lesson(int(match[1]), page) for match, page in found if match), key=lambda lesson: lesson.number)


def find(number: int) -> Lesson:
    """Raises ClickException if there is no lesson with this number."""
    for lesson in all_lessons():
        if lesson.number == number:
            return lesson
    raise click.ClickException(f"There is no lesson {number}. These there are: flask workshop lessons")


@click.group("workshop")
def command() -> None:
    """The lessons of docs/workshop: prepare an exercise, check it, solve it."""


@command.command("lessons")
def contents() -> None:
    """List the lessons."""
    for lesson in all_lessons():
        click.echo(f"{lesson.number}  {lesson.title}  (docs/workshop/{lesson.page.name})")


@command.command("lesson")
@click.argument("number", type=int, required=False)
@click.option("--again", is_flag=True, help="Begin anew; what you have is moved aside.")
@click.pass_context
def prepare(context: click.Context, number: int | None, again: bool) -> None:
    """Prepare the exercise of a lesson in exercises/."""
    if number is None:
        context.invoke(contents)
        return
    lesson = find(number)
    if lesson.work.exists() and not again:
        raise click.ClickException(
            f"{_relative(lesson.work)} is there already. Go on with it, or begin anew and keep it aside: "
            f"flask workshop lesson {number} --again"
        )
    _copy(lesson.exercise / "start", lesson.work)
    click.echo(f"Lesson {number}: {lesson.title}\n\n{lesson.goal}\n")
    click.echo(NEXT.format(number, lesson.first_file))


@command.command("check")
@click.argument("number", type=int)
@click.pass_context
def check(context: click.Context, number: int) -> None:
    """Say what is still missing, and end with 1; or that it is done."""
    findings = lesson_check.run(find(number))
    for finding in findings:
        click.echo(f"  {'open' if finding.missing else 'done'}  {finding.sentence}")
        if finding.missing:
            click.echo(click.wrap_text(finding.missing, 100, INDENT, INDENT, preserve_paragraphs=True))
    missing = sum(1 for finding in findings if finding.missing)
    click.echo(f"{missing} of {len(findings)} are open." if missing else f"Lesson {number} is done.")
    context.exit(1 if missing else 0)


@command.command("solve")
@click.argument("number", type=int)
def solve(number: int) -> None:
    """Put the solution in place of your work, which is moved aside."""
    lesson = find(number)
    patch, files = lesson.exercise / "solution.patch", lesson.exercise / "solution"
    if patch.exists():
        _apply(patch)
    if files.exists():
        _copy(files, lesson.work)
    click.echo(f"The solution of lesson {number} is in place. Read it, then: flask workshop check {number}")


def _copy(files: Path, work: Path) -> None:
    """Replace the learner's folder. Work that is there moves aside, and is never lost."""
    if work.exists():
        paths = (work.with_name(f"{work.name}-kept-{number}") for number in count(1))
        aside = next(path for path in paths if not path.exists())
        work.rename(aside)
        click.echo(f"What you had is in {_relative(aside)} now.")
    shutil.copytree(files, work, ignore=shutil.ignore_patterns("__pycache__"))


def _relative(folder: Path) -> str:
    return folder.relative_to(ROOT).as_posix()


def _apply(patch: Path) -> None:
    """Change the project itself, completely or not at all. Raises ClickException if the learner's edits conflict."""
    done = subprocess.run(["git", "apply", str(patch)], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603, S607 - our own file; git is wherever the system has it
    if done.returncode:
        raise click.ClickException(
            f"The solution cannot be put over your own changes of the project:\n{done.stderr.strip()}\n"
            "Keep them aside, then try again: git stash --include-untracked"
        )
