"""The log: every line with the request's reference, no line with a secret."""

from __future__ import annotations

import logging
import re
import secrets

from flask import Flask, g, has_request_context
from flask.logging import default_handler

from app import console

SECRET = re.compile(
    r"(oauth2/token/)[^\s\"'?]+"
    r"|(\?)\S+"
    r"|((?:code|state|token|secret|password)[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,}]+",
    re.IGNORECASE,
)


def init_app(app: Flask) -> None:
    """Log to standard error; the development server's access lines lose their queries too."""
    console.init()
    app.logger.setLevel(logging.INFO)
    default_handler.setFormatter(Discreet("%(asctime)s %(levelname)s [%(reference)s] %(name)s: %(message)s"))
    server = logging.getLogger("werkzeug")
    if default_handler not in server.handlers:
        server.addHandler(default_handler)
        server.propagate = False


def reference() -> str:
    """What a visitor can quote and an operator can find: the same on the page and in the log."""
    found: str = g.setdefault("reference", secrets.token_hex(4))  # in one step, as calls of a page may log at once
    return found


class Discreet(logging.Formatter):
    """Blanks queries, tokens and codes in whatever is about to be written, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        record.reference = reference() if has_request_context() else "-"
        return SECRET.sub(lambda match: "".join(filter(None, match.groups())) + "[…]", super().format(record))
