"""Lesson 8: would the portal start with these settings, and is it safe to visit? The portal's own rules decide."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from app import create_app, migrate
from app.config import Settings, try_load
from app.db import Database, OldSchema

Open = Callable[[], FlaskClient]


@pytest.fixture
def file(work: Path) -> Path:
    return work / "production.env"


@pytest.fixture
def given(file: Path, tmp_path: Path) -> Callable[[], Settings]:
    """The settings of the file, with a new SQLite file for the database."""

    def given() -> Settings:
        settings, faults = try_load(_env_file=file, database_url=f"sqlite:///{tmp_path / 'portal.db'}")
        assert settings, "This can be tried once the portal would start."
        assert settings.production, "This can be tried once the portal is in production."
        assert not faults, "This can be tried once the portal would start."
        return settings

    return given


@pytest.fixture
def visit(given: Callable[[], Settings]) -> Iterator[Open]:
    """Opens the portal after `flask db upgrade`, and gives a browser that comes by https."""
    opened: list[Database] = []

    def visit() -> FlaskClient:
        opened.append(Database(given().database))
        migrate.upgrade(opened[0])
        app = create_app(given())
        opened.append(app.extensions["database"])
        app.config |= {"SERVER_NAME": given().site.removeprefix("https://"), "PREFERRED_URL_SCHEME": "https"}
        return app.test_client()

    yield visit
    for database in opened:
        database.engine.dispose()


def test_it_is_a_portal_in_production(file: Path) -> None:
    assert file.exists(), f"exercises/{file.parent.name}/production.env is not there. Did you rename it?"
    settings, faults = try_load(_env_file=file)
    assert settings, f"The portal says: {faults[0]}"
    assert settings.production, "APP_ENV says development, where most of the rules do not apply. Make it production."


def test_the_portal_would_start_with_these_settings(file: Path) -> None:
    settings, faults = try_load(_env_file=file)
    assert not faults, f"The portal says: {faults[0]}\n({len(faults)} to go, as far as one can see by now)"
    assert settings, "The settings cannot be read."
    assert settings.production, "In development it would. But in production?"


def test_it_refuses_a_database_that_was_not_upgraded(given: Callable[[], Settings]) -> None:
    settings = given()
    with pytest.raises(OldSchema):
        create_app(settings)


def test_it_opens_and_says_that_it_is_ready(visit: Open) -> None:
    browser = visit()
    assert browser.get("/").status_code == 200, "The first page should open."
    assert browser.get("/health/ready").json["status"] == "ready", "/health/ready should say that it is ready."


def test_the_cookie_is_for_this_host_over_https_and_not_for_scripts(visit: Open) -> None:
    answer = visit().post("/sign-in", data={"to": "agents"}, headers={"Sec-Fetch-Site": "same-origin"})
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-session="), "The cookie should be called __Host-session."
    for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"):
        assert f"; {flag}" in cookie, f"The cookie should be {flag}."


def test_browsers_are_told_to_come_by_https_only(visit: Open) -> None:
    told = visit().get("/").headers.get("Strict-Transport-Security", "")
    assert told.startswith("max-age="), "The answer should have the header Strict-Transport-Security."


def test_the_workshop_is_not_there(visit: Open) -> None:
    assert visit().get("/workshop/flow").status_code == 404, "WORKSHOP should be off, or its pages are there."
