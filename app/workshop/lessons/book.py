"""The lessons as they lie in `docs/workshop`: a page `N-name.md` each, and the exercise in `exercises/N`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import click

from app.settings import ROOT

PAGES = ROOT / "docs" / "workshop"


@dataclass(frozen=True)
class Lesson:
    number: int
    page: Path

    @property
    def title(self) -> str:
        return self._text.partition("\n")[0].partition(": ")[2]

    @property
    def opening(self) -> str:
        """The first paragraph: how long it takes, and what for."""
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
        """Where the learner writes; git ignores it."""
        return ROOT / "exercises" / f"lesson_{self.number}"

    @property
    def _text(self) -> str:
        return self.page.read_text(encoding="utf-8")


def lessons() -> list[Lesson]:
    found = [(re.match(r"(\d+)-", page.name), page) for page in PAGES.glob("*.md")]
    return sorted((Lesson(int(match[1]), page) for match, page in found if match), key=lambda lesson: lesson.number)


def lesson(number: int) -> Lesson:
    """Raises ClickException if there is none of this number."""
    for each in lessons():
        if each.number == number:
            return each
    raise click.ClickException(f"There is no lesson {number}. These there are: flask workshop lessons")
