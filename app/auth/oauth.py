"""Authlib's Flask client for the Spark Platform: where to send the browser, and the `state` that brings it back.

From the callback's address to tokens: every check, then the grant. Anything amiss raises SignInFailed.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any, cast

from authlib.integrations.base_client import MismatchingStateError, OAuthError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App, OAuth
from flask import Flask, Request, current_app, redirect
from requests import RequestException, Timeout
from werkzeug import Response

from app.auth import errors
from app.auth.errors import Check, SignInFailed
from app.session import Role, SqlSession, session_interface
from app.settings import Settings
from app.spark import oauth_client
from app.spark.client import SparkApi
from app.spark.errors import RateLimited
from app.spark.oauth_client import OAuthClient, TokenPair
from app.spark.transport import SparkOAuthSession

VOW, OAUTH2 = "/auth/vow", "/oauth2"
"""Where consumers sign in, and where agents do."""
MAX_PENDING = 8
"""Sign-ins that one browser can have under way, one a tab; the oldest gives way."""


class StateStore(FlaskIntegration):
    """Authlib's `state`: random, single-use, kept in this browser's session. Here an old one is refused as well."""

    expires_in = 1800

    def get_state_data(self, session: Any, state: str | None) -> dict[str, Any] | None:
        entry = session.get(self.key(state))
        return entry["data"] if entry and entry["exp"] > time.time() else None

    def set_state_data(self, session: Any, state: str, data: dict[str, Any]) -> None:
        super().set_state_data(session, state, data)
        for key in sorted(self.pending(session), key=lambda key: session[key]["exp"])[:-MAX_PENDING]:
            session.pop(key)

    def key(self, state: str | None) -> str:
        """Under which name Authlib keeps an attempt in the session."""
        return f"_state_{self.name}_{state}"

    def pending(self, session: Any) -> dict[str, Any]:
        """The entries of the sign-ins that other tabs have started."""
        return {key: session[key] for key in session if key.startswith(f"_state_{self.name}_")}


class SparkApp(FlaskOAuth2App):
    """One registered client, three endpoints: https://sparkplatform.com/docs/authentication/oauth2_authentication."""

    client_cls = SparkOAuthSession

    def redirect_to(self, endpoint: str, redirect_uri: str, **kept: str | None) -> Response:
        """Send the browser to an endpoint: `/auth/vow/<portal>`, `/auth/vow` to choose among several agents there, or
        `/oauth2` for an agent. What is `kept` comes back with the `state`."""
        attempt = self.create_authorization_url(redirect_uri)
        self.save_authorize_data(state=attempt["state"], redirect_uri=redirect_uri, **kept)
        return redirect(attempt["url"].replace(self.authorize_url, self.authorize_url.removesuffix(VOW) + endpoint, 1))


def register(app: Flask, settings: Settings) -> None:
    client_id, client_secret = settings.client
    app.extensions["grants"] = OAuthClient(app.extensions["api"], client_id, client_secret)
    oauth = OAuth(app)
    oauth.framework_integration_cls = StateStore
    app.extensions["spark"] = oauth.register(
        "spark",
        client_cls=SparkApp,
        client_id=client_id,
        client_secret=client_secret,
        authorize_url=settings.sign_in_url + VOW,
        access_token_url=f"{settings.api_url}/v1/oauth2/grant",
        user_agent=settings.spark_user_agent,
        client_kwargs={"user_agent": settings.spark_user_agent},
    )


def oauth_app() -> SparkApp:
    return cast("SparkApp", current_app.extensions["spark"])


LONGEST_QUERY = 4096


@dataclass(frozen=True)
class Exchanged:
    """What a finished sign-in gives, and what was kept with its `state`: role, way (see SignIn), page wanted, draft."""

    granted: TokenPair
    role: Role
    way: str
    wanted: str | None
    draft: str | None


