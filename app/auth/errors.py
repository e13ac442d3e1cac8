"""Why a sign-in did not finish, in the visitor's words. Nothing that Spark wrote is ever shown."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.formats import in_about


@dataclass(frozen=True)
class SignInError:
    """What the error page says. `status` is its HTTP status; `retry` offers to start over."""

    cause: str
    status: int
    message: str
    advice: str
    retry: bool = True
    title: str = "Sign-in did not finish"


class Check(StrEnum):
    """The check that a sign-in failed on, in the words of the log."""

    METHOD = "not a GET"
    QUERY_LENGTH = "the query is too long"
    REPEATED_PARAMETER = "a parameter is repeated"
    CODE = "no code"
    STATE = "state missing, unknown or used"
    STATE_AGE = "state too old"
    CODE_REFUSED = "grant refused: invalid_grant"
    CLIENT_REFUSED = "grant refused: invalid_client"
    GRANT_TIMEOUT = "grant timed out"
    ACCESS_TOKEN = "grant: no access token in the answer"  # noqa: S105 - says that there is none
    SESSION = "signed out, or in, meanwhile"


class SignInFailed(Exception):
    """A sign-in that failed. `detail` is for the log and holds no secret. `check` is the Check that it names, if any.

    If the state of the attempt is known, `next_url` is the page to go to, and `role` and `way` say how it started
    (see SignInOutcome).
    """

    next_url: str | None = None
    role: str | None = None
    way: str = ""

    def __init__(self, failure: SignInError, detail: str = "") -> None:
        super().__init__(f"{failure.cause}: {detail}" if detail else failure.cause)
        self.failure, self.check = failure, next((check for check in Check if check == detail), None)


class SignInUnavailable(Exception):
    """Nobody can sign in here until the operator acts. `advice` tells the operator what to do."""

    def __init__(self, title: str, advice: str) -> None:
        super().__init__(title)
        self.title, self.advice = title, advice


REFUSED = SignInError(
    "refused", 403, "You chose not to share access.",
    "That is fine: nothing was shared, and nothing was kept. You can sign in whenever you like.",
)  # fmt: skip
NOT_STARTED_HERE = SignInError(
    "not-started-here", 400, "This sign-in started in another window, took too long, or was already used.",
    "Start again from here; it takes a few seconds.",
)  # fmt: skip
CODE_USED = SignInError(
    "code-used", 400, "The sign-in code was already used or is too old. Pages like this cannot be reloaded.",
    "Start again from here; it takes a few seconds.",
)  # fmt: skip
GARBLED = SignInError(
    "garbled", 400, "The address that brought you here is incomplete or damaged.",
    "Start again from here; it takes a few seconds.",
)  # fmt: skip
NOT_SET_UP = SignInError(
    "not-set-up", 400, "This site is not set up correctly, so flexmls did not let the sign-in through.",
    "You can do nothing wrong here: please tell your agent, and give them the reference below.", retry=False,
)  # fmt: skip
NOT_COMPLETED = SignInError(
    "not-completed", 400, "flexmls did not complete the sign-in.",
    "Try again in a minute. If it keeps happening, tell your agent the reference below.",
)  # fmt: skip
NO_ANSWER = SignInError(
    "no-answer", 504, "flexmls took too long to answer.", "Your account is safe. Try again in a minute."
)  # fmt: skip
UNAVAILABLE = SignInError(
    "unavailable", 502, "flexmls is not answering.", "Your account is safe. Try again in a minute."
)  # fmt: skip


def rate_limited(seconds: int) -> SignInError:
    """Over the rate limit for so many seconds."""
    advice = f"Your account is safe. Start again {in_about(seconds)}."
    return SignInError("busy", 503, "flexmls is busy, and asks this site to wait.", advice)


CALLBACK_ERRORS = {
    "access_denied": REFUSED,
    "redirect_uri_mismatch": NOT_SET_UP,
    "invalid_client": NOT_SET_UP,
    "unauthorized_client": NOT_SET_UP,
    "unsupported_response_type": NOT_SET_UP,
    "invalid_request": NOT_SET_UP,
    "server_error": UNAVAILABLE,
    "temporarily_unavailable": UNAVAILABLE,
}
"""By the `error` of a callback. Spark documents `redirect_uri_mismatch`; the others are OAuth 2's."""

GRANT_ERRORS = {
    "invalid_grant": CODE_USED,
    "invalid_client": NOT_SET_UP,
    "invalid_request": NOT_SET_UP,
    "unauthorized_client": NOT_SET_UP,
    "unsupported_grant_type": NOT_SET_UP,
}
"""By the `error` of a grant. Anything else counts as an outage."""
