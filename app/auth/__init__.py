"""Signing in with Spark: choose an endpoint, go to Spark, come back, sign out. Only this package decrypts tokens.

Other ways of signing in are plug-ins: modules with an `init_app(app, settings)` that no other module knows.
"""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from app.auth import oauth, views
from app.config import Settings

PLUGINS = ("app.auth.single_session", "app.auth.password")


def init_app(app: Flask, settings: Settings) -> None:
    oauth.init_app(app, settings)
    app.register_blueprint(views.bp)
    for name in PLUGINS:
        import_module(name).init_app(app, settings)
