"""The portal for a WSGI server, and for `flask --app wsgi`."""

import os
import sys

from flask import Flask

from app import create_app, doctor
from app.migrate import OldSchema
from app.rules import BadSettings


def portal() -> Flask:
    try:
        return create_app()
    except (BadSettings, OldSchema) as error:
        sys.exit(str(error))


def doctor_alone() -> Flask:
    """`flask doctor` without a portal: it must speak where none can be built, and change nothing by looking."""
    alone = Flask(__name__)
    alone.cli.add_command(doctor.command)
    return alone


asked_for_doctor = os.environ.get("FLASK_RUN_FROM_CLI") == "true" and "doctor" in sys.argv
app = doctor_alone() if asked_for_doctor else portal()