def exchange(spark: SparkApp, session: SqlSession, request: Request) -> Exchanged:
    """Check what came back, use up the `state`, and have Authlib exchange the code (POST `/v1/oauth2/grant`)."""
    started = spark.framework.get_state_data(session, request.args.get("state")) or {}
    try:
        _check_shape(request)
        _check_error(spark, session, request)
        _consume_state(spark, session, request)
        role: Role = started.get("role") or "consumer"  # an attempt may be older than this version
        way: str = started.get("way") or ""
        return Exchanged(_parse_tokens(_fetch_token(spark)), role, way, started.get("wanted"), started.get("draft"))
    except SignInFailed as error:
        error.next_url, error.role, error.way = started.get("wanted"), started.get("role"), started.get("way") or ""
        raise


def _check_shape(request: Request) -> None:
    if request.method != "GET":  # Flask answers HEAD like GET; what only looks must not use up a sign-in
        raise SignInFailed(errors.GARBLED, Check.METHOD)
    if len(request.query_string) > LONGEST_QUERY:
        raise SignInFailed(errors.GARBLED, Check.QUERY_LENGTH)
    if any(len(request.args.getlist(name)) > 1 for name in ("code", "state", "error")):
        raise SignInFailed(errors.GARBLED, Check.REPEATED_PARAMETER)
    if "error" not in request.args and not oauth_client.TOKEN_FORMAT.fullmatch(request.args.get("code", "")):
        raise SignInFailed(errors.GARBLED, Check.CODE)


def _check_error(spark: SparkApp, session: SqlSession, request: Request) -> None:
    """An error may come without `state` (Spark's draft 10 does not promise one); it ends the attempt it names."""
    error = request.args.get("error")
    if error is None:
        return
    spark.framework.clear_state_data(session, request.args.get("state"))
    raise SignInFailed(errors.CALLBACK_ERRORS.get(error, errors.NOT_COMPLETED), f"callback error {_safe_error(error)}")


def _consume_state(spark: SparkApp, session: SqlSession, request: Request) -> None:
    """Before anything is asked of Spark, so that a callback sent twice at once does not spend its code twice."""
    if not session_interface().consume(session, spark.framework.key(request.args.get("state"))):
        raise SignInFailed(errors.NOT_STARTED_HERE, Check.STATE)


def _fetch_token(spark: SparkApp) -> dict[str, object]:
    api: SparkApi = current_app.extensions["api"]
    try:
        api.raise_if_rate_limited()
        return dict(spark.authorize_access_token())
    except MismatchingStateError:
        raise SignInFailed(errors.NOT_STARTED_HERE, Check.STATE_AGE) from None
    except OAuthError as refusal:
        error = str(refusal.error)
        failure = errors.GRANT_ERRORS.get(error, errors.UNAVAILABLE)
        raise SignInFailed(failure, f"grant refused: {_safe_error(error)}") from None
    except Timeout:
        raise SignInFailed(errors.NO_ANSWER, Check.GRANT_TIMEOUT) from None
    except RateLimited as busy:
        raise SignInFailed(errors.rate_limited(busy.retry_after), str(busy)) from None
    except (RequestException, ValueError, TypeError, ArithmeticError, RecursionError) as fault:
        raise _transport_failure(api, fault) from None


def _transport_failure(api: SparkApi, fault: Exception) -> SignInFailed:
    """Over the rate limit, all calls of this process wait."""
    error = oauth_client.transport_error(fault)
    if not isinstance(error, RateLimited):
        return SignInFailed(errors.UNAVAILABLE, f"grant: {type(fault).__name__}")
    api.backoff.pause(error.retry_after)
    return SignInFailed(errors.rate_limited(error.retry_after), str(error))


def _safe_error(error: str) -> str:
    """The provider's word for the log, if it looks like one of OAuth's."""
    return error if re.fullmatch(r"[a-z_]{1,40}", error) else "unlisted"


def _parse_tokens(answer: dict[str, object]) -> TokenPair:
    granted = oauth_client.parse_tokens(answer)
    if granted is None:
        raise SignInFailed(errors.UNAVAILABLE, Check.ACCESS_TOKEN)
    return granted
