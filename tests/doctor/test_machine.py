"""What the doctor sees without Spark."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.db import Database
from tests.conftest import SECRET
from tests.doctor.report import PRODUCTION, Ask
from tests.fake_smtp import fake_smtp
from tests.servers import free_port


@pytest.mark.parametrize(("changed", "level"), [({}, "warning"), (PRODUCTION, "fault")])
def test_an_old_schema_comes_with_its_remedy(ask: Ask, tmp_path: Path, changed: dict[str, str], level: str) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.execute("create table anything (id)")
    report = ask(database_url=f"sqlite:///{tmp_path / 'old.db'}", **changed)
    (found,) = (line for line in report.lines if "at revision none" in line)
    assert found.startswith(level)
    assert found.endswith("flask --app wsgi db upgrade")
    assert report.status == int(level == "fault")


def test_a_schema_of_a_newer_version_is_fine(ask: Ask, database: Database, sqlite_url: str) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '9999'")
    line = ask(database_url=sqlite_url).line("database")
    assert line.startswith("ok")
    assert "newer" in line


@pytest.mark.parametrize(("proxies", "level"), [("0", "warning"), ("1", "ok")])
def test_proxies_that_nobody_counted_are_a_warning_in_production(ask: Ask, proxies: str, level: str) -> None:
    assert ask(**PRODUCTION, trusted_proxies=proxies).line("proxies").startswith(level)


def test_on_ones_own_machine_there_is_no_proxy(ask: Ask) -> None:
    assert not [line for line in ask().lines if "proxies" in line]


def test_a_postgresql_database_is_ok(ask: Ask, postgres_url: str) -> None:
    report = ask(database_url=postgres_url)
    assert report.line("database").startswith("ok")
    assert "PostgreSQL" in report.line("database")


def test_a_database_that_is_down_is_a_fault_without_its_credentials(ask: Ask) -> None:
    report = ask(database_url=f"postgres://db-person:db-password@127.0.0.1:{free_port()}/homes")
    assert report.line("database").startswith("fault")
    assert "“homes” at 127.0.0.1 cannot be used: nothing listens there" in report.line("database")
    assert report.status == 1


def test_a_database_that_does_not_exist_is_told_apart(ask: Ask, postgres_url: str) -> None:
    report = ask(database_url=re.sub(r"test_\w+", "nowhere", postgres_url))
    assert report.line("database").startswith("fault")
    assert "knows no such" in report.line("database")


def test_a_file_that_is_no_database_is_a_fault(ask: Ask, tmp_path: Path) -> None:
    words = "not a database at all, but long enough to be looked at\n" * 100
    (tmp_path / "notes.txt").write_text(words, encoding="ascii")
    assert "something else" in ask(database_url=f"sqlite:///{tmp_path / 'notes.txt'}").line("database")


def test_a_place_where_sqlite_cannot_write_is_a_fault(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    report = ask(database_url=f"sqlite:///{tmp_path / 'file' / 'portal.db'}")
    assert "cannot write" in report.line("database")
    assert report.status == 1


def test_it_makes_no_database_by_looking(ask: Ask, tmp_path: Path) -> None:
    report = ask(database_url=f"sqlite:///{tmp_path / 'new' / 'portal.db'}")
    assert report.line("database").startswith("ok")
    assert not (tmp_path / "new").exists()


def test_sqlite_in_production_is_a_warning(ask: Ask) -> None:
    found = [line for line in ask(**PRODUCTION).lines if line[9:].startswith("database ")]
    assert [line.split()[0] for line in found] == ["warning", "ok"]


def test_production_says_which_cookie_it_uses(ask: Ask) -> None:
    report = ask(**PRODUCTION)
    assert "__Host-session" in report.line("address")
    assert "Production" in report.line("settings")


def test_an_agent_whom_nobody_reaches_is_a_warning(ask: Ask) -> None:
    assert ask(agent_phone="").line("agent").startswith("warning")


def test_passwords_that_pass_through_are_a_warning(ask: Ask) -> None:
    report = ask(spark_password_grant="true")
    assert report.line("passwords").startswith("warning")
    assert report.status == 0


def test_a_mail_server_that_answers_is_ok_and_gets_no_letter(ask: Ask) -> None:
    with fake_smtp() as smtp:
        report = ask(**mailing(smtp.port))
    assert report.line("mail").startswith("ok")
    assert "messages come from portal@homes.example" in report.line("mail")
    assert smtp.envelopes == []


def test_a_mail_server_that_is_not_there_is_a_fault(ask: Ask) -> None:
    report = ask(**mailing(free_port()))
    assert report.line("mail").startswith("fault")
    assert "ConnectionRefusedError" in report.line("mail")


@pytest.mark.parametrize(("changed", "level"), [({}, "ok"), (PRODUCTION, "warning")])
def test_no_mail_server_is_fine_in_development_only(ask: Ask, changed: dict[str, str], level: str) -> None:
    report = ask(agent_email="dana@example.com", secret_key=SECRET, **changed)
    assert report.line("mail").startswith(level)


def mailing(port: int) -> dict[str, str]:
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": str(port),
        "smtp_security": "none",
        "smtp_from": "portal@homes.example",
    }
