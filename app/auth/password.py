"""GET and POST /sign-in/password: a form of our own, for a key that may use Spark's password grant.

See "resource owner password credentials" in https://sparkplatform.com/docs/authentication/oauth2_authentication: name
and password go to the grant and nowhere else. They are not kept, not logged and not filled in again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from app import settings, tally
from app.auth import consumer
from app.auth.access import public
from app.auth.consumer import log_in
from app.auth.next_url import safe_next_url
from app.auth.saved_form import session_data
from app.auth.signals import SignInOutcome, sign_in_finished
from app.auth.views import csrf
from app.formats import in_about
from app.security import require_same_origin
from app.session import Role, signed_in
from app.spark.client import SparkClient
from app.spark.errors import KeyDisabled, RateLimited, SignInRequired, SparkError
from app.spark.oauth_client import TokenPair

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """Why nobody is signed in; `retry_after` is in seconds (0: not said)."""

    status: int
    words: str
    typed: bool = False
    """Whether it is about what was typed."""
    retry_after: int = 0


BLANK = Problem(422, "Enter your name and your password.", typed=True)
WRONG = Problem(422, "The name or the password is not right. Please enter both again.", typed=True)
SILENT = Problem(502, "flexmls is not answering. Your account is safe; try again in a minute.")
NOT_OURS = Problem(
    403, "This site’s key does not allow to sign in here. Sign in at flexmls instead, or tell your agent."
)
NOBODY = Problem(502, "flexmls did not say whose account this is. Try again in a minute, or tell your agent.")
CAUSES = {403: "not-set-up", 422: "refused", 429: "too-often", 502: "unavailable", 503: "busy"}
"""What is counted of a problem, by its status."""


class NotSignedIn(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.words)
        self.problem = problem


bp = Blueprint("password", __name__)


@bp.before_request
def only_if_switched_on() -> None:
    """Raises NotFound (404)."""
    if not settings.current().spark_password_grant:
        abort(404)


@bp.after_request
def keep_nothing(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/sign-in/password")
@public
def show() -> str | Response:
    wanted = safe_next_url(request.args.get("wanted"))
    return redirect(wanted or url_for("home.show")) if signed_in() else _form(wanted)


@bp.post("/sign-in/password")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@public
def sign_in() -> str | Response:
    """Ask Spark, then begin a session for a consumer or an agent, whichever the account is.

    Sent from the landing, with neither name nor password, it shows the form: so the text that goes along is in no
    address.
    """
    require_same_origin()
    wanted, draft = safe_next_url(request.form.get("wanted")), request.form.get("draft")
    if "password" not in request.form:
        return _form(wanted, draft)
    name = request.form.get("name", "").strip()
    try:
        granted = _granted(name, request.form["password"])
        role = _role(granted)
    except NotSignedIn as refusal:
        return _refused(refusal.problem, wanted, draft)
    log_in(granted, role, session_data(wanted, draft), "password")
    tally.limiter().clear(tally.PASSWORDS_BY_NAME, name.casefold())  # a right password gives the name its tries again
    return redirect(wanted or url_for("agent.show" if role == "agent" else "home.show"))


def _granted(name: str, password: str) -> TokenPair:
    """POST `/v1/oauth2/grant`, as often as name and address may try. Raises NotSignedIn."""
    if not name or not password:
        raise NotSignedIn(BLANK)
    if seconds := _wait(name):
        raise NotSignedIn(Problem(429, f"Too many tries. Try again {in_about(seconds)}.", retry_after=seconds))
    try:
        granted: TokenPair = current_app.extensions["grants"].password_grant(name, password)
    except SparkError as error:
        log.warning("a password let nobody in: %s: %s", type(error).__name__, error)
        raise NotSignedIn(_problem(error)) from None
    return granted


def _problem(error: SparkError) -> Problem:
    if isinstance(error, RateLimited):
        words = f"flexmls is busy. Try again {in_about(error.retry_after)}."
        return Problem(503, words, retry_after=error.retry_after)
    return WRONG if isinstance(error, SignInRequired) else NOT_OURS if isinstance(error, KeyDisabled) else SILENT


def _role(granted: TokenPair) -> Role:
    """GET `/v1/my/account`. Raises NotSignedIn if that tells nothing; nobody has the tokens then."""
    try:
        spark = SparkClient(current_app.extensions["api"], granted.access_token)
        account = next(iter(spark.get("my/account").items("Results")), None)
    except SparkError as error:
        log.warning("a password was right, but its account was not told: %s: %s", type(error).__name__, error)
        account = None
    if not account:
        consumer.revoke_tokens(granted.access_token)
        raise NotSignedIn(NOBODY)
    return "agent" if account.text("UserType") == "Member" else "consumer"


def _refused(problem: Problem, wanted: str | None, draft: str | None) -> Response:
    sign_in_finished.send(SignInOutcome("password", CAUSES[problem.status]))
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    return Response(_form(wanted, draft, problem), problem.status, headers, mimetype="text/html")


def _form(wanted: str | None, draft: str | None = None, problem: Problem | None = None) -> str:
    host = settings.current().sign_in_host
    return render_template("sign_in/password.html", sign_in_host=host, wanted=wanted, draft=draft, problem=problem)


def _wait(name: str) -> int:
    """Count one try: 0, or the seconds to wait if it is one too many."""
    return tally.limit_by_ip(tally.PASSWORDS_BY_IP) or tally.limiter().hit(tally.PASSWORDS_BY_NAME, name.casefold())
