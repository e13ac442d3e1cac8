"""Authlib's Flask client for the Spark Platform: the redirect to Spark, the `state`, and the code exchange.

See https://sparkplatform.com/docs/authentication/oauth2_authentication.
"""

from __future__ import annotations

import re
import time
from typing import Any, cast

from authlib.integrations.base_client import MismatchingStateError, OAuthError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App, OAuth
from flask import Flask, Request, current_app, redirect
from requests import RequestException, Timeout
from werkzeug import Response

from app import config
from app.auth import errors
from app.auth.errors import Check, SignInFailed
from app.config import Settings
from app.session import SqlSession, session_interface
from app.spark.client import SparkApi
from app.spark.errors import RateLimited
from app.spark.oauth_client import TOKEN_FORMAT, OAuthClient, TokenPair, parse_tokens, transport_error
from app.spark.transport import SparkOAuthSession

VOW, OAUTH2 = "/auth/vow", "/oauth2"
"""The authorization endpoints: for consumers, and for agents."""
MAX_PENDING = 8
"""Sign-ins that one browser can have under way, one per tab. A further one replaces the oldest."""
MAX_QUERY = 4096
"""Bytes in the query of a callback."""


class StateStore(FlaskIntegration):
    """Authlib's `state`: random, single-use, stored in this browser's session. This one also refuses an old state."""

    expires_in = 1800

    def get_state_data(self, session: Any, state: str | None) -> dict[str, Any] | None:
        entry = session.get(self.key(state))
        return entry["data"] if entry and entry["exp"] > time.time() else None

    def set_state_data(self, session: Any, state: str, data: dict[str, Any]) -> None:
        super().set_state_data(session, state, data)
        for key in sorted(self.pending(session), key=lambda key: session[key]["exp"])[:-MAX_PENDING]:
            session.pop(key)

    def key(self, state: str | None) -> str:
        """The session key under which Authlib stores the data of a state."""
        return f"_state_{self.name}_{state}"

    def pending(self, session: Any) -> dict[str, Any]:
        """The entries of all sign-ins that are under way in this browser."""
        return {key: session[key] for key in session if key.startswith(f"_state_{self.name}_")}


class SparkApp(FlaskOAuth2App):
    """One registered client for three authorization endpoints."""

    client_cls = SparkOAuthSession

    def authorize_redirect(self, redirect_uri: Any = None, **kwargs: Any) -> Response:
        """Redirect to an `endpoint`: `/auth/vow/<portal>`, `/auth/vow` to choose an agent there, or `/oauth2`.

        The callback finds all other keyword arguments again by its `state`.
        """
        url = self.authorize_url.removesuffix(VOW) + kwargs.pop("endpoint")
        authorization = self.create_authorization_url(redirect_uri)
        self.save_authorize_data(state=authorization["state"], redirect_uri=redirect_uri, **kwargs)
        return redirect(authorization["url"].replace(self.authorize_url, url, 1))


def init_app(app: Flask, settings: Settings) -> None:
    """Register the client of this site's key with Authlib."""
    client_id, client_secret = settings.client
    api: SparkApi = app.extensions["api"]
    app.extensions["oauth_client"] = OAuthClient(api, client_id, client_secret, settings.spark_refresh_at)
    oauth = OAuth(app)
    oauth.framework_integration_cls = StateStore
    app.extensions["oauth_app"] = oauth.register(
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
    return cast("SparkApp", current_app.extensions["oauth_app"])


def oauth_client() -> OAuthClient:
    return cast("OAuthClient", current_app.extensions["oauth_client"])


def state_data(session: SqlSession, request: Request) -> dict[str, Any]:
    """What the sign-in stored with the `state` of this callback: `role`, `way`, `wanted`, `draft`. Empty if unknown."""
    return oauth_app().framework.get_state_data(session, request.args.get("state")) or {}


def exchange(session: SqlSession, request: Request) -> TokenPair:
    """Check the callback, use up its `state`, and have Authlib exchange the code (POST `/v1/oauth2/grant`).

    Raises SignInFailed.
    """
    check_shape(request)
    check_error(session, request)
    consume_state(session, request)
    return fetch_tokens()


def check_shape(request: Request) -> None:
    if request.method != "GET":  # Flask answers HEAD like GET; a HEAD must not use up a sign-in
        raise SignInFailed(errors.GARBLED, Check.METHOD)
    if len(request.query_string) > MAX_QUERY:
        raise SignInFailed(errors.GARBLED, Check.QUERY_LENGTH)
    if any(len(request.args.getlist(name)) > 1 for name in ("code", "state", "error")):
        raise SignInFailed(errors.GARBLED, Check.REPEATED_PARAMETER)
    if "error" not in request.args and not TOKEN_FORMAT.fullmatch(request.args.get("code", "")):
        raise SignInFailed(errors.GARBLED, Check.CODE)


def check_error(session: SqlSession, request: Request) -> None:
    """An error callback may come without `state`. It ends the attempt that it names."""
    error = request.args.get("error")
    if error is None:
        return
    oauth_app().framework.clear_state_data(session, request.args.get("state"))
    raise SignInFailed(errors.CALLBACK_ERRORS.get(error, errors.NOT_COMPLETED), f"callback error {_safe_error(error)}")


def consume_state(session: SqlSession, request: Request) -> None:
    """Before Spark is asked, so that a callback that arrives twice at once spends its code once."""
    if not session_interface().consume(session, oauth_app().framework.key(request.args.get("state"))):
        raise SignInFailed(errors.NOT_STARTED_HERE, Check.STATE)


def fetch_tokens() -> TokenPair:
    """Exchange the code of this request. Raises SignInFailed for every way in which that can fail."""
    api: SparkApi = current_app.extensions["api"]
    try:
        api.raise_if_rate_limited()
        answer = dict(oauth_app().authorize_access_token())
    except MismatchingStateError:
        raise SignInFailed(errors.NOT_STARTED_HERE, Check.STATE_AGE) from None
    except OAuthError as refusal:
        error = str(refusal.error)
        reason = errors.GRANT_ERRORS.get(error, errors.UNAVAILABLE)
        raise SignInFailed(reason, f"grant refused: {_safe_error(error)}") from None
    except Timeout:
        raise SignInFailed(errors.NO_ANSWER, Check.GRANT_TIMEOUT) from None
    except RateLimited as limited:
        raise SignInFailed(errors.rate_limited(limited.retry_after), str(limited)) from None
    except (RequestException, ValueError, TypeError, ArithmeticError, RecursionError) as error:
        raise _failed_call(api, error) from None
    return _parse_tokens(answer)


def _failed_call(api: SparkApi, error: Exception) -> SignInFailed:
    """Over the rate limit, all calls of this process pause."""
    failure = transport_error(error)
    if not isinstance(failure, RateLimited):
        return SignInFailed(errors.UNAVAILABLE, f"grant: {type(error).__name__}")
    api.backoff.pause(failure.retry_after)
    return SignInFailed(errors.rate_limited(failure.retry_after), str(failure))


def _parse_tokens(answer: dict[str, object]) -> TokenPair:
    tokens = parse_tokens(answer, config.current().spark_refresh_at)
    if tokens is None:
        raise SignInFailed(errors.UNAVAILABLE, Check.ACCESS_TOKEN)
    return tokens


def _safe_error(error: str) -> str:
    """Spark's error code for the log, if it looks like one of OAuth's."""
    return error if re.fullmatch(r"[a-z_]{1,40}", error) else "unlisted"
