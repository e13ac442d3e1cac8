"""Runs the test of an exercise with pytest in another process, and puts its results into plain sentences."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import click

from app.config import ROOT

if TYPE_CHECKING:
    from workshop.lessons import Lesson

PYTEST = ("-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", "--assert=plain")
QUIET = ("-o", "addopts=", "-o", "filterwarnings=ignore", "-o", "junit_logging=no")
"""The project's strict options would only confuse a learner."""
NO_PLUGINS = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
"""pytest starts faster without the plugins of the project's own tests."""
TIMEOUT = 120
"""Seconds. An endless loop must not hold up the class."""


@dataclass(frozen=True)
class Finding:
    """One test: what it asks for, as a sentence, and what is missing, or None."""

    sentence: str
    missing: str | None


def run(lesson: Lesson) -> list[Finding]:
    """Raises ClickException if nothing could be checked."""
    if not lesson.work.exists():
        raise click.ClickException(f"Prepare the exercise first: flask workshop lesson {lesson.number}")
    if not (find_spec("pytest") and find_spec("bs4")):
        raise click.ClickException("pytest is missing. Install it: python -m pip install -r requirements-dev.txt")
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        printed = _pytest(lesson, report)
        findings = _findings(lesson, report) if report.exists() else []
    if not findings:
        raise click.ClickException(f"The test of lesson {lesson.number} did not run:\n{printed[-2000:]}")
    return findings


def _pytest(lesson: Lesson, report: Path) -> str:
    test = lesson.exercise / f"test_lesson_{lesson.number}.py"
    kept = {name: value for name, value in os.environ.items() if name != "FLASK_RUN_FROM_CLI"}
    command = [sys.executable, *PYTEST, *QUIET, f"--junitxml={report}", str(test)]
    pipe, join = subprocess.PIPE, subprocess.STDOUT
    try:
        done = subprocess.run(  # noqa: S603 - our own test
            command, cwd=ROOT, env=kept | NO_PLUGINS, stdout=pipe, stderr=join, timeout=TIMEOUT, check=False
        )
    except subprocess.TimeoutExpired:
        raise click.ClickException(f"Your code was still running after {TIMEOUT} seconds. Does a loop end?") from None
    return done.stdout.decode(errors="replace")


def _findings(lesson: Lesson, report: Path) -> list[Finding]:
    tests = ET.parse(report).iter("testcase")  # noqa: S314 - pytest has just written it
    return [Finding(_sentence(test.get("name", "")), _missing(lesson, test)) for test in tests]


def _sentence(name: str) -> str:
    return name.removeprefix("test_").replace("_", " ").capitalize()


def _missing(lesson: Lesson, test: ET.Element) -> str | None:
    """The message of an assertion. Any other exception also names the line in the learner's file."""
    problem = next((part for part in test if part.tag in {"failure", "error"}), None)
    if problem is None:
        return None
    said = re.sub(r'^failed on setup with "(.*)"$', r"\1", problem.get("message", ""), flags=re.DOTALL)
    kind, _, message = said.partition(": ")
    if kind == "AssertionError":
        return message
    lines = re.findall(rf"{lesson.work.name}[/\\](\S+\.py):(\d+)", problem.text or "")
    where = f" (exercises/{lesson.work.name}/{lines[-1][0]}, line {lines[-1][1]})" if lines else ""
    return f"{kind}: {message}{where}" if message else problem.text
