"""The log: one line a request, each line with the request's reference, none with a secret.

Lines for people in development, JSON in production (LOG_FORMAT). All loggers of the process write this way.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app, g, has_request_context, request
from pydantic import SecretStr
from werkzeug import Response

from app import console
from app.discreet import discreet
from app.served import Served, served
from app.settings import Settings

log = logging.getLogger("app.access")

GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""A reference that a proxy may give."""
CONTROL = re.compile(r"\x1b\[[0-9;]*m|[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def init_app(app: Flask) -> None:
    """From now on; and each answer tells its reference."""
    console.init()
    begin(app.extensions["settings"])
    app.logger.setLevel(logging.INFO)
    served.connect(_line)

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Request-Id"] = reference()
        return response


def reference() -> str:
    """What a visitor can quote and an operator can find: the same on the page, in the log and in `X-Request-Id`.

    A proxy that TRUSTED_PROXIES counts may give its own.
    """
    given = request.headers.get("X-Request-Id", "") if current_app.extensions["settings"].trusted_proxies else ""
    own = given if GIVEN.fullmatch(given) else secrets.token_hex(4)
    found: str = g.setdefault("reference", own)  # in one step, as calls of a page may log at once
    return found


def begin(settings: Settings) -> None:
    """Have all loggers of this process write to standard error in one form, those of its server too.

    The lines that werkzeug's server writes for each request are not needed any more.
    """
    form = Json if settings.log_lines == "json" else Text
    STANDARD_ERROR.setFormatter(form(_secrets(settings)))
    logging.getLogger().addHandler(STANDARD_ERROR)
    for name in ("gunicorn.error", "werkzeug"):
        server = logging.getLogger(name)
        server.handlers.clear()
        server.propagate = True
    logging.getLogger("werkzeug").addFilter(_is_no_request)


class Text(logging.Formatter):
    """`18:02:11 INFO [1a2b3c4d] GET /search 200 64 ms`; of `known` secrets not even one without a name is written."""

    def __init__(self, known: Collection[str] = ()) -> None:
        super().__init__()
        self.known = known

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%H:%M:%S", time.localtime(record.created))
        name = "" if record.name == log.name else f"{record.name}: "
        said = CONTROL.sub(_visible, self.discreet(_said(record)))
        failed = self.failed(record)
        return f"{at} {record.levelname} [{_reference()}] {name}{said}" + (f"\n{failed}" if failed else "")

    def discreet(self, text: str) -> str:
        return discreet(text, self.known)

    def failed(self, record: logging.LogRecord) -> str:
        """The traceback and whatever it was raised from."""
        return self.discreet(self.formatException(record.exc_info)) if record.exc_info else ""


class Json(Text):
    """One object a line; its time is UTC. What a line has besides its message is in its `fields`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": _reference(),
            "message": self.discreet(_said(record)),
        }
        line |= {name: self._plain(value) for name, value in getattr(record, "fields", {}).items()}
        failed = self.failed(record)
        return json.dumps(line | ({"exception": failed} if failed else {}))

    def _plain(self, value: object) -> object:
        if isinstance(value, list):
            return list(map(self._plain, value))
        return value if isinstance(value, int | float) else self.discreet(str(value))


class StandardError(logging.Handler):
    """Standard error as it is at the time. A line that cannot be written is lost; the page goes on."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()


STANDARD_ERROR = StandardError()


def _line(page: Served) -> None:
    """Not for what asks every few seconds whether the portal lives, nor for style sheets."""
    if page.endpoint == "static" or page.endpoint.startswith("health."):
        return
    fields = {
        "method": page.method, "path": page.path, "endpoint": page.endpoint, "status": page.status,
        "ms": round(page.seconds * 1000), "consumer": page.consumer,
        "spark_calls": len(page.calls), "spark_ms": round(page.waited * 1000), "spark_failed": _failed(page),
    }  # fmt: skip
    log.info("%s", _sentence(page), extra={"fields": fields})


def _sentence(page: Served) -> str:
    """For people: `GET /search 200 64 ms, Spark 2 calls 57 ms, consumer 0f3a9c2b1d44`."""
    calls = (
        f"Spark {len(page.calls)} call{'s'[: len(page.calls) > 1]} {page.waited * 1000:.0f} ms" if page.calls else ""
    )
    consumer = f"consumer {page.consumer}" if page.consumer else ""
    took = f"{page.method} {page.path} {page.status} {page.seconds * 1000:.0f} ms"
    return ", ".join(filter(None, [took, calls, *_failed(page), consumer]))


def _failed(page: Served) -> list[str]:
    """The calls that did not go well, with what Spark's support asks for."""
    failed = [call for call in page.calls if call.status is None or call.status >= 400]
    return [f"{call.service} (status {call.status}, request {call.request_id or 'unknown'})" for call in failed]


def _said(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as fault:  # whatever an argument raises that is to be written
        return f"{record.pathname}:{record.lineno} has a line that cannot be written: {type(fault).__name__}"


def _reference() -> str:
    """None for what no visitor asked, and for another application that runs beside the portal, as the sandbox may."""
    return reference() if has_request_context() and "settings" in current_app.extensions else "-"


def _visible(found: re.Match[str]) -> str:
    """A line feed in an address must not begin a line of the log; colours are left out."""
    return "" if found[0].startswith("\x1b[") else repr(found[0])[1:-1]


def _is_no_request(record: logging.LogRecord) -> bool:
    return record.levelno > logging.INFO or " - - [" not in str(record.msg)


def _secrets(settings: Settings) -> list[str]:
    """The portal's own: all that its settings hold, the longest first, as one may be in another."""
    held = [value.get_secret_value() for _, value in settings if isinstance(value, SecretStr)]
    password = urlsplit(settings.database).password or ""
    held += [password, unquote(password), *settings.secrets, settings.client[1]]
    found = {part.strip() for value in held for part in (value, *value.split(",")) if len(part.strip()) >= 6}
    return sorted(found, key=len, reverse=True)
