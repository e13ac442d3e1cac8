"""The portal whose `sandbox/` and `app/workshop/` somebody has deleted; nothing else there was changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.settings import ROOT
from app.workshop.starter import files
from tests import dead_code
from tests.workshop.projects import python

DELETED = (
    "sandbox/*",
    "app/workshop/*",
    "templates/workshop/*",
    "docs/workshop/*",
    "tests/workshop/*",
    "tests/sandbox/*",
)
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
print(*(name for name in sys.modules if f"{name}.".startswith(("sandbox.", "app.workshop."))))
"""
"""Answer one request, and print which modules of the two were loaded for it."""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bare")
    files.copy(ROOT, folder, DELETED)
    return folder


@pytest.mark.parametrize(
    "file",
    [
        "pages/test_account.py",  # imports it
        "pages/test_calls.py",  # imports what runs it in a process
        "pages/search/test_page.py",  # is under a conftest.py that imports it
        "start.py",  # runs it by make
    ],
)
def test_what_needs_the_sandbox_is_known(file: str) -> None:
    assert ROOT / "tests" / file in dead_code.found({"sandbox"})
    assert ROOT / "tests" / file not in dead_code.found({"app.workshop"})


@pytest.mark.parametrize("file", ["conftest.py", "test_demo.py", "sign_in/test_sign_out.py"])
def test_what_only_uses_its_fixture_stays(file: str) -> None:
    assert ROOT / "tests" / file not in dead_code.found({"sandbox", "app.workshop"})


def test_what_needs_neither_is_still_tested_there(bare: Path) -> None:
    part = [
        "tests/test_errors.py",
        "tests/spark/test_client.py",
        "tests/sign_in/test_bad_grants.py",
        "tests/sign_in/test_sign_out.py",
    ]
    done = python(bare, "-m", "pytest", "-p", "no:cacheprovider", *part)
    assert done.returncode == 0, done.stdout
    assert "passed" in done.stdout
    assert "skipped" in done.stdout


def test_all_other_tests_can_be_collected_there(bare: Path) -> None:
    done = python(bare, "-m", "pytest", "--collect-only", "-qq", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("whole", [True, False], ids=["the whole project", "without them"])
def test_production_serves_pages_and_loads_neither(bare: Path, whole: bool, sqlite_url: str) -> None:
    done = python(ROOT if whole else bare, "-c", SERVE, **PRODUCTION, DATABASE_URL=sqlite_url)
    assert done.stdout.split() == ["200"], done.stdout + done.stderr


def test_the_demo_says_what_it_lacks(bare: Path, tmp_path: Path) -> None:
    nowhere = {"PORT": "0", "SANDBOX_PORT": "0", "DATABASE_URL": f"sqlite:///{tmp_path / 'demo.db'}"}
    done = python(bare, "-m", "flask", "--app", "wsgi", "demo", **nowhere)
    assert done.returncode == 1
    assert "There is no sandbox/ here" in done.stderr
    assert "SPARK_CLIENT_ID" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_asks_for_the_workshop_is_told_that_it_is_gone(bare: Path, tmp_path: Path) -> None:
    done = python(bare, "-c", "import wsgi", WORKSHOP="true", DATABASE_URL=f"sqlite:///{tmp_path / 'portal.db'}")
    assert done.returncode == 1
    assert "WORKSHOP: " in done.stderr
    assert "Traceback" not in done.stderr


def test_the_folders_that_git_leaves_behind_do_not_count(bare: Path, tmp_path: Path) -> None:
    left = shutil.copytree(bare, tmp_path / "left")
    for package in ("sandbox", "app/workshop"):
        (left / package / "__pycache__").mkdir(parents=True)
    done = python(left, "-m", "flask", "--app", "wsgi", "demo", PORT="0", SANDBOX_PORT="0")
    assert "There is no sandbox/ here" in done.stderr
