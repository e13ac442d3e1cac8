"""The portal for a WSGI server, and for `flask --app wsgi`."""

import os
import sys

from flask import Flask

from app import create_app, doctor
from app.migrate import OldSchema
from app.rules import BadSettings, load
from app.settings import DemoSettings


def asked_for(*commands: str) -> bool:
    """Whether this is `flask` with one of these commands."""
    return os.environ.get("FLASK_RUN_FROM_CLI") == "true" and not set(commands).isdisjoint(sys.argv)


def portal() -> Flask:
    """The commands of the workshop, and `flask demo`, find it switched on."""
    try:
        return create_app(load(DemoSettings) if asked_for("demo", "workshop", "new-portal") else load())
    except (BadSettings, OldSchema) as error:
        sys.exit(str(error))


def doctor_alone() -> Flask:
    """`flask doctor` without a portal: it must speak where none can be built, and change nothing by looking."""
    alone = Flask(__name__)
    alone.cli.add_command(doctor.command)
    return alone


app = doctor_alone() if asked_for("doctor") else portal()
