"""The Dockerfile, as far as it can be judged without building it (`make image` carries it out in a bare Debian)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import ROOT
from tests.deploy import dockerfile
from tests.deploy.settings import production

HADOLINT = shutil.which("hadolint", path=Path(sys.executable).parent)
LANDING = "from wsgi import app; print(app.test_client().get('/', base_url='https://homes.example').status)"


@pytest.mark.skipif(not HADOLINT, reason="needs hadolint")
def test_a_linter_finds_nothing_in_it() -> None:
    done = subprocess.run([str(HADOLINT), str(dockerfile.DOCKERFILE)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_it_runs_as_nobody_who_has_a_name_elsewhere() -> None:
    assert dockerfile.last("USER").rest == "10001:10001"


def test_it_starts_and_stops_gunicorn_itself() -> None:
    assert dockerfile.last("CMD").command == ["gunicorn", "wsgi:app"], "by no shell, which would keep the signal"
    assert dockerfile.last("STOPSIGNAL").rest == "SIGTERM"


def test_packages_come_by_their_hashes_and_into_the_first_stage_only() -> None:
    first, final = (" ".join(step.rest for step in stage) for stage in dockerfile.stages())
    assert "-m pip" in first
    assert {"--require-hashes", "--only-binary"} <= set(first.split())
    assert "-m pip" not in final


def test_a_build_gets_what_the_portal_runs_on_and_no_more() -> None:
    files = set(dockerfile.context())
    assert {file.parts[0] for file in files} == {
        "app", "migrations", "static", "templates", "gunicorn.conf.py", "requirements.txt", "wsgi.py",
    }  # fmt: skip
    assert not [file for file in files if "workshop" in file.as_posix() or "__pycache__" in file.parts]
    assert {file.relative_to(ROOT) for file in ROOT.glob("app/views/**/*.py")} <= files


def test_that_is_enough(tmp_path: Path) -> None:
    for file in dockerfile.context():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, tmp_path / file)
    url = f"sqlite:///{tmp_path / 'data' / 'portal.db'}"
    given = production("https://homes.example", "https://spark.example", url)
    assert "revision" in said(tmp_path, given, "-m", "flask", "--app", "wsgi", "db", "upgrade")
    assert said(tmp_path, given, "-c", LANDING).strip() == "200 OK"


def said(folder: Path, settings: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=folder, env=os.environ | settings, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
