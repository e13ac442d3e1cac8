"""The portal for a WSGI server, and for `flask --app wsgi`."""

import io
import os
import sys

from flask import Flask

from app import create_app, doctor
from app.config import ConfigError, DemoSettings, Settings, load
from app.db import OldSchema

FLASK_COMMAND = sys.argv if os.environ.get("FLASK_RUN_FROM_CLI") == "true" else []
DEMO_COMMANDS = {"demo", "workshop"}


def portal() -> Flask:
    try:
        return create_app(load(Settings if DEMO_COMMANDS.isdisjoint(FLASK_COMMAND) else DemoSettings))
    except (ConfigError, OldSchema) as error:
        sys.exit(str(error))


if isinstance(sys.stdout, io.TextIOWrapper):
    sys.stdout.reconfigure(errors="replace")  # a console on Windows may not know every character of a page
app = doctor.standalone_app() if "doctor" in FLASK_COMMAND else portal()
