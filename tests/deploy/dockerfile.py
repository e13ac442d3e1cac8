"""Parses the Dockerfile into steps, and lists the files that .dockerignore lets into a build."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from app.config import ROOT

DOCKERFILE = ROOT / "Dockerfile"


@dataclass(frozen=True)
class Step:
    """One instruction, such as `COPY` with `. /portal`."""

    word: str
    rest: str

    @property
    def command(self) -> list[str]:
        """The program and arguments of its exec form."""
        words: list[str] = json.loads(self.rest[self.rest.index("[") :])
        return words


def stages() -> list[list[Step]]:
    """Each begins with its FROM."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    found: list[list[Step]] = []
    for word, _, rest in (line.partition(" ") for line in lines if line):
        if word == "FROM":
            found.append([])
        found[-1].append(Step(word, rest))
    return found


def last(word: str) -> Step:
    """The image's own: its last USER, CMD or the like."""
    return next(step for step in reversed(stages()[-1]) if step.word == word)


def variables() -> dict[str, str]:
    """What the image's ENV sets, for a PATH that is Debian's."""
    pairs = (pair.partition("=") for pair in last("ENV").rest.split())
    return {name: value.replace("$PATH", "/usr/bin:/bin") for name, _, value in pairs}


def context() -> Iterator[Path]:
    """The files that a build gets, relative to the project."""
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    tops = [ROOT / rule[1:] for rule in rules if rule.startswith("!")]
    files = (file for top in tops for file in (top.rglob("*") if top.is_dir() else [top]))
    return (name for file in files if file.is_file() and _enters(name := file.relative_to(ROOT), rules))


def _enters(name: Path, rules: list[str]) -> bool:
    """The last rule that fits decides."""
    fitting = [rule for rule in rules if _fits(name, rule.removeprefix("!"))]
    return not fitting or fitting[-1].startswith("!")


def _fits(name: Path, pattern: str) -> bool:
    """A rule holds for whatever is below the folder that it names."""
    return any(
        fnmatch(part.as_posix(), pattern) or (pattern.startswith("**/") and fnmatch(part.name, pattern[3:]))
        for part in (name, *name.parents[:-1])
    )
