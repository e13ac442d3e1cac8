"""Reading an answer of the Spark API: the HTTP status decides, then the code inside the `D` envelope.

See https://sparkplatform.com/docs/supporting_documentation/standard_response_format and error_codes.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime

from requests import Response

from app.spark.errors import (
    AccountDisabled,
    BadRequest,
    Forbidden,
    KeyDisabled,
    NotFound,
    RateLimited,
    SignInRequired,
    SparkError,
    Unavailable,
)
from app.spark.fields import Fields, parse_number, unmask
from app.spark.transport import is_rate_limited

TOKEN_LIKE = re.compile(r"\b(?=[^\W_]*\d)(?=[^\W_]*[^\W\d_])[^\W_]{16,}")
"""Letters and digits in one long word."""
ERRORS_BY_CODE: dict[int, type[SparkError]] = {1015: AccountDisabled, 1550: RateLimited}
ERRORS_BY_CODE |= dict.fromkeys((1005, 1010, 1013, 1019, 1021), KeyDisabled)
ERRORS_BY_STATUS: dict[int, type[SparkError]] = {401: SignInRequired, 403: Forbidden, 404: NotFound}


def envelope(response: Response) -> Fields:
    """What is inside `D`, without what is withheld.

    Raises SignInRequired (401), Forbidden (403), AccountDisabled (code 1015), KeyDisabled (code 1010 and the like),
    NotFound (404), RateLimited (429, code 1550, or 503 with `Retry-After`), BadRequest (other 4xx) and
    Unavailable (3xx, 5xx, or no envelope).
    """
    body = Fields(_json(response)).nested("D")
    if response.status_code not in range(200, 300) or not body:
        raise _error(response, body)
    return body


def _json(response: Response) -> object:
    try:
        return unmask(response.json(parse_float=Decimal))
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _error(response: Response, body: Fields) -> SparkError:
    status, code = response.status_code, body.integer("Code") or 0
    kind = ERRORS_BY_CODE.get(code) or ERRORS_BY_STATUS.get(status, BadRequest if 400 <= status < 500 else Unavailable)
    if is_rate_limited(response):
        kind = RateLimited
    message = redact_message(body.text("Message")) or "no message" if body else "not Spark's JSON"
    error = kind(message, status=status, code=code, request_id=one_line(response.headers.get("X-Request-Id", "")))
    if isinstance(error, RateLimited):
        error.retry_after = retry_after(response.headers)
    return error


def redact_message(said: str | None) -> str:
    """Spark's words for the log: one line of 200 characters at most, and nothing in it that could be a token."""
    return TOKEN_LIKE.sub("[…]", one_line(said or ""))


def one_line(said: str) -> str:
    return " ".join(said.split())[:200]


def retry_after(headers: Mapping[str, str]) -> int:
    """Seconds until calls are welcome again, from a number or a date: 30 if it is not said, an hour at most."""
    said = headers.get("Retry-After", "")
    seconds = parse_number(said)
    if seconds is None:
        try:
            moment = parsedate_to_datetime(said)
        except ValueError:
            return RateLimited.retry_after
        seconds = Decimal((moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    return min(max(math.ceil(seconds), 0), 3600)
