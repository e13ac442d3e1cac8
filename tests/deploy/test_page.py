"""docs/deploy.md names what there is, and its settings allow a start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO

import pytest
from dotenv import dotenv_values
from flask import Flask

from app import create_app
from app.config import ROOT, Settings, load
from tests.conftest import MISSING
from tests.deploy.settings import production

PAGE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
OF_COMPOSE = {"DOMAIN", "DATABASE_PASSWORD"}


def commands(beginning: str) -> list[str]:
    """What follows this, in blocks of commands and in the text."""
    code = "\n".join([*re.findall(r"```\w+\n(.*?)```", PAGE, re.DOTALL), *re.findall(r"`([^`\n]+)`", PAGE)])
    return re.findall(rf"{re.escape(beginning)} ([^\n]+)", code)


def test_its_services_are_those_of_compose() -> None:
    services = re.findall(r"^  (\w+):$", (ROOT / "compose.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    used = [words for words in commands("docker compose") if re.match("exec|run|logs|stop|restart", words)]
    assert {first_argument(words) for words in used} == {"caddy", "portal", "database"} <= set(services)


def first_argument(words: str) -> str:
    """After the subcommand and its options, of which `--since` has a value."""
    return re.sub(r"^\w+ (?:-\S+ (?:24h )?)*", "", words).split()[0]


@pytest.fixture
def app(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """As the command `flask` makes it."""
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    given = production("https://homes.example", "https://spark.example", sqlite_url)
    app = create_app(load(_env_file=None, **{name.lower(): value for name, value in given.items()}))
    yield app
    app.extensions["database"].engine.dispose()


def test_its_commands_of_flask_exist(app: Flask) -> None:
    named = {words.split()[0].rstrip(")") for words in commands("flask --app wsgi")}
    assert named == {"doctor", "db", "sessions"}
    assert named <= set(app.cli.commands)


def test_its_files_are_there() -> None:
    named = set(re.findall(r"(?:^|[\s`])((?:deploy/[\w.]+|compose\.yaml|requirements\.txt))", PAGE))
    assert {"deploy/portal.service", "deploy/Caddyfile", "deploy/away.html", "compose.yaml"} <= named
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.skipif("sandbox" in MISSING, reason="`make image` needs the sandbox")
def test_its_commands_of_make_exist() -> None:
    rules = re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert {words.split()[0] for words in commands("make")} <= set(rules)


def test_its_settings_allow_a_start() -> None:
    (env,) = re.findall(r"<<END\n(.*?)^END$", PAGE, re.DOTALL | re.MULTILINE)
    given = dotenv_values(stream=StringIO(re.sub(r"\$\(openssl rand -hex 32\)", "0123456789abcdef" * 4, env)))
    assert given.keys() >= OF_COMPOSE
    assert {name.lower() for name in given.keys() - OF_COMPOSE} <= set(Settings.model_fields)
    ours = {name.lower(): value for name, value in given.items() if value and name not in OF_COMPOSE}
    settings = load(
        _env_file=None,
        **ours,
        app_env="production",
        spark_client_id="a-key",
        spark_client_secret="its-secret",
        spark_redirect_uri="https://homes.example.com/auth/callback",
    )
    assert settings.brand_name == "Hawthorn & Lee"


def test_its_settings_without_containers_are_ours() -> None:
    (lines,) = re.findall(r"```ini\n(.*?)```", PAGE, re.DOTALL)
    given = dotenv_values(stream=StringIO(lines))
    assert {str(name).lower() for name in given} <= set(Settings.model_fields)
    assert Settings(_env_file=None, database_url=given["DATABASE_URL"]).database.startswith("postgresql+psycopg:///")  # type: ignore[call-arg, arg-type]  # pydantic's own arguments, and a secret from text
