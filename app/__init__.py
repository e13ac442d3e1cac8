"""The portal."""

from __future__ import annotations

import logging
import os
from importlib import import_module

from flask import Flask
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

from app import auth, cli, doctor, security, session, templating, views
from app.auth import access
from app.config import ROOT, Settings, load
from app.db import Database, OldSchema, check_schema
from app.extensions import csrf
from app.rate_limit import RateLimiter
from app.spark.client import SparkApi
from app.telemetry import logs, request_stats
from app.views import errors

log = logging.getLogger(__name__)


def create_app(settings: Settings | None = None) -> Flask:
    """The portal as a WSGI application. Raises ConfigError or OldSchema where it must not start."""
    settings = settings or load()
    app = Flask("app", root_path=str(ROOT / "app"), template_folder="../templates", static_folder="../static")
    app.config.from_mapping(configuration(settings))
    trust_proxies(app, settings.trusted_proxies)
    database = connect(app, settings)
    request_stats.init_app(app)
    logs.init_app(app)
    prepare_schema(app, database, settings)
    auth.init_app(app, settings)
    guard(app)
    for blueprint in views.BLUEPRINTS:
        app.register_blueprint(blueprint)
    errors.init_app(app)
    security.init_headers(app, settings, style=templating.init_app(app, settings).css or "")
    for command in (cli.demo, cli.sessions, doctor.command):
        app.cli.add_command(command)
    if settings.workshop:
        import_module("workshop").init_app(app)  # by name: the folder may be deleted
    count(app, settings)
    return app


def connect(app: Flask, settings: Settings) -> Database:
    """To the database and to Spark: what the views find in `app.extensions`."""
    database = Database(settings.database, settings.web_threads)
    api = SparkApi(settings.api_url, settings.spark_auth_scheme, settings.spark_user_agent)
    limiter = RateLimiter(database, settings.secrets[0])
    app.extensions |= {"settings": settings, "database": database, "api": api, "rate_limiter": limiter}
    store = session.SessionStore(database, session.Cipher(settings.secrets))
    app.session_interface = session.SqlSessionInterface(app, store, sessionless=("/static/", "/health/"))
    return database


def trust_proxies(app: Flask, hops: int) -> None:
    """Believe so many proxies who the visitor is and that they came by https, but none whose site this is."""
    if hops:
        fixed = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0, x_port=0, x_prefix=0)
        app.wsgi_app = fixed  # type: ignore[method-assign]  # Flask's own way to wrap


def count(app: Flask, settings: Settings) -> None:
    """By its name alone, as only those who want metrics load what counts them."""
    if settings.metrics_port:
        import_module("app.telemetry.metrics").init_app(app)


def guard(app: Flask) -> None:
    """The order matters: a form of somebody who is signed out is kept for them, whatever its CSRF token says."""
    security.init_limits(app)
    security.init_canonical_host(app)
    app.before_request(access.require_login)
    views.init_app(app)
    csrf.init_app(app)


def configuration(settings: Settings) -> dict[str, object]:
    """Flask's own settings, derived from ours."""
    secure = settings.site.startswith("https://")
    return {
        "SECRET_KEY": settings.secrets[0],
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "portal_session",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_SECRET_KEY": [*reversed(settings.secrets)],  # the newest signs; all of them are believed
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
    }


def prepare_schema(app: Flask, database: Database, settings: Settings) -> None:
    """Development upgrades by itself. Production refuses an old schema, except in `flask db`.

    If the database is away, the portal starts anyway and is ready as soon as it answers.
    """
    from_cli = os.environ.get("FLASK_RUN_FROM_CLI") == "true"
    if from_cli or not settings.production:
        import_module("app.migrate").init_app(app, database)
    if not settings.production:
        import_module("app.migrate").upgrade(database)
    elif not from_cli:
        require_schema(database)


def require_schema(database: Database) -> None:
    try:
        check_schema(database)
    except OperationalError:
        log.error("the database does not answer; the portal is ready as soon as it does")
    except OldSchema:
        database.engine.dispose()  # a refused start leaves no connection open
        raise
