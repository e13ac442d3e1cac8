"""GET and POST /sign-in/password: a form of our own, for a key that may use Spark's password grant.

See "resource owner password credentials" in https://sparkplatform.com/docs/authentication/oauth2_authentication. Name
and password go to the grant and nowhere else: they are not stored, not logged and not filled in again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for
from werkzeug import Response

from app import config, rate_limit
from app.auth import saved_form
from app.auth.access import public, revoke_tokens
from app.auth.login import log_in
from app.auth.next_url import safe_next_url
from app.auth.oauth import oauth_client
from app.auth.signals import SignInOutcome, sign_in_finished
from app.config import Settings
from app.extensions import csrf
from app.formats import in_about
from app.security import require_same_origin
from app.session import Role, signed_in
from app.spark.client import SparkClient
from app.spark.errors import KeyDisabled, RateLimited, SignInRequired, SparkError
from app.spark.oauth_client import TokenPair

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """Why nobody is signed in. `retry_after` is in seconds (0: unknown)."""

    status: int
    words: str
    typed: bool = False
    """Whether the problem is what the visitor typed."""
    retry_after: int = 0


BLANK = Problem(422, "Enter your name and your password.", typed=True)
WRONG = Problem(422, "The name or the password is not right. Please enter both again.", typed=True)
NO_ANSWER = Problem(502, "flexmls is not answering. Your account is safe; try again in a minute.")
NOT_PERMITTED = Problem(
    403, "This site’s key does not allow to sign in here. Sign in at flexmls instead, or tell your agent."
)
UNKNOWN_ACCOUNT = Problem(502, "flexmls did not say whose account this is. Try again in a minute, or tell your agent.")
RESULTS = {403: "not-set-up", 422: "refused", 429: "too-often", 502: "unavailable", 503: "busy"}
"""The `result` of a SignInOutcome, by the status of the problem."""


class NotSignedIn(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.words)
        self.problem = problem


bp = Blueprint("password", __name__)


def init_app(app: Flask, settings: Settings) -> None:
    """With SPARK_PASSWORD_GRANT: serve the form, and link to it from the landing page."""
    if settings.spark_password_grant:
        app.register_blueprint(bp)
        app.extensions["sign_in_options"] = ("sign_in/password_option.html",)


@bp.after_request
def forbid_caching(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/sign-in/password")
@public
def show() -> str | Response:
    next_url = safe_next_url(request.args.get("wanted"))
    return redirect(next_url or url_for("home.show")) if signed_in() else _form(next_url)


@bp.post("/sign-in/password")
@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF has no types
@public
def sign_in() -> str | Response:
    """Ask Spark for tokens, then start a session for a consumer or an agent, as the account says.

    The landing page posts here without name and password to open the form, so that a saved form's text stays out of
    the URL.
    """
    require_same_origin()
    next_url, draft = safe_next_url(request.form.get("wanted")), request.form.get("draft")
    if "password" not in request.form:
        return _form(next_url, draft)
    name = request.form.get("name", "").strip()
    try:
        tokens = _request_tokens(name, request.form["password"])
        role = _role(tokens)
    except NotSignedIn as refusal:
        return _refused(refusal.problem, next_url, draft)
    log_in(tokens, role, saved_form.session_data(next_url, draft), "password")
    rate_limit.limiter().clear(
        rate_limit.PASSWORDS_BY_NAME, name.casefold()
    )  # a right password resets the tries of this name
    return redirect(next_url or url_for("agent.show" if role == "agent" else "home.show"))


def _request_tokens(name: str, password: str) -> TokenPair:
    """POST `/v1/oauth2/grant`, within the rate limits. Raises NotSignedIn."""
    if not name or not password:
        raise NotSignedIn(BLANK)
    if seconds := _count_attempt(name):
        raise NotSignedIn(Problem(429, f"Too many tries. Try again {in_about(seconds)}.", retry_after=seconds))
    try:
        return oauth_client().password_grant(name, password)
    except SparkError as error:
        log.warning("a password sign-in failed: %s: %s", type(error).__name__, error)
        raise NotSignedIn(_problem(error)) from None


def _count_attempt(name: str) -> int:
    """0, or the seconds to wait if this was one attempt too many."""
    return rate_limit.limit_by_ip(rate_limit.PASSWORDS_BY_IP) or rate_limit.limiter().hit(
        rate_limit.PASSWORDS_BY_NAME, name.casefold()
    )


def _problem(error: SparkError) -> Problem:
    if isinstance(error, RateLimited):
        words = f"flexmls is busy. Try again {in_about(error.retry_after)}."
        return Problem(503, words, retry_after=error.retry_after)
    if isinstance(error, SignInRequired):
        return WRONG
    return NOT_PERMITTED if isinstance(error, KeyDisabled) else NO_ANSWER


def _role(tokens: TokenPair) -> Role:
    """GET `/v1/my/account`. Raises NotSignedIn if Spark does not say, and deletes the tokens."""
    try:
        client = SparkClient(current_app.extensions["api"], tokens.access_token)
        account = next(iter(client.get("my/account").items("Results")), None)
    except SparkError as error:
        log.warning("the account of a password sign-in is unknown: %s: %s", type(error).__name__, error)
        account = None
    if not account:
        revoke_tokens(tokens.access_token)
        raise NotSignedIn(UNKNOWN_ACCOUNT)
    return "agent" if account.text("UserType") == "Member" else "consumer"


def _refused(problem: Problem, next_url: str | None, draft: str | None) -> Response:
    sign_in_finished.send(SignInOutcome("password", RESULTS[problem.status]))
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    return Response(_form(next_url, draft, problem), problem.status, headers, mimetype="text/html")


def _form(next_url: str | None, draft: str | None = None, problem: Problem | None = None) -> str:
    host = config.current().sign_in_host
    return render_template("sign_in/password.html", sign_in_host=host, wanted=next_url, draft=draft, problem=problem)
