"""`flask new-portal`: a project of one's own, from the names that somebody gives."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from dotenv import dotenv_values
from markdown_it import MarkdownIt

from app.settings import ROOT, load
from app.workshop.starter import files
from tests.workshop.projects import NAMES, made, python, run


@pytest.fixture(scope="module")
def harbor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(
        tmp_path_factory.mktemp("mine") / "harbor", *NAMES, "--portal", "harbor", "--remote", "git@example.com:h.git"
    )


def test_every_file_comes_along_and_no_code_is_changed(harbor: Path) -> None:
    ours = files.belonging(ROOT)
    assert set(files.belonging(harbor)) == set(ours)
    changed = {path.as_posix() for path in ours if (harbor / path).read_bytes() != (ROOT / path).read_bytes()}
    assert changed == {"LICENSE", "README.md", "pyproject.toml", ".env.example"}


def test_the_licence_names_the_owner_and_keeps_our_notice(harbor: Path) -> None:
    ours = (ROOT / "LICENSE").read_text(encoding="utf-8")
    theirs = (harbor / "LICENSE").read_text(encoding="utf-8")
    line = f"Copyright (c) {datetime.now(UTC).year} Harbor Realty LLC\n"
    assert theirs.index(line) < theirs.index("Copyright", theirs.index(line) + 1)
    assert theirs.replace(line, "", 1) == ours


def test_the_package_and_the_readme_are_theirs(harbor: Path) -> None:
    assert package(harbor)["name"] == "harbor-homes"
    readme = (harbor / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# Harbor Homes\n")
    assert "Harbor Realty LLC" in readme
    assert readme.partition("\n## ")[2] == (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## ")[2]


def test_its_settings_allow_a_start_and_hold_a_secret_that_was_never_printed(tmp_path: Path) -> None:
    done = run(tmp_path / "harbor", *NAMES)
    settings = load(_env_file=tmp_path / "harbor" / ".env")
    secret = settings.secret_key.get_secret_value()
    assert (settings.brand_name, settings.spark_user_agent) == ("Harbor Homes", "harbor-homes")
    assert len(secret) >= 32
    assert secret not in done.output
    assert os.name == "nt" or not (tmp_path / "harbor" / ".env").stat().st_mode & 0o077
    assert secret not in (tmp_path / "harbor" / ".env.example").read_text(encoding="utf-8")


def test_the_portal_waits_in_a_comment_as_the_sandbox_would_not_know_it(harbor: Path) -> None:
    assert "\n#SPARK_PORTAL=harbor\n" in (harbor / ".env").read_text(encoding="utf-8")


def test_it_is_a_git_repository_with_their_remote_and_no_commit(harbor: Path) -> None:
    assert git(harbor, "symbolic-ref", "--short", "HEAD") == "main"
    assert git(harbor, "remote", "get-url", "origin") == "git@example.com:h.git"
    assert git(harbor, "log") == ""
    assert ".env" not in git(harbor, "status", "--short").split()


@pytest.mark.parametrize(
    "name",
    [
        'Bob\'s "Best" \\ Homes',
        "[x](javascript:1) *b* _i_ `c` <b>&amp;",
        "# Hash #",
        "Zoë – Häuser",
        "$HOME \\1 \\g<0>",
        "家",
    ],
)
def test_no_name_breaks_what_it_is_written_into(name: str, tmp_path: Path) -> None:
    project = made(tmp_path / "odd", "--brand", name, "--owner", name)
    assert dotenv_values(project / ".env")["BRAND_NAME"] == name
    assert name in package(project)["description"]
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", package(project)["name"])
    assert f" {name}\n" in (project / "LICENSE").read_text(encoding="utf-8")
    title = MarkdownIt().parse((project / "README.md").read_text(encoding="utf-8"))[1]
    assert "".join(part.content for part in title.children or []) == name


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--brand", " "], "--brand"),
        (["--brand", "two\nlines"], "--brand"),
        (["--brand", "${HOME}"], "--brand"),
        (["--owner", "x" * 81], "--owner"),
        (["--portal", "Dana Lee"], "lower-case"),
        (["--remote", "--upload-pack=x"], "--remote"),
    ],
)
def test_a_name_that_cannot_be_is_refused_with_the_reason(given: list[str], said: str, tmp_path: Path) -> None:
    done = run(tmp_path / "harbor", *NAMES, *given)
    assert done.exit_code == 2
    assert said in done.output
    assert not (tmp_path / "harbor").exists()


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").touch()
    for taken in (tmp_path, tmp_path / "notes.txt"):
        assert "there already" in run(taken, *NAMES).output
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_folder_inside_this_project_is_refused() -> None:
    assert "outside this project" in run(ROOT / "mine", *NAMES).output
    assert not (ROOT / "mine").exists()


def test_without_git_the_same_files_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = set(files.belonging(ROOT))
    for name in (".venv/bin/python", "app/__pycache__/x.pyc", "instance/secret-key", ".env", "exercises/1/a.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    files.copy(ROOT, tmp_path, ())
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert set(files.belonging(tmp_path)) == known


@pytest.mark.parametrize("git", [True, False])
def test_no_secret_of_ours_and_no_link_comes_along(git: bool, tmp_path: Path) -> None:
    files.copy(ROOT, source := tmp_path / "source", [])
    if git:
        subprocess.run(["git", "init", "--quiet"], cwd=source, check=True)
    for name in (".env", ".env.local", "instance/portal.db", "exercises/lesson_1/mine.py"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text("s3cr3t", encoding="utf-8")
    if git:
        subprocess.run(["git", "add", "--force", "--all"], cwd=source, check=True)
    linked(source / "settings.txt", source / ".env")
    linked(source / "docs" / "elsewhere.txt", tmp_path / "elsewhere.txt")
    assert set(files.belonging(source)) == set(files.belonging(ROOT))


def linked(link: Path, target: Path) -> None:
    target.touch()
    try:
        link.symlink_to(target)
    except OSError:
        pytest.skip("this system lets nobody make links")


def test_a_folder_that_git_does_not_trust_is_copied_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = set(files.belonging(ROOT))
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert set(files.belonging(ROOT)) >= ours


def test_a_project_can_be_made_from_such_a_project(harbor: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    words = ["-m", "flask", "--app", "wsgi", "new-portal", str(second), "--brand", "Lakeside", "--owner", "Lake Co"]
    done = python(harbor, *words, DATABASE_URL=f"sqlite:///{tmp_path / 'portal.db'}")
    assert done.returncode == 0, done.stderr
    readme = (second / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("# Lakeside\n")
    assert "It began as harbor-homes 0.1.0" in readme
    assert "Harbor Realty LLC" in (second / "LICENSE").read_text(encoding="utf-8")


def test_its_tests_pass(harbor: Path) -> None:
    """A fast part of them, with its `.env` in place."""
    part = ["tests/test_settings.py", "tests/test_demo.py", "tests/sign_in/test_callback.py"]
    done = python(harbor, "-m", "pytest", "-p", "no:cacheprovider", *part)
    assert done.returncode == 0, done.stdout


def package(project: Path) -> dict[str, str]:
    read: dict[str, str] = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return read


def git(project: Path, *words: str) -> str:
    return subprocess.run(["git", *words], cwd=project, capture_output=True, text=True, check=False).stdout.strip()
