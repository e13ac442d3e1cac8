"""The line to Spark, for somebody who is waiting."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import parse_qs, urlsplit

from requests import RequestException, Response

from app.settings import Settings
from app.spark.dialect import SparkSession
from app.spark.fields import Fields

TIMEOUT = (3.0, 3.0)
"""Seconds to connect, and between two bytes of an answer."""


class NoAnswer(Exception):
    """The host does not answer, now or already before."""


class Line:
    """Calls with this site's settings. A host that was silent once is not asked again; `silent` says why, by origin."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.silent: dict[str, str] = {}

    def api(self, method: str, path: str, token: str = "", **sent: object) -> Response:
        """Call `/v1/<path>`, anonymously unless there is a token. Raises NoAnswer."""
        return self._ask(method, f"{self.settings.api_url}/v1/{path}", token, **sent)

    def sign_in(self, portal: str = "") -> Response:
        """Where the sign-in of a visitor begins: `/auth/vow`, or `/auth/vow/<portal>`. Raises NoAnswer."""
        client_id, redirect_uri = self.settings.client[0], self.settings.redirect_uri
        query = {"response_type": "code", "client_id": client_id, "redirect_uri": redirect_uri}
        endpoint = f"{self.settings.sign_in_url}/auth/vow" + (f"/{portal}" if portal else "")
        return self._ask("GET", endpoint, params=query)

    def _ask(self, method: str, url: str, token: str = "", **sent: object) -> Response:
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
        if origin in self.silent:
            raise NoAnswer
        try:
            answer = self._session(token).request(method, url, withhold_token=not token, **sent)
        except (RequestException, OSError) as error:
            self.silent[origin] = type(error).__name__
            raise NoAnswer from None
        return cast("Response", answer)

    def _session(self, token: str) -> SparkSession:
        scheme, agent = self.settings.spark_auth_scheme, self.settings.spark_user_agent
        return SparkSession(
            token={"access_token": token}, auth_scheme=scheme, user_agent=agent, default_timeout=TIMEOUT
        )


def said(answer: Response) -> str:
    """The OAuth error in the body, or in the address that the answer leads to; without one `status 200` or the like."""
    try:
        error = Fields(answer.json()).text("error")
    except (ValueError, RecursionError):
        error = parse_qs(urlsplit(answer.headers.get("Location", "")).query).get("error", [""])[0]
    return error if error and re.fullmatch(r"[a-z_]{1,40}", error) else f"status {answer.status_code}"
