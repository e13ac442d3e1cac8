"""The lines of our own source that did it, read from the files that run, so that a quotation cannot go stale."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from app.settings import ROOT


@dataclass(frozen=True)
class Line:
    """`matters` marks the lines that a reader is shown."""

    number: int
    text: str
    matters: bool


@dataclass(frozen=True)
class Quote:
    """`name` is the function's, with its class; `file` is relative to the project's folder.

    `fragments` are the texts whose lines matter.
    """

    name: str
    file: str
    lines: tuple[Line, ...]
    fragments: tuple[str, ...]

    @property
    def first(self) -> int:
        return self.lines[0].number

    @property
    def last(self) -> int:
        return self.lines[-1].number


@cache
def quote(function: Callable[..., Any], *fragments: str) -> Quote:
    """A function or class of `app/`, as it was when this process first asked. Raises ValueError for code of others."""
    path = Path(inspect.getsourcefile(function) or "").resolve()
    if not path.is_relative_to(ROOT / "app"):
        raise ValueError(f"{path.name} is no file of app/")
    source, first = inspect.getsourcelines(function)
    texts = textwrap.dedent("".join(source)).splitlines()
    lines = (Line(number, text, any(part in text for part in fragments)) for number, text in enumerate(texts, first))
    return Quote(function.__qualname__, path.relative_to(ROOT).as_posix(), tuple(lines), fragments)
