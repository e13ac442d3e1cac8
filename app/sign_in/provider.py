"""Authlib's Flask client for the Spark Platform: where to send the browser, and the `state` that brings it back."""

from __future__ import annotations

import time
from typing import Any, cast

from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App, OAuth
from flask import Flask, current_app, redirect
from werkzeug import Response

from app.settings import Settings
from app.spark.dialect import SparkSession
from app.spark.grant import Grants

VOW, PRIVATE = "/auth/vow", "/oauth2"
"""Where consumers sign in, and where agents do."""
ATTEMPTS = 8
"""Sign-ins that one browser can have under way, one a tab; the oldest gives way."""


class Attempts(FlaskIntegration):
    """Authlib's `state`: random, single-use, kept in this browser's session. Here an old one is refused as well."""

    expires_in = 1800

    def get_state_data(self, session: Any, state: str | None) -> dict[str, Any] | None:
        entry = session.get(self.key(state))
        return entry["data"] if entry and entry["exp"] > time.time() else None

    def set_state_data(self, session: Any, state: str, data: dict[str, Any]) -> None:
        super().set_state_data(session, state, data)
        for key in sorted(self.under_way(session), key=lambda key: session[key]["exp"])[:-ATTEMPTS]:
            session.pop(key)

    def key(self, state: str | None) -> str:
        """Under which name Authlib keeps an attempt in the session."""
        return f"_state_{self.name}_{state}"

    def under_way(self, session: Any) -> dict[str, Any]:
        """The entries of the sign-ins that other tabs have started."""
        return {key: session[key] for key in session if key.startswith(f"_state_{self.name}_")}


class SparkApp(FlaskOAuth2App):
    """One registered client, three endpoints: https://sparkplatform.com/docs/authentication/oauth2_authentication."""

    client_cls = SparkSession

    def go(self, endpoint: str, redirect_uri: str, **kept: str | None) -> Response:
        """Send the browser to an endpoint: `/auth/vow/<portal>`, `/auth/vow` to choose among several agents there, or
        `/oauth2` for an agent. What is `kept` comes back with the `state`."""
        attempt = self.create_authorization_url(redirect_uri)
        self.save_authorize_data(state=attempt["state"], redirect_uri=redirect_uri, **kept)
        return redirect(attempt["url"].replace(self.authorize_url, self.authorize_url.removesuffix(VOW) + endpoint, 1))


def register(app: Flask, settings: Settings) -> None:
    client_id, client_secret = settings.client
    app.extensions["grants"] = Grants(app.extensions["api"], client_id, client_secret)
    oauth = OAuth(app)
    oauth.framework_integration_cls = Attempts
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


def spark_app() -> SparkApp:
    return cast("SparkApp", current_app.extensions["spark"])
