"""The workflow runs, on Windows and macOS, what the README tells people there to type."""

from __future__ import annotations

import re

import pytest

from app.config import ROOT

SYSTEMS = {"windows": (r"py -m venv .venv", ".venv\\Scripts\\"), "macos": ("python3 -m venv .venv", ".venv/bin/")}


@pytest.mark.parametrize("system", SYSTEMS)
def test_its_commands_are_those_of_the_readme(system: str) -> None:
    first, folder = SYSTEMS[system]
    told = [line for line in told_without_make() if line == first or line.startswith(folder)]
    run = re.findall(r"- run: (.+)", job(system))
    start = f"{folder}flask --app wsgi demo"
    assert start in told
    assert [line for line in run if "tests.start_plain" not in line] == [line for line in told if line != start]
    assert run[-1] == f"{folder}python -m tests.start_plain"


def test_it_starts_what_the_readme_starts() -> None:
    assert '*flask, "--app", "wsgi", "demo"' in (ROOT / "tests" / "start_plain.py").read_text(encoding="utf-8")


def test_actions_are_pinned() -> None:
    used = re.findall(r"uses: (.+)", workflow())
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", action)] == []


def workflow() -> str:
    return (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")


def job(name: str) -> str:
    """Its part of the workflow's text."""
    (part,) = re.findall(rf"^  {name}:\n((?:    .*\n|\n)+)", workflow(), re.MULTILINE)
    return str(part)


def told_without_make() -> list[str]:
    """The commands of that section of the README."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("### Without make\n")[2].partition("\n## ")[0]
    return re.findall(r"^    (\S.*)", section, re.MULTILINE)
