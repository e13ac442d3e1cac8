"""compose.yaml fits together, and to the Dockerfile, the Caddyfile and the settings."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.config import ROOT, Settings, load
from app.session import LEASE_SECONDS
from tests.deploy import dockerfile
from tests.deploy.settings import production

COMPOSE = ROOT / "compose.yaml"
ASKED = {"DOMAIN": "homes.example", "DATABASE_PASSWORD": "a-password"}
"""What it takes from `.env` itself."""


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """With what `.env` gives put in."""
    text = re.sub(r"\$\{(\w+)(?::\?[^}]*)?\}", lambda asked: ASKED[asked[1]], COMPOSE.read_text(encoding="utf-8"))
    found: dict[str, Any] = yaml.safe_load(text)
    return found


@pytest.fixture(scope="module")
def services(compose: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = compose["services"]
    return found


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="needs docker-compose")
def test_compose_itself_takes_it(tmp_path: Path) -> None:
    shutil.copy(COMPOSE, tmp_path)
    (tmp_path / ".env").write_text("".join(f"{name}={value}\n" for name, value in ASKED.items()), encoding="utf-8")
    done = subprocess.run(["docker-compose", "config", "--quiet"], cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


def test_only_caddy_is_reached_from_outside(services: dict[str, Any]) -> None:
    assert [name for name, service in services.items() if "ports" in service] == ["caddy"]
    assert services["caddy"]["ports"] == ["80:80", "443:443", "443:443/udp"]


def test_the_database_is_reached_by_the_portal_only(compose: dict[str, Any], services: dict[str, Any]) -> None:
    assert services["database"]["networks"] == ["inside"]
    assert compose["networks"]["inside"] == {"internal": True}
    assert [name for name, service in services.items() if "inside" in service["networks"]] == [
        "portal", "migrate", "database",
    ]  # fmt: skip


def test_what_serves_visitors_can_write_and_become_nothing(services: dict[str, Any]) -> None:
    for name in ("caddy", "portal", "migrate"):
        assert services[name]["read_only"] is True
        assert services[name]["cap_drop"] == ["ALL"]
    assert [name for name, service in services.items() if "no-new-privileges:true" not in service["security_opt"]] == []


def test_all_volumes_and_networks_are_declared_and_used(compose: dict[str, Any], services: dict[str, Any]) -> None:
    mounts = [mount.split(":")[0] for service in services.values() for mount in service.get("volumes", [])]
    assert {name for name in mounts if not name.startswith(".")} == set(compose["volumes"])
    assert [path for path in mounts if path.startswith(".") and not (ROOT / path).exists()] == []
    assert {name for service in services.values() for name in service["networks"]} == set(compose["networks"])


def test_no_log_grows_without_end(services: dict[str, Any]) -> None:
    assert {service["logging"]["options"]["max-size"] for service in services.values()} == {"10m"}


def test_its_settings_exist_and_allow_a_start(services: dict[str, Any]) -> None:
    set_here = services["portal"]["environment"]
    assert {name.lower() for name in set_here} <= set(Settings.model_fields)
    given = production("https://homes.example", "https://spark.example", "") | set_here
    settings = load(_env_file=None, **{name.lower(): value for name, value in given.items()})
    assert settings.database == "postgresql+psycopg://portal:a-password@database/portal"
    assert settings.site == "https://homes.example"


def test_the_database_knows_who_comes(services: dict[str, Any]) -> None:
    assert services["database"]["environment"] == {
        "POSTGRES_USER": "portal", "POSTGRES_DB": "portal", "POSTGRES_PASSWORD": "a-password",
    }  # fmt: skip


def test_caddy_is_told_all_that_its_file_asks_for(services: dict[str, Any]) -> None:
    asked = re.findall(r"\{\$(\w+)", (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8"))
    assert set(asked) == set(services["caddy"]["environment"])
    assert services["caddy"]["environment"]["PORTAL"] == f"portal:{services['portal']['environment']['PORT']}"


def test_the_schema_comes_before_the_portal(services: dict[str, Any]) -> None:
    assert services["portal"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert services["migrate"]["command"] == ["flask", "--app", "wsgi", "db", "upgrade"]
    assert services["migrate"]["restart"] == "no"
    assert services["migrate"]["image"] == services["portal"]["image"]


def test_running_requests_have_time_to_end(services: dict[str, Any]) -> None:
    server = (ROOT / "gunicorn.conf.py").read_text(encoding="utf-8")
    grace = int(re.findall(r"^graceful_timeout = (\d+)$", server, re.M)[0])
    assert seconds(services["portal"]["stop_grace_period"]) > grace > LEASE_SECONDS, "a refresh of tokens can end, too"
    assert dockerfile.last("STOPSIGNAL").rest == "SIGTERM"


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))
