"""Messages for visitors when Spark refuses a call, and log lines for the operator."""

from __future__ import annotations

import logging
from concurrent.futures import Future
from typing import TypeVar

from cachelib import SimpleCache

from app import session
from app.spark.errors import AccountDisabled, Forbidden, KeyDisabled, SignInRequired, SparkError

log = logging.getLogger(__name__)
T = TypeVar("T")

DAY = 86_400
_logged = SimpleCache(threshold=1000, default_timeout=DAY)
"""Topics that this process has logged already."""

LET_IN = "flexmls does not let this account in"
SITE = "This site cannot reach flexmls"
BY_CODE = {
    1010: (SITE, "Its key is switched off. You can do nothing wrong here: please tell your agent."),
    1015: (LET_IN, "Your sign-in works, but the account is switched off at flexmls. Please ask your agent."),
    1019: (SITE, "flexmls accepts its key from another place only. Please tell your agent."),
    1500: ("This is not part of this site", "flexmls does not give this to the site’s key. Everything else works."),
    1505: ("Your MLS does not offer this", "It is switched off there for everybody. Everything else works."),
}
"""Title and advice by Spark's code."""
OTHERWISE = {
    KeyDisabled: (
        SITE,
        "It is not set up correctly at flexmls. Please tell your agent, and give them the reference below.",
    ),
    Forbidden: (LET_IN, "Your sign-in works, but the account may not see this. Please ask your agent."),
}


def optional(future: Future[T]) -> T | None:
    """The result of a call that only a part of the page needs; None if Spark does not give it.

    Raises SignInRequired, AccountDisabled and KeyDisabled, which fail the whole page.
    """
    try:
        return future.result()
    except (SignInRequired, AccountDisabled, KeyDisabled):
        raise
    except SparkError as error:
        log_error(error, "part of a page is missing")
        return None


def message(error: Forbidden) -> tuple[str, str]:
    """Title and advice for the visitor."""
    kind = KeyDisabled if isinstance(error, KeyDisabled) else Forbidden
    title, advice = BY_CODE.get(error.code) or OTHERWISE[kind]
    return title, advice.replace("your agent", "flexmls support") if session.role() == "agent" else advice


def log_error(error: SparkError, what: str) -> None:
    """Log a failed call: a refusal once a day, an outage each time."""
    if not isinstance(error, Forbidden):
        log.warning("%s: %s: %s", what, type(error).__name__, error)
    else:
        log_once(_topic(error), f"{what}: {type(error).__name__}: {error}")


def log_once(topic: str, text: str) -> None:
    """Log a problem that the operator must fix, once a day for each topic."""
    if _logged.add(topic, True):
        log.error("%s (said once a day)", text)


def _topic(error: Forbidden) -> str:
    """A fault of one account is logged for each account, all others once for the whole site."""
    account = session.cache_key() if isinstance(error, AccountDisabled) else ""
    detail = error.args[0] if error.code == 0 else ""
    return f"{type(error).__name__} {error.code} {detail} {account}"
