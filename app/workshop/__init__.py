"""The workshop: what a visitor's own sign-in was made of, how to break it, and the lessons around it.

Only with `WORKSHOP=true`, never in production. Nothing of the portal imports it, so this folder can be deleted.
"""

from __future__ import annotations

from flask import Flask

from . import breaks, lessons, starter, views
from .watch import Watch


def init_app(app: Flask) -> None:
    Watch().init_app(app)
    app.register_blueprint(views.bp)
    app.register_blueprint(breaks.bp)
    app.cli.add_command(lessons.command)
    app.cli.add_command(starter.command)
