"""The log: one line a request, each line with the request's id, none with a secret.

Text in development, JSON in production (LOG_FORMAT). All loggers of the process write this way.

Redacts text for the log: tokens, codes, secrets, cookies, e-mail addresses and query strings.

A secret is recognized by the name beside it (`token=…`, `Cookie: …`), by its place (`Bearer …`, `//user:…@host`) or by
its looks. Ids of listings and of requests stay. Visitors and Spark write some of what is logged, so every pattern here
takes linear time.
"""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
from collections.abc import Collection, Iterable
from contextlib import suppress
from typing import Any, ClassVar
from urllib.parse import unquote, urlsplit

from flask import Flask, current_app, g, has_request_context, request
from pydantic import SecretStr
from pythonjsonlogger import json
from pythonjsonlogger.core import RESERVED_ATTRS
from werkzeug import Response

from app.config import Settings
from app.telemetry.request_stats import RequestStats, request_measured

log = logging.getLogger("app.access")

GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""A request id that a proxy may give."""
CONTROL = re.compile(r"\x1b\[[0-9;]*m|[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def init_app(app: Flask) -> None:
    """Log each request, and send its id with each response."""
    configure(app.extensions["settings"])
    app.logger.setLevel(logging.INFO)
    app.after_request(_send_request_id)
    request_measured.connect(_log_request)


def request_id() -> str:
    """What a visitor can quote and an operator can find: the same on the page, in the log and in `X-Request-Id`.

    A proxy that TRUSTED_PROXIES counts may give its own.
    """
    given = request.headers.get("X-Request-Id", "") if current_app.extensions["settings"].trusted_proxies else ""
    own = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(4)
    found: str = g.setdefault("request_id", own)  # atomic: the calls of a page may log at the same time
    return found


def configure(settings: Settings) -> None:
    """Have all loggers of this process write to standard error in one format, the server's too.

    The line that Werkzeug's server writes for each request is dropped.
    """
    formatter = JsonFormatter if settings.log_lines == "json" else TextFormatter
    STDERR.setFormatter(formatter(_known_secrets(settings)))
    logging.getLogger().addHandler(STDERR)
    for name in ("gunicorn.error", "werkzeug"):
        server = logging.getLogger(name)
        server.handlers.clear()
        server.propagate = True
    logging.getLogger("werkzeug").addFilter(_is_no_request)


class StderrHandler(logging.Handler):
    """Writes to standard error as it is at the time. A line that cannot be written is lost; the page goes on."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError, ValueError):
            sys.stderr.write(f"{self.format(record)}\n")
            sys.stderr.flush()


STDERR = StderrHandler()


class RedactingFormatter(logging.Formatter):
    """Redacts the message and the traceback; `known` secrets are redacted even where nothing gives them away."""

    options: ClassVar[dict[str, Any]] = {}

    def __init__(self, known: Collection[str] = ()) -> None:
        super().__init__(**self.options)
        self.known = known

    def format(self, record: logging.LogRecord) -> str:
        message, request_id = redact(_message(record), self.known), _request_id()
        safe = {"msg": message, "args": None, "exc_text": None, "stack_info": None, "request": request_id}
        return super().format(logging.makeLogRecord(vars(record) | safe))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        return redact(super().formatException(ei), self.known)


class TextFormatter(RedactingFormatter):
    """`18:02:11 INFO [1a2b3c4d] GET /search 200 64 ms`"""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name
        name = "" if record.name == log.name else f"{record.name}: "
        line = f"{record.levelname} [{vars(record)['request']}] {name}{record.message}"
        return f"{self.formatTime(record, '%H:%M:%S')} {CONTROL.sub(_visible, line)}"


class JsonFormatter(RedactingFormatter, json.JsonFormatter):
    """One object a line, in UTC. What a call logs as `extra=` becomes fields, besides the line's `own`."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03d+00:00"
    options: ClassVar[dict[str, Any]] = {
        "fmt": ["asctime", "levelname", "name", "request", "message"],
        "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger", "exc_info": "exception"},
        "reserved_attrs": [*RESERVED_ATTRS, "time", "level", "logger"],
    }
    own = frozenset(["time", "level", "logger", "request", "message"])

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        log_data["level"] = log_data["level"].lower()
        return {name: self._field(name, value) for name, value in log_data.items()}

    def _field(self, name: str, value: object) -> object:
        """A field's value, redacted by its name too: whatever `extra={"token": …}` holds is a secret."""
        if name in self.own or isinstance(value, int | float):
            return value
        if isinstance(value, list | tuple):
            return [self._field(name, item) for item in value]
        return redact(f"{name}={value}", self.known).removeprefix(f"{name}=")


def _send_request_id(response: Response) -> Response:
    response.headers["X-Request-Id"] = request_id()
    return response


def _log_request(stats: RequestStats) -> None:
    """Log a request, unless it is for a static file or one of the health checks, which come every few seconds."""
    if stats.endpoint == "static" or stats.endpoint.startswith("health."):
        return
    fields = {
        "method": stats.method,
        "path": stats.path,
        "endpoint": stats.endpoint,
        "status": stats.status,
        "ms": round(stats.seconds * 1000),
        "consumer": stats.consumer,
        "spark_calls": len(stats.calls),
        "spark_ms": round(stats.spark_seconds * 1000),
        "spark_failed": _failed_calls(stats),
    }
    log.info("%s", _summary(stats), extra=fields)


