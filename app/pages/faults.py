"""What Spark refuses, in a visitor's words; and in the log, once, what its operator has to know."""

from __future__ import annotations

import logging

from app import session
from app.pages.kept import Kept
from app.spark.errors import AccountOff, KeyOff, Refused, SparkError

log = logging.getLogger(__name__)

DAY = 86_400
_told = Kept(threshold=1000, default_timeout=DAY)
"""What the log has been told, in this process."""

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
    KeyOff: (SITE, "It is not set up correctly at flexmls. Please tell your agent, and give them the reference below."),
    Refused: (LET_IN, "Your sign-in works, but the account may not see this. Please ask your agent."),
}


def words(error: Refused) -> tuple[str, str]:
    """Title and advice."""
    title, advice = BY_CODE.get(error.code) or OTHERWISE[KeyOff if isinstance(error, KeyOff) else Refused]
    return title, advice.replace("your agent", "flexmls support") if session.role() == "agent" else advice


def note(error: SparkError, what: str) -> None:
    """Log what went wrong: each fault of the key or an account once a day, an outage each time."""
    if not isinstance(error, Refused):
        log.warning("%s: %s: %s", what, type(error).__name__, error)
    else:
        once(_about(error), f"{what}: {type(error).__name__}: {error}")


def once(about: str, words: str) -> None:
    """Log what the operator has to act on: once a day, not per request."""
    if _told.add(about, True):
        log.error("%s (said once a day)", words)


def _about(error: Refused) -> str:
    """One account's fault is told for that account, all others for the whole site."""
    whose = session.key() if isinstance(error, AccountOff) else ""
    return f"{type(error).__name__} {error.code} {error.args[0] if error.code == 0 else ''} {whose}"
