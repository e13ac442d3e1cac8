"""The portal."""

from __future__ import annotations

import os
from importlib import import_module

from flask import Flask

from app import demo, doctor, headers, logs, look, migrate, pages, session, sessions
from app.database import Database
from app.pages import errors, pace, terms
from app.rules import load
from app.settings import ROOT, Settings
from app.sign_in import consumer, landing, one_host, password, provider, single_session, views
from app.spark.client import Api


def create_app(settings: Settings | None = None) -> Flask:
    """The portal as a WSGI application. Raises BadSettings or OldSchema where it must not start."""
    settings = settings or load()
    app = Flask("app", root_path=str(ROOT / "app"), template_folder="../templates", static_folder="../static")
    app.config.from_mapping(configuration(settings))
    database = Database(settings.database)
    api = Api(settings.api_url, settings.spark_auth_scheme, settings.spark_user_agent)
    app.extensions |= {"settings": settings, "database": database, "api": api}
    store = session.SessionStore(database, session.Seal(settings.secrets))
    app.session_interface = session.SqlSessionInterface(
        app, store, sessionless=("/static/", "/health/"), everyones=single_session.row_key(settings)
    )
    provider.register(app, settings)
    check_schema(database, settings)
    single_session.init_app(app, settings, store)
    guard(app)
    for blueprint in (landing.bp, views.bp, password.bp, *pages.BLUEPRINTS):
        app.register_blueprint(blueprint)
    errors.init_app(app)
    logs.init_app(app)
    headers.init_app(app, settings, style=look.init_app(app, settings).css or "")
    for command in (migrate.commands, demo.command, sessions.command, doctor.command):
        app.cli.add_command(command)
    open_workshop(app, settings)
    return app


def open_workshop(app: Flask, settings: Settings) -> None:
    """By its name alone, as the portal must do without it: it can be deleted."""
    if settings.workshop:
        import_module("app.workshop").init_app(app)


def guard(app: Flask) -> None:
    """The order matters: a form of somebody who is signed out is kept for them, whatever its CSRF token says."""
    app.before_request(one_host.require)
    app.before_request(consumer.require)
    app.before_request(terms.require)
    pace.init_app(app)
    views.csrf.init_app(app)


def configuration(settings: Settings) -> dict[str, object]:
    """Flask's own settings, derived from ours."""
    secure = settings.site.startswith("https://")
    return {
        "SECRET_KEY": settings.secrets[0],
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "portal_session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SEND_FILE_MAX_AGE_DEFAULT": 31536000,
        "MAX_CONTENT_LENGTH": 64 * 1024,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }


def check_schema(database: Database, settings: Settings) -> None:
    """Development upgrades by itself; production refuses to start on an old schema, but not to run `flask db`."""
    if not settings.production:
        migrate.upgrade(database)
    elif os.environ.get("FLASK_RUN_FROM_CLI") != "true":
        try:
            migrate.require_current(database)
        except migrate.OldSchema:
            database.engine.dispose()  # a refused start leaves no connection behind
            raise
