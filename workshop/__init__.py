"""The workshop: the flow inspector, the breaks, and the commands of the lessons. For development only.

It stands beside the portal. It imports `app`, and `app` never imports it: `create_app` loads it by name when
`WORKSHOP=true`. To remove it, delete this folder; see docs/make-it-yours.md.

It observes the portal through signals alone, and replaces nothing:

- `flask.request_started` and `request_finished`: each request of a browser;
- `app.spark.transport.exchanged`: each HTTP exchange with Spark, in full;
- `app.auth.signals.sign_in_finished`: which check ended a callback.
"""

from __future__ import annotations

from flask import Flask

from workshop import lessons, views
from workshop.recorder import Recorder


def init_app(app: Flask) -> None:
    Recorder().init_app(app)
    app.register_blueprint(views.bp)
    app.cli.add_command(lessons.command)
