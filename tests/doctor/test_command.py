"""`flask doctor` as a whole."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from app.config import ROOT
from tests.doctor.report import PRODUCTION, Ask, Report, given
from tests.servers import Server


def test_on_the_running_sandbox_all_is_ok(ask: Ask, sandbox: Server) -> None:
    report = ask()
    assert report.levels() == {"ok"}, report.text
    assert report.status == 0
    assert f"The API answers at {sandbox.url}" in report.line("Spark")
    assert "knows the client id" in report.line("client")
    assert "opened for http://localhost:8000/auth/callback" in report.line("redirect URI")
    assert "danalee" in report.line("portal")
    assert "Open http://localhost:8000/:" in report.line("address")


def test_without_a_key_it_looks_at_the_sandbox(ask: Ask) -> None:
    report = ask(spark_client_id="", secret_key="", spark_portal="", agent_phone="")
    assert report.levels() == {"ok"}, report.text
    assert "Development on the sandbox" in report.line("settings")
    assert "visitors choose" in report.line("portal")
    assert "Dana Lee" in report.line("agent")


def test_bad_settings_are_listed_all_at_once_and_said_once(ask: Ask) -> None:
    report = ask(
        app_env="production",
        secret_key="short-secret",
        spark_client_id="",
        database_url="mysql://db-person:db-password@db/homes",
        spark_portal="Dana Lee",
        agent_phone="",
        spark_api_url="http://api.example",
        spark_sign_in_url="http://[::1",
        spark_access_token="key-tok",
    )
    assert report.levels() == {"fault"}, report.text
    assert report.status == 1
    for name in ("SECRET_KEY", "SPARK_CLIENT_ID", "DATABASE_URL", "SPARK_PORTAL", "AGENT_EMAIL", "SPARK_API_URL"):
        assert sum(name in line for line in report.lines) == 1, report.text


def test_settings_that_cannot_be_read_end_it(ask: Ask) -> None:
    report = ask(port="many", app_env="staging")
    assert [line.split()[2] for line in report.lines] == ["APP_ENV:", "PORT:"]
    assert report.status == 1


def test_it_speaks_where_no_portal_can_be_built(sandbox: Server, tmp_path: Path) -> None:
    report = from_the_command_line(sandbox, tmp_path / "portal.db", **PRODUCTION, secret_key="short-secret")
    assert report.status == 1
    assert "SECRET_KEY" in report.lines[0]
    assert "db upgrade" in report.text
    assert "knows the client id" in report.line("client")


def test_an_old_schema_is_told_and_left_as_it_is(sandbox: Server, tmp_path: Path) -> None:
    (tmp_path / "portal.db").touch()
    report = from_the_command_line(sandbox, tmp_path / "portal.db", app_env="development")
    assert report.status == 0
    assert report.line("database").startswith("warning")
    with closing(sqlite3.connect(tmp_path / "portal.db")) as still:
        assert still.execute("select count(*) from sqlite_master").fetchone() == (0,)


def from_the_command_line(sandbox: Server, file: Path, **changed: str) -> Report:
    settings = given(sandbox.url, f"sqlite:///{file}") | changed
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "doctor"],
        cwd=ROOT,
        env=os.environ | {name.upper(): value for name, value in settings.items()},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.stderr == ""
    return Report(done.returncode, done.stdout)