def _summary(stats: RequestStats) -> str:
    """For people: `GET /search 200 64 ms, Spark 2 calls 57 ms, consumer 0f3a9c2b1d44`."""
    parts = [f"{stats.method} {stats.path} {stats.status} {stats.seconds * 1000:.0f} ms"]
    if stats.calls:
        calls = "1 call" if len(stats.calls) == 1 else f"{len(stats.calls)} calls"
        parts.append(f"Spark {calls} {stats.spark_seconds * 1000:.0f} ms")
    parts += _failed_calls(stats)
    if stats.consumer:
        parts.append(f"consumer {stats.consumer}")
    return ", ".join(parts)


def _failed_calls(stats: RequestStats) -> list[str]:
    """The calls that failed, with what Spark's support asks for."""
    failed = [call for call in stats.calls if call.status is None or call.status >= 400]
    return [f"{call.service} (status {call.status}, request {call.request_id or 'unknown'})" for call in failed]


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception as error:  # whatever the `repr` of an argument raises
        return f"{record.pathname}:{record.lineno} has a line that cannot be written: {type(error).__name__}"


def _request_id() -> str:
    """`-` outside a request, and in another application of this process, as the sandbox may be."""
    return request_id() if has_request_context() and "settings" in current_app.extensions else "-"


def _visible(match: re.Match[str]) -> str:
    """Escape a control character: a line feed in a path must not begin a line of the log. Colors are dropped."""
    return "" if match[0].startswith("\x1b[") else repr(match[0])[1:-1]


def _is_no_request(record: logging.LogRecord) -> bool:
    return record.levelno > logging.INFO or " - - [" not in str(record.msg)


def _known_secrets(settings: Settings) -> list[str]:
    """Every secret that the settings hold, the longest first, as one may contain another."""
    held = [value.get_secret_value() for _, value in settings if isinstance(value, SecretStr)]
    password = urlsplit(settings.database).password or ""
    held += [password, unquote(password), *settings.secrets, settings.client[1]]
    found = {part.strip() for value in held for part in (value, *value.split(",")) if len(part.strip()) >= 6}
    return sorted(found, key=len, reverse=True)


REDACTED = "[…]"

SPARK_REQUEST_ID = re.compile(r"(\(status \w{1,6},(?: code \d{1,9},)? request [\w.:-]{1,100}\))")
"""Spark's `X-Request-Id` as the portal writes it: it looks like a token, and the vendor's support asks for it."""

EQUALS = r"(?:\\{0,4}[\"']\s{0,4}[=:,]|\s{0,4}[=:])\s{0,4}"
QUOTED = (
    r"[bru]{0,2}(?:\"(?:\\+.|[^\"\\\n])*|'(?:\\+.|[^'\\\n])*"
    r"|\\{1,4}[\"'](?:[^\"'\n]|[\"'](?!\s{0,4}[,:}\])]))*)"
)
"""A quoted value, up to the quote that ends it. Text within text has its quotes escaped."""
NAMES = r"(?=[acpst])(?:code|state|token|secret|passw(?:or)?d|pwd|api_?key|session|credential|signature)"
SECRETS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(\?)\S+",  # a query string
        rf"((?:authorization|cookie)[\w-]{{0,40}}{EQUALS})(?:{QUOTED}|[^\n]+)",
        rf"({NAMES}[\w-]{{0,40}}{EQUALS})(?:{QUOTED}|[^\s&]+)",
        r"((?:oauth|bearer|basic)\s{1,4})[^\s\"']{6,}",
        r"(oauth2/token/)[^\s\"'?]+",
        r"(://)[^\s\"']{1,300}@",  # a password in a URL
        r"(\[parameters: )[^\n]+",  # SQLAlchemy's
        r"()[^\s@<>\"(),:;\[\]]{1,64}(?:@|%40)[\w.-]+",  # an e-mail address
    )
]
"""What stays is the group."""
WORD = re.compile(r"[\w-]{16,}")
RUN = re.compile(r"[^\W_]{16,}")


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text with `[…]` for each secret. The given `secrets` are redacted wherever they stand."""
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    parts = SPARK_REQUEST_ID.split(text)
    parts[::2] = map(_redact_part, parts[::2])  # between the request ids
    return "".join(parts)


def _redact_part(text: str) -> str:
    for pattern in SECRETS:
        text = pattern.sub(lambda match: match[1] + REDACTED, text)
    return WORD.sub(lambda match: REDACTED if _is_random(match[0]) else match[0], text)


def _is_random(word: str) -> bool:
    """Whether a machine drew it: letters and digits mix in one run, or in both cases between dashes."""
    if any(map(_is_mixed, RUN.findall(word))):
        return True
    return len(word) >= 24 and _is_mixed(word) and word != word.lower() and word != word.upper()


def _is_mixed(run: str) -> bool:
    return any(map(str.isdigit, run)) and any(map(str.isalpha, run))
