"""A project without the workshop, or without the sandbox too: does what is left hold together?"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from app.workshop.starter import files
from tests.workshop.projects import NAMES, made, python

NAMING = ("README.md", "Makefile", "pyproject.toml", ".env.example", ".ci/run", ".github/workflows/ci.yml")
TOOLS = ("ruff check --no-cache", "ruff format --check --no-cache", "mypy --cache-dir cache", "lint-imports --no-cache")


@pytest.fixture(scope="module")
def lean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Without the sandbox, which takes the workshop along."""
    return made(tmp_path_factory.mktemp("mine") / "lean", *NAMES, "--portal", "harbor", "--without-sandbox")


def test_without_the_workshop_nothing_leads_to_it(tmp_path: Path) -> None:
    project = made(tmp_path / "plain", *NAMES, "--without-workshop")
    assert [path for path in files.belonging(project) if "workshop" in path.as_posix()] == []
    assert (project / "sandbox").exists()
    naming = [line for file in NAMING for line in read(project / file).splitlines() if "workshop" in line.lower()]
    assert [line for line in naming if not line.startswith("layers = ")] == []  # which says that it may be missing
    assert dead_links(project) == []


def test_without_the_sandbox_nothing_leads_to_it(lean: Path) -> None:
    kept = [path.as_posix() for path in files.belonging(lean)]
    assert [
        path for path in kept if re.match(r"sandbox/|tests/(sandbox|browser)/|tests/start\.py|.*workshop", path)
    ] == []
    assert [line for file in NAMING for line in read(lean / file).splitlines() if "sandbox" in line.lower()] == []
    assert dead_links(lean) == []


def test_its_commands_run_no_test_that_is_gone(lean: Path) -> None:
    named = {module for file in NAMING for module in re.findall(r"-m tests\.(\w+)", read(lean / file))}
    assert [module for module in named if not (lean / "tests" / f"{module}.py").exists()] == []
    assert "make test" in read(lean / "README.md")
    assert not re.search("make (browser|bench)|not browser", "".join(read(lean / file) for file in NAMING))


def test_its_portal_is_named_for_the_real_spark(lean: Path) -> None:
    assert "\nSPARK_PORTAL=harbor\n" in read(lean / ".env")


@pytest.mark.parametrize("tool", TOOLS)
def test_its_lint_passes(lean: Path, tool: str) -> None:
    name, *words = tool.split()
    program = Path(sys.executable).with_name(name)
    done = subprocess.run([program, *words], cwd=lean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_its_tests_pass(lean: Path) -> None:
    """A fast part of them."""
    part = ["tests/test_settings.py", "tests/spark/test_client.py", "tests/sign_in/test_callback.py"]
    done = python(lean, "-m", "pytest", "-p", "no:cacheprovider", *part)
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def dead_links(project: Path) -> list[str]:
    """What the README and the pages beside it lead to, and is not there."""
    pages = [project / "README.md", *(project / "docs").rglob("*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#\s]+)", read(page))]
    return [f"{page.name}: {link}" for page, link in links if ":" not in link and not (page.parent / link).exists()]
