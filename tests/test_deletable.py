"""`rm -r workshop` and `rm -r sandbox`: the portal that is left starts, passes lint, and passes its other tests."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.config import ROOT
from tests import dead_code, project
from tests.project import python

FOLDERS = [name for name in ("workshop", "sandbox") if (ROOT / name / "__init__.py").exists()]
BOTH = ("workshop", "docs/workshop", "tests/workshop", "sandbox", "tests/sandbox", "tests/browser")
"""All that docs/make-it-yours.md offers for deletion."""
LINT = (
    "ruff check --no-cache",
    "ruff format --check --no-cache",
    "mypy",
    "lint-imports --no-cache",
    "djlint . --lint --quiet",
)
SOME_TESTS = "test_config.py or test_bad_grants.py or test_sign_out.py"
"""A fast part of them, picked from all that pytest collects."""
PRODUCTION = {
    "APP_ENV": "production",
    "SECRET_KEY": "a-secret-for-tests-that-is-long-enough",
    "SPARK_CLIENT_ID": "key",
    "SPARK_CLIENT_SECRET": "secret",
    "SPARK_REDIRECT_URI": "https://homes.example.com/auth/callback",
    "AGENT_EMAIL": "dana@example.com",
    "WORKSHOP": "false",
}
SERVE = """
import sys, threading, urllib.request
from werkzeug.serving import make_server
from wsgi import app
server = make_server("127.0.0.1", 0, app)
threading.Thread(target=server.serve_forever, daemon=True).start()
page = urllib.request.Request(f"http://127.0.0.1:{server.server_port}/", headers={"Host": "homes.example.com"})
print(urllib.request.urlopen(page).status)
server.shutdown()
print(*(name for name in sys.modules if f"{name}.".startswith(("sandbox.", "workshop."))))
"""
"""Answers one request, and prints which modules of the two are loaded."""
Copy = Callable[..., Path]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy of the project without some folders, made once."""
    made: dict[tuple[str, ...], Path] = {}

    def copy(*without: str) -> Path:
        if without not in made:
            made[without] = project.copy_to(tmp_path_factory.mktemp("copy"), without)
            _delete_the_line(made[without] / "pyproject.toml", without)
        return made[without]

    return copy


def _delete_the_line(settings: Path, names: tuple[str, ...]) -> None:
    """The one line elsewhere: `root_packages` of import-linter names the packages that there are."""
    text = settings.read_text(encoding="utf-8")
    packages = ", ".join(f'"{name}"' for name in ("app", *FOLDERS) if name not in names)
    settings.write_text(
        re.sub("^root_packages = .*$", f"root_packages = [{packages}]", text, flags=re.MULTILINE), encoding="utf-8"
    )


@pytest.mark.parametrize("folder", FOLDERS)
def test_without_one_of_them_lint_passes(folder: str, copy: Copy) -> None:
    bare = copy(folder)
    if (ROOT / ".mypy_cache").exists():  # or mypy reads every library again
        shutil.copytree(ROOT / ".mypy_cache", bare / ".mypy_cache", dirs_exist_ok=True)
    for name, *words in map(str.split, LINT):
        done = project.run(bare, str(Path(sys.executable).with_name(name)), *words)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folders", [*([folder] for folder in FOLDERS), BOTH], ids=" ".join)
def test_without_them_the_other_tests_pass(folders: list[str], copy: Copy) -> None:
    bare = copy(*folders)
    done = python(bare, "-m", "pytest", "-p", "no:cacheprovider", "-k", SOME_TESTS)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
    assert (" skipped" in done.stdout) is ("sandbox" in folders)


@pytest.mark.parametrize("folders", [[], *([folder] for folder in FOLDERS), BOTH], ids=" ".join)
def test_production_serves_pages_and_loads_neither(folders: list[str], copy: Copy, sqlite_url: str) -> None:
    done = python(copy(*folders) if folders else ROOT, "-c", SERVE, **PRODUCTION, DATABASE_URL=sqlite_url)
    assert done.stdout.split() == ["200"], done.stdout + done.stderr


def test_the_line_to_delete_is_the_one_that_the_page_names() -> None:
    page = (ROOT / "docs" / "make-it-yours.md").read_text(encoding="utf-8")
    assert "`root_packages`" in page
    assert re.search("^root_packages = ", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.skipif("sandbox" not in FOLDERS, reason="the sandbox was deleted")
@pytest.mark.parametrize(
    "file",
    [
        "views/test_account.py",  # imports it
        "views/test_calls.py",  # imports what runs it in a process
        "views/search/test_page.py",  # is under a conftest.py that imports it
        "start.py",  # runs it by make
    ],
)
def test_what_needs_the_sandbox_is_known(file: str) -> None:
    assert ROOT / "tests" / file in dead_code.found({"sandbox"})
    assert ROOT / "tests" / file not in dead_code.found({"workshop"})


@pytest.mark.parametrize("file", ["conftest.py", "test_demo.py", "test_deletable.py", "auth/test_sign_out.py"])
def test_what_only_uses_its_fixture_stays(file: str) -> None:
    assert ROOT / "tests" / file not in dead_code.found({"sandbox", "workshop"})


def test_the_demo_says_what_it_lacks(copy: Copy, tmp_path: Path) -> None:
    nowhere = {"PORT": "0", "SANDBOX_PORT": "0", "DATABASE_URL": f"sqlite:///{tmp_path / 'demo.db'}"}
    done = python(copy(*BOTH), "-m", "flask", "--app", "wsgi", "demo", **nowhere)
    assert done.returncode == 1
    assert "There is no sandbox/ here" in done.stderr
    assert "SPARK_CLIENT_ID" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_asks_for_the_workshop_is_told_that_it_is_gone(copy: Copy, tmp_path: Path) -> None:
    variables = {"WORKSHOP": "true", "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.db'}"}
    done = python(copy(*BOTH), "-c", "import wsgi", **variables)
    assert done.returncode == 1
    assert "WORKSHOP: " in done.stderr
    assert "Traceback" not in done.stderr


def test_the_folders_that_git_leaves_behind_do_not_count(copy: Copy, tmp_path: Path) -> None:
    left = shutil.copytree(copy(*BOTH), tmp_path / "left")
    for package in ("sandbox", "workshop"):
        (left / package / "__pycache__").mkdir(parents=True)
    done = python(left, "-m", "flask", "--app", "wsgi", "demo", PORT="0", SANDBOX_PORT="0")
    assert "There is no sandbox/ here" in done.stderr
