"""The portal for a WSGI server, and for `flask --app wsgi`."""

import sys

from app import create_app
from app.migrate import OldSchema
from app.rules import BadSettings

try:
    app = create_app()
except (BadSettings, OldSchema) as error:
    sys.exit(str(error))
