"""Reading an answer of the Spark API: the HTTP status decides, then the code inside the `D` envelope.

See https://sparkplatform.com/docs/supporting_documentation/standard_response_format and error_codes.
"""

from __future__ import annotations

from decimal import Decimal

from requests import Response

from .errors import AccountOff, Busy, Misasked, NotFound, Refused, SignInRequired, SparkError, Unavailable
from .fields import Fields, unmasked

BY_CODE: dict[int, type[SparkError]] = {1015: AccountOff, 1550: Busy}
BY_STATUS: dict[int, type[SparkError]] = {401: SignInRequired, 403: Refused, 404: NotFound, 429: Busy}


def envelope(response: Response) -> Fields:
    """What is inside `D`, without what is withheld.

    Raises SignInRequired (401), Refused (403; AccountOff for code 1015), NotFound (404), Busy (429, or code 1550),
    Misasked (other 4xx) and Unavailable (3xx, 5xx, or no envelope at all).
    """
    body = Fields(_json(response)).inside("D")
    if response.status_code not in range(200, 300) or not body:
        raise _error(response, body)
    return body


def _json(response: Response) -> object:
    try:
        return unmasked(response.json(parse_float=Decimal))
    except (ValueError, ArithmeticError, RecursionError):
        return None


def _error(response: Response, body: Fields) -> SparkError:
    status, code = response.status_code, body.whole("Code") or 0
    kind = BY_CODE.get(code) or BY_STATUS.get(status, Misasked if 400 <= status < 500 else Unavailable)
    message = body.text("Message") or "no message" if body else "not Spark's JSON"
    error = kind(message, status=status, code=code, request_id=response.headers.get("X-Request-Id", ""))
    if isinstance(error, Busy):
        error.retry_after = Fields(response.headers).whole("Retry-After")
    return error
