"""The start, the schema, health, and what a page costs."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event

from app import create_app, migrate
from app.config import ROOT, load
from app.db import Database, OldSchema, metadata, schema_version
from tests.auth.conftest import Misbehave, misbehave
from tests.conftest import SECRET, Start
from tests.servers import Server, Visitor

__all__ = ["misbehave"]

SITE = "https://homes.example"
PRODUCTION = {
    "app_env": "production", "secret_key": SECRET, "spark_client_id": "id", "spark_client_secret": "secret",
    "spark_redirect_uri": "https://homes.example/auth/callback", "agent_phone": "701-555-0142",
}  # fmt: skip


@pytest.fixture
def statements(portal: Server) -> Iterator[list[str]]:
    seen: list[str] = []
    engine = portal.app.extensions["database"].engine

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement.split(maxsplit=1)[0].upper())

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_a_signed_in_page_costs_one_statement_and_an_anonymous_one_none(
    visitor: Visitor, statements: list[str]
) -> None:
    visitor.get("/")
    assert statements == []
    visitor.sign_in()
    for path in ("/home", "/search", "/search?page=2"):
        visitor.get(path)  # the first look at a search leaves its trail
        statements.clear()
        assert visitor.get(path).status_code == 200
        assert statements == ["SELECT"]
    statements.clear()
    visitor.get("/static/css/portal.css")
    visitor.get("/health/live")
    assert statements == []


def test_the_first_page_after_a_sign_in_writes_nothing(visitor: Visitor, statements: list[str]) -> None:
    """The token of its forms is there already: two tabs that open at once have the same one."""
    visitor.get(visitor.come_back(), allow_redirects=False)
    statements.clear()
    assert visitor.get("/privacy").status_code == 200
    assert visitor.soup.select("input[name=csrf_token]")
    assert statements == ["SELECT"]


def test_a_new_page_needs_a_sign_in_unless_it_says_otherwise(portal: Server, visitor: Visitor) -> None:
    portal.app.add_url_rule("/new", "new", lambda: "for consumers")
    assert visitor.get("/new", allow_redirects=False).headers["Location"] == "/?wanted=/new"
    visitor.sign_in()
    assert visitor.get("/new").text == "for consumers"


def test_health_touches_no_session(visitor: Visitor) -> None:
    visitor.sign_in()
    live, ready = visitor.get("/health/live"), visitor.get("/health/ready")
    assert live.json() == {"status": "live"}
    assert (ready.status_code, ready.json()["status"], ready.json()["schema"]) == (200, "ready", "current")
    assert "Set-Cookie" not in ready.headers


@pytest.mark.parametrize(("what", "went"), [("200", "answered"), ("1500", "answered"), ("500", "did not answer")])
def test_ready_tells_how_the_last_call_to_spark_went(
    what: str, went: str, visitor: Visitor, misbehave: Misbehave
) -> None:
    """Without Spark there are no pages, but another process could make none either: it is only told."""
    visitor.sign_in()
    if what != "200":
        misbehave("api", what, times=None)
    visitor.get("/search")
    ready = visitor.get("/health/ready")
    assert (ready.status_code, ready.json()["spark"]["last_call"]) == (200, went)
    assert 0 <= ready.json()["spark"]["seconds_ago"] < 30


def test_not_ready_on_an_old_schema(visitor: Visitor, database: Database) -> None:
    with database.write() as connection:
        connection.exec_driver_sql("update alembic_version set version_num = '0001'")
    ready = visitor.get("/health/ready")
    assert (ready.status_code, ready.json()["why"]) == (503, "old schema")


def test_the_migrations_make_what_the_code_expects(each_database_url: str) -> None:
    database = Database(each_database_url)
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    database.engine.dispose()


def test_development_brings_the_database_up_to_date_by_itself(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    app = create_app(load(_env_file=None, secret_key=SECRET, database_url=url))
    database: Database = app.extensions["database"]
    assert schema_version(database).status == "current"
    database.engine.dispose()


def test_a_database_file_in_a_new_folder_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new' / 'portal.db'}")
    migrate.upgrade(database)
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("pragma journal_mode").scalar() == "wal"
    database.engine.dispose()


def test_production_refuses_an_old_schema_and_says_the_command(tmp_path: Path) -> None:
    with pytest.raises(OldSchema, match="flask --app wsgi db upgrade"):
        create_app(load(_env_file=None, database_url=f"sqlite:///{tmp_path / 'new.db'}", **PRODUCTION))


def test_the_commands_move_a_production_database(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    environment = {name.upper(): value for name, value in PRODUCTION.items()} | {"DATABASE_URL": url, "PATH": ""}

    def flask(*words: str) -> str:
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", *words]
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    assert "at revision none; this version needs 0004" in flask("current")
    assert "at revision 0004" in flask("upgrade")
    assert "at revision 0004; this version needs 0004" in flask("current")
    assert "at revision 0003" in flask("downgrade")
    assert "at revision none" in flask("downgrade", "base")
    engine = sa.create_engine(url)
    assert sa.inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()


def test_a_bad_deployment_does_not_start_and_lists_its_faults() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        cwd=ROOT,
        env={"APP_ENV": "production", "SECRET_KEY": "short"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "SECRET_KEY" in done.stderr
    assert "SPARK_CLIENT_ID" in done.stderr
    assert "Traceback" not in done.stderr


def test_over_https_the_cookie_is_bound_to_the_host(sqlite_url: str) -> None:
    app = create_app(load(_env_file=None, database_url=sqlite_url, **PRODUCTION))
    client = app.test_client()
    response = client.post("/sign-in", base_url=SITE, data={"to": "agents"})
    cookie = response.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert flag in cookie
    assert "Domain" not in cookie
    assert response.headers["Location"].startswith("https://sparkplatform.com/auth/vow?")
    assert response.headers["Strict-Transport-Security"] == "max-age=31536000"
    gone = client.post("/sign-out", base_url=SITE).headers["Set-Cookie"]
    for flag in ("__Host-session=;", "Max-Age=0", "Secure", "Path=/"):
        assert flag in gone
    app.extensions["database"].engine.dispose()


def test_a_cookie_is_for_this_browser_session_and_no_script(visitor: Visitor) -> None:
    visitor.get("/")
    cookie = visitor.press("Continue", False, to="agents").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires" not in cookie


def test_the_brand_color_is_the_only_inline_style_and_allowed_by_its_hash(start_portal: Start) -> None:
    page = Visitor(start_portal(brand_color="#7a1f3d").url).get("/")
    assert "<style>:root{--brand:#7a1f3d}</style>" in page.text
    assert "'sha256-" in page.headers["Content-Security-Policy"]


def test_a_static_file_changes_its_address_when_it_changes(visitor: Visitor) -> None:
    visitor.get("/")
    sheet = visitor.soup.select_one("link[rel=stylesheet]")
    assert sheet
    assert "?v=" in str(sheet["href"])
    assert visitor.get(str(sheet["href"])).status_code == 200
